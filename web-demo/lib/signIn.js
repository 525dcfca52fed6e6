import { ApiError } from './drivers/ApiError.js';
import { DeviceData } from './drivers/DeviceData.js';
import { forgetDevice, knownDevices, rememberDevice } from './drivers/KnownDevices.js';
import { randomU64 } from './drivers/randomU64.js';
import { ServerApi } from './drivers/ServerApi.js';
import { guardedServerUrl, serverUrl } from './drivers/serverUrl.js';

/**
 * @typedef {import('./drivers/schema.js').Identity} Identity
 * @typedef {import('./drivers/ServerApi.js').Session} Session
 * @typedef {{identity: Identity, data: DeviceData, session: Session}} SignedIn
 */

/**
 * Makes an account with this browser as its first device.
 *
 * @param {import('./Peer.js').Credentials} credentials
 * @returns {Promise<SignedIn>}
 */
export async function signUp({
  server: address = location.origin,
  insecureHttp,
  handle,
  password,
  deviceName = browserName(),
}) {
  const server = guardedServerUrl(address, insecureHttp);
  return kept(server, handle, await new ServerApi(server).signUp(handle, password, deviceName));
}

/**
 * Signs in as the device of this account that lives in this browser, or as a new one.
 *
 * @param {import('./Peer.js').Credentials} credentials
 * @returns {Promise<SignedIn>}
 */
export async function signIn({
  server: address = location.origin,
  insecureHttp,
  handle,
  password,
  deviceName = browserName(),
}) {
  const server = guardedServerUrl(address, insecureHttp);
  const api = new ServerApi(server);
  const known = (await knownDevices()).find(
    (one) => serverUrl(one.server) === server && one.handle.toLowerCase() === handle.toLowerCase(),
  );
  if (known && (await hasData(known.device))) {
    try {
      return kept(server, handle, await api.signIn(handle, password, { device: known.device }));
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.code !== 'no-such-device') {
        throw failure;
      }
    }
  }
  return kept(server, handle, await api.signIn(handle, password, { deviceName }));
}

/**
 * Deletes what a device keeps in this browser, also what has not gone out yet, and forgets it. The account stays.
 *
 * @param {string} device closed in every tab
 */
export async function eraseDevice(device) {
  await forgetDevice(device);
  await DeviceData.erase(device);
}

/**
 * Whether the browser has kept a device's data. One without would begin at the first entry of every stream, which nobody
 * sends it any more.
 *
 * @param {string} device
 */
async function hasData(device) {
  const data = await DeviceData.open(device);
  const identity = await data.identity();
  data.close();
  if (!identity) {
    await eraseDevice(device);
  }
  return identity !== undefined;
}

/**
 * What a device of this browser has kept; works without the server.
 *
 * @param {string} device
 * @param {boolean} [insecureHttp] whether its server may be another machine by plain HTTP
 * @returns {Promise<{identity: Identity, data: DeviceData}>} fails with an ApiError when it is gone
 */
export async function openKnown(device, insecureHttp) {
  const data = await DeviceData.open(device);
  const identity = await data.identity();
  if (!identity) {
    data.close();
    await eraseDevice(device);
    throw new ApiError(0, 'data-gone', 'the browser has deleted what this device kept; sign in again as a new one');
  }
  try {
    guardedServerUrl(identity.server, insecureHttp);
  } catch (failure) {
    data.close();
    throw failure;
  }
  await rememberDevice(identity);
  return { identity, data };
}

/**
 * A device that has lost its data gets a new epoch with its new database, so it never uses a number again.
 *
 * @param {string} server
 * @param {string} handle
 * @param {Session} session
 * @returns {Promise<SignedIn>}
 */
async function kept(server, handle, session) {
  const { account, device } = session;
  const data = await DeviceData.open(device);
  let identity = await data.identity();
  if (!identity) {
    identity = { account, device, handle, server, epoch: randomU64() };
    await data.create(identity);
  }
  await rememberDevice(identity);
  return { identity, data, session };
}

/** What a person would call this browser: 'Chrome on Linux'. */
function browserName() {
  const agent = navigator.userAgent;
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(agent)?.[0] ?? 'Browser';
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? 'this machine';
  return `${browser.replace('Edg', 'Edge').replace('OPR', 'Opera')} on ${system}`;
}
