import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContentCodec } from '../../lib/codec/ContentCodec.js';
import { strayPlace } from '../../lib/core/DiskWrite.js';
import { ReadMarks } from '../../lib/core/ReadMarks.js';
import { conversation, device, message } from './people.js';

const stream = (/** @type {number} */ n) => ({ conv: conversation(1), device: device(n), epoch: '7' });
const own = stream(1);
const tablets = stream(2);
const graces = stream(3);

/** @param {number} seq @param {Uint8Array} body */
const entry = (seq, body) => ({ seq, id: message(seq), hlc: BigInt(seq), body });
const text = (/** @type {number} */ seq) => entry(seq, ContentCodec.encode({ kind: 'text', text: 'hello' }));

/** @param {number} seq @param {typeof own} of @param {number} through */
const marker = (seq, of, through) => entry(seq, ReadMarks.marker(of, through));

function marks() {
  /** @type {string[]} */
  const heard = [];
  const made = new ReadMarks(({ device }) => device !== graces.device, {
    handleRead: (_, __, through) => heard.push('read ' + through),
    handleOwnRead: (_, through) => heard.push('kept ' + through),
  });
  return { made, heard };
}

test('a marker of another account is about an own stream', () => {
  const { made, heard } = marks();
  made.handleEntry(graces, marker(1, own, 3));
  assert.deepEqual(heard, ['read 3', 'kept 1']);
});

test('what another own device has read is kept and not read again', () => {
  const { made, heard } = marks();
  made.handleEntry(graces, text(1));
  made.handleEntry(graces, text(2));
  made.handleEntry(tablets, marker(1, graces, 2));
  made.handleEntry(tablets, marker(2, graces, 1));
  assert.deepEqual(heard, ['kept 2']);
  assert.deepEqual(made.takeUnread(conversation(1)), []);
});

test('a stray that was not read is read after a restart too', () => {
  const { made } = marks();
  const place = strayPlace(graces, text(4));
  made.restore({ stream: graces, seq: 9, mark: 1n, readSeq: 9 });
  made.restore({ stream: place, seq: 4, mark: BigInt(place.epoch), readSeq: 0 });
  assert.deepEqual(made.takeUnread(conversation(1)), [{ stream: place, through: 4 }]);
  assert.deepEqual(made.takeUnread(conversation(1)), []);
});

test('a marker that comes before what it covers is kept with it', () => {
  const { made, heard } = marks();
  made.handleEntry(tablets, marker(1, graces, 2));
  heard.length = 0;
  made.handleEntry(graces, text(1));
  made.handleEntry(graces, text(2));
  made.handleEntry(graces, text(3));
  assert.deepEqual(heard, ['kept 1', 'kept 2']);
  assert.deepEqual(made.takeUnread(conversation(1)), [{ stream: graces, through: 3 }]);
});

test('a marker is not answered, after a restart either', () => {
  const { made, heard } = marks();
  made.handleEntry(graces, text(1));
  assert.deepEqual(made.takeUnread(conversation(1)), [{ stream: graces, through: 1 }]);
  made.handleEntry(graces, marker(2, own, 1));
  assert.deepEqual(heard, ['read 1', 'kept 2']);
  assert.deepEqual(made.takeUnread(conversation(1)), []);

  const { made: restarted } = marks();
  restarted.restore({ stream: graces, seq: 2, mark: 1n, readSeq: 2 });
  assert.deepEqual(restarted.takeUnread(conversation(1)), []);
});

test('a marker behind what is unread stays so until that is read', () => {
  const { made, heard } = marks();
  made.handleEntry(graces, text(1));
  made.handleEntry(graces, marker(2, own, 1));
  assert.deepEqual(heard, ['read 1']);

  assert.deepEqual(made.takeUnread(conversation(1)), [{ stream: graces, through: 1 }]);

  assert.deepEqual(heard, ['read 1', 'kept 2']);
});
