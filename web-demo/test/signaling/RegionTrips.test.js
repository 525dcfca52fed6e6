import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RegionTrips } from '../../lib/signaling/RegionTrips.js';
import { cases } from '../vectors.js';

for (const { id, requirement, steps } of cases('regions')) {
  test(`${requirement} ${id}`, () => {
    const core = new RegionTrips();
    for (const step of steps) {
      const where = JSON.stringify(step);
      switch (step.do) {
        case 'regions': {
          const measure = core.handleRegions(step.regions, step.nowMs);
          assert.deepEqual(
            measure.map(({ region }) => region),
            step.measure,
            where,
          );
          break;
        }
        case 'measured':
          core.handleMeasured(step.measured, step.tripMs);
          assert.equal(core.complete(), step.all, where);
          break;
        case 'network-changed':
          core.handleNetworkChanged();
          break;
        default:
          assert.fail(where);
      }
      assert.equal(core.told(), step.told, where);
    }
  });
}
