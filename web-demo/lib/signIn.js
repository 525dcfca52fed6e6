import { ApiError } from './drivers/ApiError.js';
import { DeviceData } from './drivers/DeviceData.js';
import { knownDevices } from './drivers/KnownDevices.js';
import { ServerApi } from './drivers/ServerApi.js';

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
export async function signUp({ server = location.origin, handle, password, deviceName = browserName() }) {
  return kept(server, handle, await new ServerApi(server).signUp(handle, password, deviceName));
}

/**
 * Signs in as the device of this account that lives in this browser, or as a new one.
 *
 * @param {import('./Peer.js').Credentials} credentials
 * @returns {Promise<SignedIn>}
 */
export async function signIn({ server = location.origin, handle, password, deviceName = browserName() }) {
  const api = new ServerApi(server);
  const known = (await knownDevices()).find(
    (one) => one.server === server && one.handle.toLowerCase() === handle.toLowerCase(),
  );
  if (known) {
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
 * A device that has lost its data gets a new epoch with its new database, so it never uses a number again.
 *
 * @param {string} server
 * @param {string} handle
 * @param {Session} session
 * @returns {Promise<SignedIn>}
 */
async function kept(server, handle, session) {
  const { account, device } = session;
  const data = await DeviceData.open(device, () => data.close());
  let identity = await data.identity();
  if (!identity) {
    const epoch = crypto.getRandomValues(new BigUint64Array(1))[0].toString();
    identity = { account, device, handle, server, epoch };
    await data.create(identity);
  }
  return { identity, data, session };
}

/** What a person would call this browser: 'Chrome on Linux'. */
function browserName() {
  const agent = navigator.userAgent;
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(agent)?.[0] ?? 'Browser';
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0] ?? 'this machine';
  return `${browser.replace('Edg', 'Edge').replace('OPR', 'Opera')} on ${system}`;
}
