import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesEqual, fromBase64, toBase64, toUtf8, toUtf8Strict, utf8, utf8Length } from '../../lib/wire/Bytes.js';

test('base64 of every length is that of the platform, and comes back', () => {
  for (let size = 0; size < 300; size++) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 89 + size * 7) & 255);
    const text = toBase64(bytes);
    assert.equal(text, Buffer.from(bytes).toString('base64'));
    assert.deepEqual(fromBase64(text), bytes);
  }
});

test('what is not base64 with padding is refused', () => {
  const wrong = ['a', 'aG', 'aGk', '====', 'a===', 'aG=k', '=aGk', 'aGk=aGk=', 'aG_-', 'aG k', 'aGk\n', 'aGké', 'aŁk='];
  for (const text of [...wrong, 'aGk\u0161', 'aGkaGk\u013d=', 'éé==']) {
    assert.equal(fromBase64(text), undefined, text);
  }
});

test('the length in UTF-8 is that of the encoded text', () => {
  for (const text of [
    '',
    'a',
    'ü',
    '€',
    '😀',
    'a😀ü€b',
    '\ud800',
    'x\udc00',
    '\ud83d\ud83d\ude00',
    '\u07ff\u0800\uffff',
  ]) {
    assert.equal(utf8Length(text), utf8(text).length, JSON.stringify(text));
  }
});

test('text comes back from its bytes, with a byte order mark', () => {
  const text = '\ufeffhü 😀';
  assert.equal(toUtf8(utf8(text)), text);
  assert.equal(toUtf8Strict(utf8(text)), text);
  assert.equal(toUtf8Strict(Uint8Array.of(0xc3)), undefined);
});

test('bytes are equal by content', () => {
  assert.ok(bytesEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2)));
  assert.ok(bytesEqual(undefined, undefined));
  assert.ok(!bytesEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3)));
  assert.ok(!bytesEqual(Uint8Array.of(1), Uint8Array.of(1, 3)));
  assert.ok(!bytesEqual(undefined, Uint8Array.of()));
});
