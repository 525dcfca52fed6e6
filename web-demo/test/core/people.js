/** @typedef {import('../../lib/wire/types.js').Member} Member */
/** @typedef {import('../../lib/wire/types.js').Roster} Roster */

/** @param {string} kind a hexadecimal digit @param {number} n */
function id(kind, n) {
  return `0000000${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** @param {number} n */
export const conversation = (n) => id('1', n);

/** @param {number} n */
export const device = (n) => id('2', n);

/** @param {number} n */
export const account = (n) => id('8', n);

/** @param {number} n */
export const message = (n) => id('3', n);

/** Somebody who has accepted. @param {number} n @param {string[]} devices @returns {Member} */
export function member(n, devices) {
  return { account: account(n), handle: `p${n}`, displayName: `P${n}`, owner: true, accepted: true, devices };
}

/** @param {string} conv @param {number} version @param {Member[]} members @returns {Roster} */
export function roster(conv, version, members) {
  return { type: 'roster', conv, version, kind: 'direct', title: '', members };
}

/**
 * What the server says first to the device of account `n`.
 *
 * @param {number} n @param {number} nowMs @param {string} [lastIncarnation]
 * @returns {import('../../lib/wire/types.js').Welcome}
 */
export function welcome(n, nowMs, lastIncarnation = '0') {
  return {
    type: 'welcome',
    session: message(0),
    account: account(n),
    serverTimeMs: nowMs,
    tokenExpiresAtMs: nowMs + 600_000,
    pingIntervalMs: 10_000,
    windowEntries: 100,
    windowBytes: 1 << 20,
    lastIncarnation,
  };
}
