import { MAX_AHEAD_STAMPS } from '../clock/HybridClock.js';
import { mostHlc } from '../core/KeptClock.js';
import { hlcKey } from './schema.js';

/** Beyond every key that begins alike. */
const END = /** @type {any} */ ([]);

/**
 * What the database says about time.
 *
 * @param {import('./schema.js').Database} database
 * @param {string} device itself
 * @param {Iterable<string>} conversations those with a transcript
 * @param {number} nowMs the machine's clock
 * @returns {Promise<import('../core/KeptClock.js').KeptClock>}
 */
export async function readClock(database, device, conversations, nowMs) {
  const convs = [...conversations];
  const serverAheadMs = (await database.get('meta', 'server-ahead')) ?? 0;
  /** @type {bigint} */
  let lastHlc = (await database.get('meta', 'last-stamp')) ?? (await ownLast(database, device, convs));
  const most = mostHlc(lastHlc, nowMs + serverAheadMs);
  const aheadHlcs = [];
  for (const conv of convs) {
    const index = database.transaction('transcript').store.index('order');
    const middle = [conv, hlcKey(most), END];
    const latest = await index.openKeyCursor(IDBKeyRange.bound([conv], middle), 'prev');
    const above = await index.getAll(IDBKeyRange.bound(middle, [conv, END]), MAX_AHEAD_STAMPS);
    aheadHlcs.push(...above.map(({ hlc }) => BigInt(hlc)));
    if (latest && BigInt(latest.key[1]) > lastHlc) {
      lastHlc = BigInt(latest.key[1]);
    }
  }
  return { lastHlc, aheadHlcs, serverAheadMs };
}

/**
 * The last own stamp of a device that has never written it down.
 *
 * @param {import('./schema.js').Database} database @param {string} device @param {string[]} convs
 */
async function ownLast(database, device, convs) {
  let last = 0n;
  for (const conv of convs) {
    const index = database.transaction('transcript').store.index('order');
    let cursor = await index.openKeyCursor(IDBKeyRange.bound([conv], [conv, END]), 'prev');
    while (cursor && BigInt(cursor.key[1]) > last) {
      if (cursor.key[2] === device) {
        last = BigInt(cursor.key[1]);
      }
      cursor = await cursor.continue();
    }
  }
  return last;
}
