import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContentCodec } from '../../lib/codec/ContentCodec.js';
import { FrameCodec } from '../../lib/codec/FrameCodec.js';
import { toUtf8, utf8 } from '../../lib/wire/Bytes.js';
import { cases } from '../vectors.js';

/** @typedef {import('../vectors.js').Plain} Plain */

for (const vector of cases('codec')) {
  test(`${vector.requirement} ${vector.id}`, () => {
    const decoded = FrameCodec.decode(filled(vector, vector.text), vector.from);
    if (decoded.ok) {
      assert.equal(vector.expect.accepted, true);
      assert.equal(FrameCodec.encode(decoded.frame), filled(vector, vector.expect.canonical ?? vector.text));
    } else {
      assert.equal(vector.expect.accepted, false, decoded.message);
      assert.equal(decoded.code, vector.expect.code, decoded.message);
      assert.equal(decoded.about, vector.expect.about, decoded.message);
    }
  });
}

for (const vector of cases('content')) {
  test(`${vector.requirement} ${vector.id}`, () => {
    const content = ContentCodec.decode(utf8(vector.body));
    assert.equal(content.kind, vector.kind);
    assert.equal(toUtf8(ContentCodec.encode(content)), vector.canonical ?? vector.body);
  });
}

/**
 * @param {Plain} vector
 * @param {string} text
 */
function filled(vector, text) {
  const fill = vector.fill;
  return fill ? text.replaceAll(fill.mark, () => fill.with.repeat(fill.times)) : text;
}
