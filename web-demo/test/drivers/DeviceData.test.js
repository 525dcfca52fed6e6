import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epochChange } from '../../lib/core/EpochChange.js';
import { History } from '../../lib/History.js';
import { utf8 } from '../../lib/wire/Bytes.js';
import { account, conversation, device, message } from '../core/people.js';
import { FakeDatabase } from './FakeDatabase.js';
import { FIRST_EPOCH, leadNewDevice } from './LeadingData.js';

const CONV = conversation(1);
const EVE = device(2);

/** @typedef {import('../../lib/core/DiskWrite.js').DiskWrite} DiskWrite */

/** A device that leads and writes without a pause. */
class Disk {
  epoch = FIRST_EPOCH;
  #sent = 0;

  /** @param {FakeDatabase} database @param {import('../../lib/drivers/DeviceData.js').DeviceData} data */
  constructor(database, data) {
    this.database = database;
    this.data = data;
  }

  static async begin() {
    const database = new FakeDatabase();
    return new Disk(database, await leadNewDevice({ database }));
  }

  stream() {
    return { conv: CONV, device: device(1), epoch: this.epoch };
  }

  /** @param {DiskWrite[]} writes */
  async write(...writes) {
    this.data.write(0, writes);
    await this.data.idle();
  }

  /** Says something to Eve. @param {string[]} others */
  async say(...others) {
    const seq = ++this.#sent;
    const to = [EVE, ...others].map((target) => ({ target, after: seq - 1 }));
    const entry = { seq, id: message(seq), hlc: BigInt(seq), body: utf8('x'), to };
    await this.write({ write: 'sent', stream: this.stream(), entry, unsent: false });
  }

  /** @param {[number, number]} seqs */
  refuse(...seqs) {
    return this.write({ write: 'never-delivered', stream: this.stream(), device: EVE, seqs: [seqs], code: 'expired' });
  }

  leave() {
    return this.write({ write: 'target-gone', stream: this.stream(), device: EVE });
  }

  /** @param {string} epoch */
  async beginEpoch(epoch) {
    const start = { atMs: 1, pauseMs: 120_000 };
    await this.write({ write: 'epoch-begun', change: epochChange(await this.data.load(1), '0', epoch, start) });
    this.epoch = epoch;
    this.#sent = (await this.data.load(1)).out[0].nextSeq - 1;
  }

  async out() {
    return (await this.data.load(1)).out[0];
  }
}

test('a device that is no member any more is no target after a restart, whatever was refused for it', async () => {
  const disk = await Disk.begin();
  await disk.say();
  await disk.refuse(1, 1);
  const given = (await disk.out()).givenUp;
  assert.deepEqual(given, [{ device: EVE, seq: 1, message: message(1) }]);
  await disk.leave();
  const { targets, givenUp } = await disk.out();
  assert.deepEqual([targets, givenUp], [[], []]);
});

test('whoever stands for a box was addressed as it was', async () => {
  const disk = await Disk.begin();
  await disk.say();
  await disk.say();
  await disk.refuse(1, 1);
  await disk.write({ write: 'stored', stream: disk.stream(), device: EVE, seqs: [[2, 2]] });
  const by = [device(7), device(8)];
  for (let twice = 0; twice < 2; twice++) {
    await disk.write({ write: 'target-replaced', stream: disk.stream(), device: EVE, by });
  }
  const { targets, entries, givenUp } = await disk.out();
  assert.deepEqual(
    targets.map((target) => [target.device, target.firstSeq, target.addressedSeq]),
    [
      [device(7), 1, 2],
      [device(8), 1, 2],
    ],
  );
  assert.deepEqual(
    entries.map(({ entry, to }) => [entry.seq, to.map((one) => [one.device, one.stored])]),
    [[2, by.map((one) => [one, false])]],
  );
  assert.deepEqual(
    givenUp.map((one) => one.device),
    by,
  );
});

test('what was refused for an earlier time as a target is not in doubt', async () => {
  const disk = await Disk.begin();
  await disk.say();
  await disk.refuse(1, 1);
  await disk.leave();
  await disk.say();
  await disk.say();
  await disk.refuse(2, 2);
  const { targets, givenUp } = await disk.out();
  assert.equal(targets[0].firstSeq, 2);
  assert.deepEqual(givenUp, [{ device: EVE, seq: 2, message: message(2) }]);
});

test('what was refused below a cursor and is not read is known', async () => {
  const disk = await Disk.begin();
  await disk.say();
  await disk.refuse(1, 1);
  await disk.leave();
  for (let seq = 2; seq <= 7; seq++) {
    await disk.say();
  }
  await disk.refuse(2, 2);
  await disk.refuse(4, 5);
  await disk.write({ write: 'delivered', stream: disk.stream(), device: EVE, throughSeq: 6, mark: 5n });
  await disk.refuse(7, 7);
  const known = async () => (await disk.out()).targets.map(({ refused }) => refused);
  assert.deepEqual(await known(), [
    [
      [2, 2],
      [4, 5],
    ],
  ]);
  await disk.write({ write: 'read', stream: disk.stream(), device: EVE, throughSeq: 3 });
  assert.deepEqual(await known(), [[[4, 5]]]);
});

test('what is said again to others in a new epoch is not spoken for by a cursor', async () => {
  const disk = await Disk.begin();
  for (let seq = 1; seq <= 4; seq++) {
    await disk.say(device(3));
  }
  await disk.refuse(1, 1);
  await disk.refuse(3, 3);
  await disk.beginEpoch('8');
  await disk.write({ write: 'delivered', stream: disk.stream(), device: EVE, throughSeq: 4, mark: 5n });
  const { targets, givenUp } = await disk.out();
  const eve = targets.find(({ device }) => device === EVE);
  assert.deepEqual([eve?.firstSeq, eve?.refused, givenUp], [2, [[3, 3]], []]);
  const history = new History(disk.data, account(1));
  const rows = await history.entries(CONV);
  assert.deepEqual(
    rows.map(({ statuses }) => statuses?.[EVE]),
    [undefined, 'delivered', undefined, 'delivered'],
  );
});

test('when an epoch was begun anew is kept, with the pause after it', async () => {
  const disk = await Disk.begin();
  assert.deepEqual((await disk.data.load(1)).epochStart, { atMs: 0, pauseMs: 60_000 });
  await disk.say();
  await disk.beginEpoch('8');
  assert.deepEqual((await disk.data.load(1)).epochStart, { atMs: 1, pauseMs: 120_000 });
});

test('what was never on a path is still not in a new epoch', async () => {
  const disk = await Disk.begin();
  await disk.say();
  const entry = { seq: 2, id: message(2), hlc: 2n, body: utf8('x'), to: [{ target: EVE, after: 1 }] };
  await disk.write({ write: 'sent', stream: disk.stream(), entry, unsent: true });
  await disk.beginEpoch('8');
  assert.deepEqual(
    (await disk.out()).entries.map(({ unsent }) => unsent),
    [false, true],
  );
});

test('a stray that comes again is known', async () => {
  /** @type {Map<number, ReadonlySet<string>>} */
  const known = new Map();
  const handleDurable = (/** @type {number} */ _, /** @type {ReadonlyMap<number, ReadonlySet<string>>} */ ids) =>
    ids.forEach((some, ticket) => known.set(ticket, some));
  const data = await leadNewDevice({ listener: { handleDurable } });
  const stream = { conv: CONV, device: EVE, epoch: '9' };
  const entry = { seq: 1, id: message(1), hlc: 1n, body: utf8('x'), after: 0, part: undefined };
  data.write(1, [{ write: 'strays', stream, entries: [entry], by: 'direct' }]);
  await data.idle();
  data.write(2, [{ write: 'strays', stream, entries: [entry], by: 'relay' }]);
  await data.idle();
  assert.deepEqual([...(known.get(1) ?? [])], []);
  assert.deepEqual([...(known.get(2) ?? [])], [message(1)]);
});

test('only the latest that were given up are read', async () => {
  const disk = await Disk.begin();
  const refused = disk.database.stores.get('refused') ?? [];
  const transcript = disk.database.stores.get('transcript') ?? [];
  await disk.say();
  for (let seq = 2; seq <= 1_100; seq++) {
    const { conv, epoch } = disk.stream();
    const row = { conv, device: device(1), epoch, seq, id: message(seq), hlc: '1', body: utf8('x'), by: 'self' };
    transcript.push({ key: [conv, device(1), epoch, seq], value: row });
    refused.push({ key: [conv, EVE, seq], value: { conv, device: EVE, seq, code: 'expired' } });
  }
  const { givenUp } = await disk.out();
  assert.deepEqual([givenUp.length, givenUp[0].seq, givenUp[1_023].seq], [1_024, 77, 1_100]);
});

test('epochs in which nothing was said to a target do not push out what it had', async () => {
  const disk = await Disk.begin();
  await disk.say();
  await disk.write({ write: 'delivered', stream: disk.stream(), device: EVE, throughSeq: 1, mark: 5n });
  for (let n = 100; n < 120; n++) {
    await disk.beginEpoch(String(n));
  }
  await disk.say();
  const [row] = disk.database.rows('target');
  assert.deepEqual(row.earlier, [{ first: 1, addressed: 1, delivered: 1, read: 0, epoch: FIRST_EPOCH, refused: {} }]);
});

test('what was refused stays with the time in which it was', async () => {
  const disk = await Disk.begin();
  await disk.say();
  await disk.refuse(1, 1);
  await disk.leave();
  await disk.say();
  await disk.refuse(2, 2);
  await disk.beginEpoch('8');
  const [row] = disk.database.rows('target');
  assert.deepEqual(
    row.earlier.map((/** @type {any} */ span) => span.refused),
    [{ 1: 'expired' }, { 2: 'expired' }],
  );
});
