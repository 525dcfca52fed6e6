/** @typedef {{device: string, account: string, handle: string, server: string}} KnownDevice */

const KEY = 'plait.devices';

/**
 * The devices that live in this browser profile, the one used last first. Nothing secret: what signs a device in is in a
 * cookie that no script can read.
 *
 * @returns {KnownDevice[]}
 */
export function knownDevices() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(list) ? list.filter(({ device, handle, server }) => device && handle && server) : [];
  } catch {
    return []; // somebody else wrote there, or storage is forbidden
  }
}

/** Puts a device first. @param {KnownDevice} used */
export function rememberDevice({ device, account, handle, server }) {
  save([{ device, account, handle, server }, ...knownDevices().filter((one) => one.device !== device)]);
}

/** Leaves a device out; its database is not touched. @param {string} device */
export function forgetDevice(device) {
  save(knownDevices().filter((one) => one.device !== device));
}

/** @param {KnownDevice[]} list */
function save(list) {
  localStorage.setItem(KEY, JSON.stringify(list));
}
