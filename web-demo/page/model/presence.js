// Whether somebody is there, as far as this device can know.

/** @typedef {{ state: string, lastSeenMs: number }} Presence `unknown`: was there when the own link was lost */

/**
 * @param {import('../state.js').State} state
 * @param {string} account
 * @returns {Presence}
 */
export function presenceOf(state, account) {
  const known = state.presence.get(account) ?? { state: 'offline', lastSeenMs: 0 };
  const there = known.state === 'online' || known.state === 'away';
  return there && state.connection.state !== 'online' ? { ...known, state: 'unknown' } : known;
}

/**
 * @param {Presence} presence
 * @param {(ms: number) => string} ago
 */
export function presenceWords({ state, lastSeenMs }, ago) {
  if (state === 'online' || state === 'away') return state;
  if (state === 'unknown') return 'presence unknown: you are offline';
  return lastSeenMs > 0 ? `last seen ${ago(lastSeenMs)}` : 'offline';
}
