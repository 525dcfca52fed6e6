import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ContentCodec } from '../../lib/codec/ContentCodec.js';
import { FrameCodec } from '../../lib/codec/FrameCodec.js';
import { FrameReaders } from '../../lib/codec/FrameReaders.js';
import { SignalPayloadCodec } from '../../lib/codec/SignalPayloadCodec.js';
import { utf8 } from '../../lib/wire/Bytes.js';
import { Random } from '../Random.js';
import { RandomFrames } from './RandomFrames.js';

/** @type {import('../../lib/codec/Direction.js').Direction[]} */
const DIRECTIONS = ['client', 'server', 'peer'];
const SEEDS = 300;

test('every frame comes back as it went', () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    for (const direction of DIRECTIONS) {
      for (const frame of new RandomFrames(seed).each(direction)) {
        assert.deepEqual(FrameCodec.decode(FrameCodec.encode(frame), direction), { ok: true, frame }, `seed ${seed}`);
      }
    }
  }
});

test('no type of frame of the protocol page is left out above, nor read from a side that may not send it', () => {
  const table = allowed();
  assert.equal(table.length, 25);
  for (const [column, direction] of DIRECTIONS.entries()) {
    const types = table.filter((row) => row.from[column]).map((row) => row.type);
    const drawn = new RandomFrames(1).each(direction).map((frame) => frame.type);
    assert.deepEqual(drawn.sort(), types.sort(), direction);
    for (const { type, from } of table) {
      assert.equal(FrameReaders.find(type, direction) !== undefined, from[column], `${type} from ${direction}`);
    }
  }
});

test('what holds half a character is not written', () => {
  for (const half of ['\ud83d', 'hi \ud83d', '\udca9 hi', '\udca9\ud83d']) {
    assert.throws(() => FrameCodec.encode({ type: 'token', token: half }), /token holds half a character/);
    assert.throws(() => ContentCodec.encode({ kind: 'text', text: half }), /text holds half a character/);
    const message = crypto.randomUUID();
    assert.throws(() => ContentCodec.encode({ kind: 'reply', message, text: half }), /text holds half a character/);
  }
  const whole = ContentCodec.encode({ kind: 'text', text: '\ud83d\udca9' });
  assert.deepEqual(ContentCodec.decode(whole), { kind: 'text', text: '\ud83d\udca9' });
});

test('garbage never throws', () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = new Random(seed);
    const bytes = Uint8Array.from({ length: random.int(0, 50) }, () => random.int(0, 256));
    const text = String.fromCharCode(...bytes) + (random.flag() ? '{"type":"' : '');
    for (const direction of DIRECTIONS) {
      assert.equal(FrameCodec.decode(text, direction).ok, false);
    }
    assert.equal(SignalPayloadCodec.decode(text).ok, false);
    assert.equal(ContentCodec.decode(bytes).kind, 'unknown');
  }
});

test('a mutated frame never throws, and an accepted one is within the rules', () => {
  let accepted = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = new Random(seed);
    for (const direction of DIRECTIONS) {
      for (const frame of new RandomFrames(seed).each(direction)) {
        const decoded = FrameCodec.decode(mutated(FrameCodec.encode(frame), random), direction);
        if (decoded.ok) {
          accepted++;
          assert.deepEqual(FrameCodec.decode(FrameCodec.encode(decoded.frame), direction), decoded, `seed ${seed}`);
        }
      }
    }
  }
  assert.ok(accepted > SEEDS);
});

test('what is JSON to the platform is JSON here, but for our bounds, and the other way round', () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = new Random(seed);
    for (const frame of new RandomFrames(seed).each('server')) {
      // `ContentCodec` tells no more than that it is valid JSON with a kind.
      const text = mutated('{"kind":"other",' + FrameCodec.encode(frame).slice(1), random);
      const content = ContentCodec.decode(utf8(text));
      const taken = content.kind === 'unknown' && content.sentKind === 'other';
      const parsed = parse(text);
      if (taken) {
        assert.equal(parsed?.kind, 'other', text);
      } else if (parsed?.kind === 'other') {
        // Only then is ours stricter: mutation has made two fields of one.
        assert.notEqual(JSON.stringify(parsed).length, text.length, text);
      }
    }
  }
});

test('a refusal never repeats what stood in the frame', () => {
  for (const text of ['{"type":"hello","version":1,"device":"secret","token":"secret"}', '{"type":"secret']) {
    assert.doesNotMatch(JSON.stringify(FrameCodec.decode(text, 'client')), /secret/);
  }
});

test('fields with names of things inherited are fields like any other', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    assert.equal(FrameCodec.decode(`{"type":"ping","n":1,"${name}":{"n":2}}`, 'peer').ok, true);
    assert.equal(FrameCodec.decode(`{"type":"ping","${name}":{"n":2}}`, 'peer').ok, false);
    assert.equal(FrameCodec.decode(`{"type":"ping","n":1,"${name}":1,"${name}":null}`, 'peer').ok, false);
    assert.equal(FrameCodec.decode(`{"type":"${name}"}`, 'peer').ok, false);
  }
  assert.equal(FrameCodec.decode('{"type":"ping","n":1,"\\u006e":2}', 'peer').ok, false);
});

test('what is not JSON is refused', () => {
  const values = [
    '01',
    '-',
    '+1',
    '.5',
    '1.',
    '1e',
    '1e+',
    'NaN',
    'nul',
    'truth',
    "'a'",
    '"\\x"',
    '"\\u12g4"',
    '"a\tb"',
  ];
  for (const value of [
    ...values,
    '[1,]',
    '[,]',
    '[1 2]',
    '{"a":1,}',
    '{"a" 1}',
    '{a:1}',
    '{,}',
    '',
    '"',
    '[',
    '{',
    '"\\',
  ]) {
    const decoded = FrameCodec.decode(`{"type":"ping","n":1,"more":${value}}`, 'peer');
    assert.equal(decoded.ok, false, value);
  }
  const good = ['-0', '0.5e-3', '1E+2', '[]', '[ 1 , [ ] ]', '{ }', '"\\ud83d"', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', 'null'];
  for (const value of good) {
    assert.equal(FrameCodec.decode(` {"type" :\t"ping",\r\n"n":1,"more":${value}} `, 'peer').ok, true, value);
  }
});

test('a frame that no receiver would take is not written', () => {
  const ping = (/** @type {number} */ n) => FrameCodec.encode({ type: 'ping', n });
  assert.throws(() => ping(NaN));
  assert.throws(() => ping(-1));
  assert.throws(() => ping(1.5));
  assert.throws(() => ping(2 ** 53));
  assert.throws(() => FrameCodec.encode({ type: 'gone', conv: '11111111-1111-4111-8111-11111111111A', version: 1 }));
  assert.throws(() => FrameCodec.encode(/** @type {any} */ ({ type: 'constructor' })));
});

/** The table of section 3: which side may send which frame. */
function allowed() {
  const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
  return [...page.matchAll(/^\| (`[^|]*`) \| (×?) ?\| (×?) ?\| (×?) ?\|$/gm)].flatMap(([, names, ...from]) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, type]) => ({ type, from: from.map((mark) => mark !== '') })),
  );
}

/**
 * Replaces, drops or repeats a few characters; most of the result is still JSON.
 *
 * @param {string} text
 * @param {Random} random
 */
function mutated(text, random) {
  const pieces = '0123456789-.eE"{}[]:,\\nulltrue';
  for (let i = random.int(1, 4); i > 0 && text !== ''; i--) {
    const at = random.int(0, text.length);
    const way = random.int(0, 3);
    const piece = way === 1 ? '' : pieces[random.int(0, pieces.length)];
    text = text.slice(0, at) + piece + text.slice(way === 2 ? at : at + 1);
  }
  return text;
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
