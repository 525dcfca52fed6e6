import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HybridClock } from '../../lib/clock/HybridClock.js';
import { compareTranscript } from '../../lib/clock/TranscriptOrder.js';
import { shuffled } from '../Random.js';
import { cases } from '../vectors.js';

for (const vector of cases('clock')) {
  test(`${vector.requirement} ${vector.id}`, () => {
    let clock = new HybridClock(BigInt(vector.lastHlc));
    for (const step of vector.steps) {
      switch (step.do) {
        case 'tick':
          assert.equal(String(clock.tick(step.nowMs)), step.hlc);
          break;
        case 'observe':
          clock.observe(BigInt(step.hlc), step.nowMs);
          break;
        case 'server-time':
          clock.handleServerTime(step.serverTimeMs, step.nowMs);
          break;
        case 'restart':
          clock = new HybridClock(clock.lastHlc());
          clock.handleServerTime(step.nowMs + step.serverAheadMs, step.nowMs);
          break;
        default:
          assert.fail(JSON.stringify(step));
      }
    }
  });
}

for (const vector of cases('clock', 'orders')) {
  test(`${vector.requirement} ${vector.id}`, () => {
    const sorted = vector.sorted.map((/** @type {[string, string, number]} */ [hlc, device, seq]) => ({
      hlc: BigInt(hlc),
      device,
      seq,
    }));
    for (let seed = 1; seed <= 20; seed++) {
      assert.deepEqual(shuffled(sorted, seed).sort(compareTranscript), sorted);
    }
  });
}
