import assert from 'node:assert/strict';
import test, { after } from 'node:test';

// Before the module, whose formats are of one zone.
const before = process.env.TZ;
process.env.TZ = 'Europe/Berlin';
const { dayKey, dayLabel, shortTime } = await import('../../page/model/times.js');

after(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

const at = (/** @type {string} */ local) => new Date(local).getTime();

test('yesterday is the day before, also when days are longer or shorter', () => {
  // The clocks go forward on 29 March 2026 and back on 25 October.
  for (const [said, now, label] of [
    ['2026-03-28T23:30', '2026-03-30T00:30', 'not'],
    ['2026-03-29T00:30', '2026-03-30T00:30', 'Yesterday'],
    ['2026-03-28T12:00', '2026-03-29T23:30', 'Yesterday'],
    ['2026-10-24T12:00', '2026-10-25T23:30', 'Yesterday'],
    ['2026-10-25T00:10', '2026-10-25T23:50', 'Today'],
    ['2026-10-25T02:30', '2026-10-26T23:50', 'Yesterday'],
    ['2026-12-31T23:59', '2027-01-01T00:00', 'Yesterday'],
  ]) {
    const got = dayLabel(at(said), at(now));
    if (label === 'not') assert.notEqual(got, 'Yesterday', said);
    else assert.equal(got, label, said);
  }
});

test('a weekday alone is one of the last six days', () => {
  const weekday = (/** @type {number} */ ms) => new Intl.DateTimeFormat(undefined, { weekday: 'long' }).format(ms);
  const now = at('2026-10-28T23:30');
  for (let day = 21; day < 28; day++) {
    const said = at(`2026-10-${day}T00:10`);
    assert.equal(shortTime(said, now) === weekday(said), day > 21, String(day));
  }
});

test('an hour that comes twice is of one day', () => {
  const first = at('2026-10-25T02:30');
  assert.equal(dayKey(first), dayKey(first + 3_600_000));
});
