import { openDB } from '../vendor/idb/index.js';

/**
 * A device that lives in this browser profile.
 *
 * @typedef {{device: string, account: string, handle: string, server: string}} KnownDevice
 */

/**
 * The devices that live in this browser profile, the one used last first. Nothing secret: what signs a device in is in a
 * cookie that no script can read. On disk before a device is used: a browser that is killed finds them again.
 *
 * @returns {Promise<KnownDevice[]>}
 */
export async function knownDevices() {
  const rows = await withDevices('readonly', (store) => store.getAll());
  return rows
    .sort((/** @type {any} */ a, /** @type {any} */ b) => b.usedAtMs - a.usedAtMs)
    .map((/** @type {any} */ { device, account, handle, server }) => ({ device, account, handle, server }));
}

/** Puts a device first. @param {KnownDevice} used */
export async function rememberDevice({ device, account, handle, server }) {
  await withDevices('readwrite', (store) => store.put({ device, account, handle, server, usedAtMs: Date.now() }));
}

/** Leaves a device out; its database is not touched. @param {string} device */
export async function forgetDevice(device) {
  await withDevices('readwrite', (store) => store.delete(device));
}

/**
 * @param {'readonly' | 'readwrite'} mode
 * @param {(store: any) => Promise<any>} request
 */
async function withDevices(mode, request) {
  const database = await openDB('plait', 1, {
    upgrade: (made) => void made.createObjectStore('devices', { keyPath: 'device' }),
  });
  try {
    const transaction = database.transaction('devices', mode, { durability: 'strict' });
    const [answer] = await Promise.all([request(transaction.store), transaction.done]);
    return answer;
  } finally {
    database.close();
  }
}
