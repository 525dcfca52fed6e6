import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ContentCodec } from '../../lib/codec/ContentCodec.js';
import { conversationName } from '../../lib/transcript/ConversationName.js';
import { dayLabel, dayOf } from '../../lib/transcript/Days.js';
import { nameLabel, personName } from '../../lib/transcript/PersonName.js';
import { Transcript } from '../../lib/transcript/Transcript.js';
import { isUnread } from '../../lib/transcript/Unread.js';
import { cases } from '../vectors.js';

const file = JSON.parse(readFileSync(new URL('../../../protocol/vectors/transcript.json', import.meta.url), 'utf8'));
const accountOf = (/** @type {string} */ device) => file.accounts[device] ?? device;

for (const vector of cases('transcript')) {
  test(`${vector.requirement} ${vector.id}`, () => {
    const entries = vector.entries.map(entryOf);
    for (const order of [entries, entries.toReversed(), [...entries, ...entries]]) {
      const transcript = new Transcript(accountOf, file.me);
      for (const entry of order) transcript.add(entry);
      assert.deepEqual(transcript.items().map(plain), vector.items);
      if ('unread' in vector) {
        const through = new Map(vector.read.map((/** @type {any[]} */ [d, epoch, seq]) => [`${d} ${epoch}`, seq]));
        const unread = transcript.items().filter((item) => {
          return isUnread(item, ({ device, epoch }) => through.get(`${device} ${epoch}`) ?? 0);
        });
        assert.equal(unread.length, vector.unread);
      }
    }
  });
}

for (const { id, requirement, handle, displayName, name, beside, label } of cases('transcript', 'names')) {
  test(`${requirement} ${id}`, () => {
    const named = personName({ handle, displayName });
    assert.deepEqual(named, { name, handle: beside });
    assert.equal(nameLabel(named), label);
  });
}

for (const { id, requirement, kind, title, others, ...expected } of cases('transcript', 'titles')) {
  test(`${requirement} ${id}`, () => {
    const me = { account: 'me', handle: 'ada', displayName: '' };
    const members = [
      me,
      ...others.map((/** @type {any} */ one, /** @type {number} */ i) => ({ account: `${i}`, ...one })),
    ];
    const { group, name, handle } = conversationName(/** @type {any} */ ({ kind, title, members }), 'me');
    assert.deepEqual({ group, name, beside: handle, label: nameLabel({ name, handle }) }, expected);
  });
}

for (const { id, requirement, zone, nowMs, days } of cases('transcript', 'days')) {
  test(`${requirement} ${id}`, () => {
    const ahead = (/** @type {number} */ atMs) =>
      zone.findLast((/** @type {number[]} */ [fromMs], /** @type {number} */ i) => i === 0 || atMs >= fromMs)[1];
    for (const [atMs, day, label] of days) {
      assert.equal(dayOf(atMs, ahead), day);
      assert.equal(dayLabel(day, dayOf(nowMs, ahead)), label);
    }
  });
}

/** @param {any} vector @returns {import('../../lib/transcript/Transcript.js').Said} */
function entryOf({ device, epoch, seq, id, hlc, body }) {
  return { device, epoch, seq, id, hlc: BigInt(hlc), content: ContentCodec.decode(new TextEncoder().encode(body)) };
}

/** What a vector says of an item. @param {import('../../lib/transcript/Transcript.js').Item<any>} item */
function plain({ entry, account, mine, text, reply, edited, deleted, unknown, reactions }) {
  return {
    id: entry.id,
    account,
    mine,
    text,
    ...(reply ? { reply } : {}),
    ...(edited ? { edited } : {}),
    ...(deleted ? { deleted } : {}),
    ...(unknown ? { unknown } : {}),
    ...(reactions.length > 0 ? { reactions: reactions.map(({ emoji, accounts }) => [emoji, accounts]) } : {}),
  };
}
