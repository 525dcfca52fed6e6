import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { measureRegion } from '../../lib/drivers/RegionProbe.js';

const HOST = { type: 'host', protocol: 'udp' };
const OWN = { type: 'srflx', protocol: 'udp' };
const ERROR = 'error';

afterEach(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));

/**
 * What is measured when a browser gathers that; null is the end of it.
 *
 * @param {(object | null | string)[]} gathered
 */
async function measured(...gathered) {
  const told = { trips: 0, closed: false, timers: 0 };
  Object.defineProperty(globalThis, 'RTCPeerConnection', {
    configurable: true,
    value: class {
      /** @type {((event: object) => void) | null} */
      onicecandidate = null;
      /** @type {(() => void) | null} */
      onicecandidateerror = null;
      createDataChannel() {}
      async setLocalDescription() {
        for (const one of gathered) {
          one === ERROR ? this.onicecandidateerror?.() : this.onicecandidate?.({ candidate: one });
        }
      }
      close() {
        told.closed = true;
      }
    },
  });
  const timers = { after: () => (told.timers++, () => told.timers--) };
  measureRegion('stun:192.0.2.1:3478', /** @type {any} */ (timers), () => told.trips++);
  await Promise.resolve();
  return told;
}

test('the own address as a server sees it measures the region', async () => {
  assert.deepEqual(await measured(HOST, OWN, null), { trips: 1, closed: true, timers: 0 });
});

test('an error on one network leaves the answer on another one', async () => {
  assert.deepEqual(await measured(HOST, ERROR, OWN, null), { trips: 1, closed: true, timers: 0 });
});

test('an end without another address is the own one as it is', async () => {
  assert.deepEqual(await measured(HOST, null), { trips: 1, closed: true, timers: 0 });
});

test('an end after nothing but errors measures nothing', async () => {
  assert.deepEqual(await measured(HOST, ERROR, null), { trips: 0, closed: true, timers: 0 });
});

test('a browser that gathers nothing by UDP measures nothing', async () => {
  const tcp = { type: 'host', protocol: 'tcp' };
  assert.deepEqual(await measured(tcp, null), { trips: 0, closed: true, timers: 0 });
  assert.deepEqual(await measured(null), { trips: 0, closed: true, timers: 0 });
});

test('what is not over yet goes on until its time is up', async () => {
  assert.deepEqual(await measured(HOST), { trips: 0, closed: false, timers: 1 });
});
