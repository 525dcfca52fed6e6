import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Transcript } from '../../page/model/Transcript.js';

/** @typedef {import('../../page/types.js').Entry} Entry */

/** @type {Record<string, string>} */
const ACCOUNTS = { 'ada-1': 'ada', 'ada-2': 'ada', 'grace-1': 'grace' };
/** Grace and her second device. */
const COUNTED = { 'grace-1': 'grace', 'grace-2': 'grace' };
const accountOf = (/** @type {string} */ device) => ACCOUNTS[device] ?? device;

/**
 * @param {string} device
 * @param {number} seq
 * @param {any} content
 * @param {Partial<Entry>} [more]
 * @returns {Entry}
 */
const entry = (device, seq, content, more = {}) => ({
  id: `${device}-${seq}`,
  conv: 'c',
  device,
  epoch: '1',
  seq,
  hlc: BigInt(seq) << 16n,
  atMs: seq,
  content,
  by: 'direct',
  ...more,
});

/** @param {Entry[]} entries */
function fold(...entries) {
  const transcript = new Transcript(accountOf, 'ada', () => COUNTED);
  for (const one of entries) transcript.add(one);
  return transcript;
}

const text = { kind: 'text', text: 'before' };

test('an edit of the same account changes the text, from another device too', () => {
  const [item] = fold(
    entry('ada-1', 1, text),
    entry('ada-2', 2, { kind: 'edit', message: 'ada-1-1', text: 'after' }),
  ).items();
  assert.equal(item.text, 'after');
  assert.equal(item.edited, true);
});

test('an edit or delete of another account changes nothing', () => {
  const [item] = fold(
    entry('ada-1', 1, text),
    entry('grace-1', 2, { kind: 'edit', message: 'ada-1-1', text: 'forged' }),
    entry('grace-1', 3, { kind: 'delete', message: 'ada-1-1' }),
  ).items();
  assert.equal(item.text, 'before');
  assert.equal(item.edited, false);
  assert.equal(item.deleted, false);
});

test('an edit meets the message of its own account when somebody repeats the id', () => {
  const items = fold(
    entry('ada-1', 1, text, { id: 'same' }),
    entry('grace-1', 2, text, { id: 'same' }),
    entry('ada-1', 3, { kind: 'delete', message: 'same' }),
  ).items();
  assert.deepEqual(
    items.map((item) => item.deleted),
    [true, false],
  );
});

test('the last edit in the order of the conversation counts, whichever came last', () => {
  const early = entry('ada-1', 2, { kind: 'edit', message: 'ada-1-1', text: 'second' });
  const late = entry('ada-1', 3, { kind: 'edit', message: 'ada-1-1', text: 'third' });
  const [item] = fold(late, entry('ada-1', 1, text), early).items();
  assert.equal(item.text, 'third');
});

test('a reaction is of anybody, once for each account, and can be taken away', () => {
  const react = (/** @type {string} */ emoji, removed = false) => ({
    kind: 'reaction',
    message: 'ada-1-1',
    emoji,
    removed,
  });
  const [item] = fold(
    entry('ada-1', 1, text),
    entry('ada-1', 2, react('+')),
    entry('ada-2', 3, react('+')),
    entry('grace-1', 4, react('+')),
    entry('grace-1', 5, react('!')),
    entry('grace-1', 6, react('!', true)),
  ).items();
  assert.deepEqual(item.reactions, [{ emoji: '+', accounts: ['ada', 'grace'] }]);
});

test('read markers are not shown, what is unknown is', () => {
  const items = fold(
    entry('ada-1', 1, { kind: 'read', device: 'grace-1', epoch: '1', through: 4 }),
    entry('ada-1', 2, { kind: 'unknown' }),
  ).items();
  assert.deepEqual(
    items.map((item) => item.unknown),
    [true],
  );
});

test('the result does not depend on the order of coming, nor on repetition', () => {
  const all = [
    entry('ada-1', 1, text),
    entry('grace-1', 1, { kind: 'reply', message: 'ada-1-1', text: 'yes' }, { hlc: 65537n }),
    entry('ada-2', 1, { kind: 'edit', message: 'ada-1-1', text: 'a' }, { hlc: 200000n }),
    entry('ada-1', 2, { kind: 'edit', message: 'ada-1-1', text: 'b' }, { hlc: 200000n }),
    entry('grace-1', 2, { kind: 'delete', message: 'grace-1-1' }),
    entry('grace-1', 3, { kind: 'reaction', message: 'ada-1-1', emoji: 'x' }),
    entry('grace-1', 4, { kind: 'reaction', message: 'ada-1-1', emoji: 'x', removed: true }),
    entry('ada-1', 3, text),
  ];
  const shown = (/** @type {Transcript} */ transcript) =>
    transcript.items().map(({ key, text, edited, deleted, reactions }) => ({ key, text, edited, deleted, reactions }));
  const expected = shown(fold(...all));
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...all), { maxLength: 20 }),
      fc.shuffledSubarray(all, { minLength: all.length }),
      (some, rest) => {
        assert.deepEqual(shown(fold(...some, ...rest)), expected);
      },
    ),
  );
});

test('the status is the least of the devices of others that are not refused, and moves forward only', () => {
  const transcript = fold(
    entry('ada-1', 1, text, { by: 'self', statuses: { 'grace-1': 'queued', 'ada-2': 'queued' } }),
  );
  const stream = { device: 'ada-1', epoch: '1' };
  const status = () => transcript.items()[0].status;
  transcript.advance(stream, 'grace-1', [[1, 1000000]], 'delivered');
  assert.equal(status(), 'delivered');
  transcript.advance(stream, 'grace-1', [[1, 1]], 'stored');
  assert.equal(status(), 'delivered');
  transcript.advance(stream, 'grace-1', [[1, 1]], 'refused', 'expired');
  assert.equal(status(), 'delivered');
});

test('a roster that comes later tells whose a device is', () => {
  /** @type {Record<string, string>} */
  const known = {};
  const transcript = new Transcript(
    (device) => known[device] ?? device,
    'ada',
    () => ({}),
  );
  transcript.add(entry('new-1', 1, text));
  transcript.add(entry('new-2', 2, { kind: 'delete', message: 'new-1-1' }));
  assert.equal(transcript.items()[0].deleted, false);
  Object.assign(known, { 'new-1': 'new', 'new-2': 'new' });
  transcript.attributeAgain();
  assert.equal(transcript.items()[0].account, 'new');
  assert.equal(transcript.items()[0].deleted, true);
});

test('a device knows what it has said, also what is no message, whatever id somebody else repeats', () => {
  const transcript = fold(
    entry('ada-1', 1, { kind: 'edit', message: 'x', text: 'y' }, { by: 'self', id: 'mine' }),
    entry('grace-1', 1, text, { id: 'theirs' }),
  );
  assert.equal(transcript.hasSaid('mine'), true);
  assert.equal(transcript.hasSaid('theirs'), false);
});

test('after a new epoch own messages stand at their new places, once', () => {
  const old = entry('ada-1', 7, text, { by: 'self', id: 'm', statuses: { 'grace-1': 'sent' } });
  const moved = { ...old, epoch: '2', seq: 1, statuses: /** @type {any} */ ({ 'grace-1': 'queued' }) };
  const transcript = fold(old, entry('grace-1', 8, { kind: 'reaction', message: 'm', emoji: 'x' }));
  assert.equal(transcript.takeRead(moved), false, 'reading goes on');
  assert.equal(transcript.takeRead(moved), true);
  transcript.advance({ device: 'ada-1', epoch: '2' }, 'grace-1', [[1, 1]], 'delivered');
  transcript.advance({ device: 'ada-1', epoch: '1' }, 'grace-1', [[7, 7]], 'read');
  assert.deepEqual(
    transcript.items().map(({ key, status, reactions }) => [key, status, reactions.length]),
    [['ada-1 2 1', 'delivered', 1]],
  );
});

test('what is read again fills holes and moves statuses on', () => {
  const said = (/** @type {any} */ status) => entry('ada-1', 1, text, { by: 'self', statuses: { 'grace-1': status } });
  const transcript = fold(said('queued'));
  assert.equal(transcript.takeRead(said('delivered')), true);
  assert.equal(transcript.takeRead(entry('grace-1', 2, text)), false);
  assert.equal(transcript.takeRead(said('stored')), true);
  assert.deepEqual(
    transcript.items().map(({ status }) => status),
    ['delivered', undefined],
  );
});
