import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Effects } from '../../lib/core/Effects.js';
import { KEEP_EVERY_MS, mostHlc } from '../../lib/core/KeptClock.js';
import { Stamps } from '../../lib/core/Stamps.js';

const BEGIN_MS = 1_000_000_000;
const SET_BACK_MS = 1_000;

// Several within each millisecond, also within the one in which the last is written down (CLK-1).
test('every stamp is among those that a start takes for the last', () => {
  const effects = new Effects();
  const stamps = new Stamps({ lastHlc: 0n, aheadHlcs: [], serverAheadMs: 0 }, effects, BEGIN_MS);
  let written = 0n;
  for (let nowMs = BEGIN_MS; nowMs <= BEGIN_MS + 2 * KEEP_EVERY_MS; nowMs++) {
    for (let i = 0; i < 3; i++) {
      const hlc = stamps.next(nowMs);
      for (let effect = effects.poll(); effect; effect = effects.poll()) {
        const [write] = /** @type {any} */ (effect).writes;
        written = write.hlc;
      }
      assert.ok(hlc <= mostHlc(written, SET_BACK_MS), `${nowMs}, ${i}`);
    }
  }
});
