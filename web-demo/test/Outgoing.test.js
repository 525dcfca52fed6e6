import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outgoing, forwardStatus, leastStatus } from '../lib/Outgoing.js';

/** @typedef {import('../lib/Outgoing.js').Status} Status */

const counted = { phone: 'grace', laptop: 'grace', other: 'edsger' };

test('the status is the least of the devices that count and can still get it', () => {
  assert.equal(leastStatus({ phone: 'delivered', other: 'stored', own: 'queued' }, counted), 'stored');
  assert.equal(leastStatus({ phone: 'delivered', other: 'refused' }, counted), 'delivered');
  assert.equal(leastStatus({ phone: 'refused', other: 'refused' }, counted), 'refused');
});

test('who has read it on one device has read it, and speaks for nobody else', () => {
  assert.equal(leastStatus({ phone: 'read', laptop: 'queued' }, counted), 'read');
  assert.equal(leastStatus({ phone: 'read', laptop: 'queued', other: 'sent' }, counted), 'sent');
});

test('a message to nobody is refused, and one to somebody who has left keeps what became of it', () => {
  assert.equal(leastStatus({}, counted), 'refused');
  assert.equal(leastStatus({ own: 'delivered' }, {}), 'refused');
  assert.equal(leastStatus({ gone: 'delivered' }, counted), 'delivered');
});

test('a status moves forward only, and a refusal is final', () => {
  /** @type {[Status | undefined, Status, Status][]} */
  const cases = [
    [undefined, 'queued', 'queued'],
    ['sent', 'stored', 'stored'],
    ['read', 'delivered', 'read'],
    ['sent', 'refused', 'refused'],
    ['delivered', 'refused', 'delivered'],
    ['refused', 'sent', 'refused'],
    ['refused', 'delivered', 'refused'],
    ['refused', 'read', 'refused'],
  ];
  for (const [before, news, after] of cases) {
    assert.equal(forwardStatus(before, news), after, `${before}, then ${news}`);
  }
});

test('who waits is told once it is far enough, and fails when nobody will get it', async () => {
  const stream = { conv: 'c', device: 'd', epoch: '1' };
  const outgoing = new Outgoing('m');
  outgoing.place({ id: 'm', stream, seq: 1, hlc: 1n, targets: ['phone', 'own'], counted: { phone: 'grace' } });
  const delivered = outgoing.when('delivered');
  outgoing.advance('own', 'read');
  assert.equal(outgoing.status(), 'queued');
  outgoing.advance('phone', 'delivered');
  assert.equal(await delivered, outgoing);

  const refused = new Outgoing('n');
  refused.place({ id: 'n', stream, seq: 2, hlc: 2n, targets: ['phone'], counted: { phone: 'grace' } });
  refused.advance('phone', 'refused', 'expired');
  await assert.rejects(refused.when('delivered'), /expired/);
});

test('the devices of who accepts count in place of the box', () => {
  const stream = { conv: 'c', device: 'd', epoch: '1' };
  const outgoing = new Outgoing('m');
  outgoing.place({ id: 'm', stream, seq: 1, hlc: 1n, targets: ['box'], counted: { box: 'grace' } });
  outgoing.advance('box', 'stored');
  outgoing.replace('box', ['phone', 'laptop']);
  outgoing.replace('unknown', ['other']);
  assert.deepEqual(outgoing.statuses, { phone: 'sent', laptop: 'sent' });
  outgoing.advance('phone', 'delivered');
  assert.equal(outgoing.status(), 'sent');
  outgoing.advance('phone', 'read');
  assert.equal(outgoing.status(), 'read', 'of one account');
});

test('a handle that somebody waits on takes over what the disk says', async () => {
  const stream = { conv: 'c', device: 'd', epoch: '1' };
  const outgoing = new Outgoing('m');
  outgoing.place({ id: 'm', stream, seq: 1, hlc: 1n, targets: ['phone'], counted: { phone: 'grace' } });
  assert.equal(outgoing.awaited(), false);
  const delivered = outgoing.when('delivered');
  assert.equal(outgoing.awaited(), true);
  outgoing.catchUp(/** @type {any} */ ({ statuses: { phone: 'read', unknown: 'read' } }));
  assert.equal(await delivered, outgoing);
  assert.equal(outgoing.awaited(), false);
});
