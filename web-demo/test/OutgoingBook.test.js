import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epochChange } from '../lib/core/EpochChange.js';
import { History } from '../lib/History.js';
import { Outgoing } from '../lib/Outgoing.js';
import { OutgoingBook } from '../lib/OutgoingBook.js';
import { utf8 } from '../lib/wire/Bytes.js';
import { account, conversation, device, member, message, roster } from './core/people.js';
import { FIRST_EPOCH, leadNewDevice } from './drivers/LeadingData.js';

const CONV = conversation(1);
const GRACE = device(2);
const STREAM = { conv: CONV, device: device(1), epoch: FIRST_EPOCH };

test('who waits for a message hears of it, though this tab was not told that it is numbered anew', async () => {
  const data = await leadNewDevice({ rosters: [roster(CONV, 1, [member(1, [device(1)]), member(2, [GRACE])])] });
  const entry = { id: message(1), hlc: 1n, body: utf8('x') };
  const say = async (/** @type {number} */ seq, /** @type {string} */ id) => {
    const to = [{ target: GRACE, after: seq - 1 }];
    data.write(0, [{ write: 'sent', stream: STREAM, entry: { ...entry, seq, id, to }, unsent: false }]);
    await data.idle();
  };
  await say(1, message(2));
  await say(2, message(1));
  const book = new OutgoingBook();
  const outgoing = new Outgoing(message(1));
  book.expect(outgoing);
  book.place({ ...entry, stream: STREAM, seq: 2, targets: [GRACE], counted: { [GRACE]: account(2) } });
  void outgoing.when('delivered');

  data.write(0, [{ write: 'delivered', stream: STREAM, device: GRACE, throughSeq: 1, mark: 1n }]);
  await data.idle();
  data.write(0, [
    { write: 'epoch-begun', change: epochChange(await data.load(1), '0', '8', { atMs: 1, pauseMs: 60_000 }) },
  ]);
  await data.idle();
  await book.catchUp(new History(data, account(1)));
  const stream = { ...STREAM, epoch: '8' };
  book.handle({ event: 'status-changed', stream, device: GRACE, seqs: [[1, 1]], status: 'delivered' });

  assert.equal(outgoing.status(), 'delivered');
  assert.deepEqual([outgoing.stream, outgoing.seq], [stream, 1]);
});
