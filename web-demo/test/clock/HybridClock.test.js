import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HybridClock, MAX_AHEAD_MS, MAX_AHEAD_STAMPS } from '../../lib/clock/HybridClock.js';
import { compareTranscript } from '../../lib/clock/TranscriptOrder.js';
import { Random } from '../Random.js';

const NOW_MS = 1_790_000_000_000;

test('a stamp is higher than every earlier one though the clock steps back', () => {
  const clock = new HybridClock(0n);
  const first = clock.tick(NOW_MS);
  assert.equal(HybridClock.toMs(first), NOW_MS);
  assert.equal(clock.tick(NOW_MS - 60_000), first + 1n);
});

test('a reply sorts after what it answers', () => {
  const clock = new HybridClock(0n);
  const question = HybridClock.of(NOW_MS + 10_000, 7);
  clock.observe(question, NOW_MS);
  assert.ok(clock.tick(NOW_MS) > question);
});

test('a stamp more than five minutes ahead does not drag', () => {
  const clock = new HybridClock(0n);
  clock.observe(HybridClock.of(NOW_MS + MAX_AHEAD_MS + 1, 0), NOW_MS);
  assert.equal(HybridClock.toMs(clock.tick(NOW_MS)), NOW_MS);
  clock.observe(HybridClock.of(NOW_MS + MAX_AHEAD_MS, 0), NOW_MS);
  assert.equal(HybridClock.toMs(clock.tick(NOW_MS)), NOW_MS + MAX_AHEAD_MS);
});

test('a stamp left alone counts once the server has corrected the clock', () => {
  const clock = new HybridClock(0n);
  const shown = HybridClock.of(NOW_MS, 9);
  const slowMs = NOW_MS - 2 * MAX_AHEAD_MS;
  clock.observe(shown, slowMs);

  clock.handleServerTime(NOW_MS - 5, slowMs);

  assert.ok(clock.tick(slowMs) > shown);
});

test('of too many stamps ahead the lowest are remembered', () => {
  const clock = new HybridClock(0n);
  const farMs = NOW_MS + 2 * MAX_AHEAD_MS;
  for (let i = MAX_AHEAD_STAMPS + 10; i > 0; i--) {
    clock.observe(HybridClock.of(farMs + i, 0), NOW_MS);
  }
  assert.equal(clock.tick(farMs), HybridClock.of(farMs + MAX_AHEAD_STAMPS, 1));
});

test("the server's clock corrects one's own", () => {
  const clock = new HybridClock(0n);
  clock.handleServerTime(NOW_MS, NOW_MS - 3_600_000);
  assert.equal(HybridClock.toMs(clock.tick(NOW_MS - 3_600_000)), NOW_MS);
});

test('a full counter carries into the milliseconds', () => {
  const next = new HybridClock(HybridClock.of(NOW_MS, 65535)).tick(NOW_MS);
  assert.equal(HybridClock.toMs(next), NOW_MS + 1);
  assert.equal(HybridClock.toCounter(next), 0);
});

test('devices are compared as their text sorts', () => {
  const low = '7fffffff-ffff-4fff-bfff-ffffffffffff';
  const high = '80000000-0000-4000-8000-000000000000';
  const at = (/** @type {bigint} */ hlc, /** @type {string} */ device, /** @type {number} */ seq) => ({
    hlc,
    device,
    seq,
  });
  assert.ok(compareTranscript(at(1n, low, 9), at(1n, high, 1)) < 0);
  assert.ok(compareTranscript(at(2n ** 64n - 1n, low, 1), at(1n, high, 1)) > 0);
  assert.ok(compareTranscript(at(1n, low, 1), at(1n, low, 2)) < 0);
});

test('stamps only rise', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = new Random(seed);
    const clock = new HybridClock(0n);
    const nowMs = random.int(0, 2 ** 45);
    const before = clock.tick(nowMs);
    const nearMs = random.flag() ? random.int(0, 2 ** 48) : nowMs + random.int(-MAX_AHEAD_MS, 2 * MAX_AHEAD_MS);
    clock.observe(HybridClock.of(nearMs, random.int(0, 65536)), nowMs);
    assert.ok(clock.tick(nowMs) > before, `seed ${seed}`);
  }
});
