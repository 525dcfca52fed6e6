// The one place where the page meets the library.
import { ContentCodec, Peer, eraseDevice, knownDevices } from '../lib/index.js';

export { eraseDevice, knownDevices };

/**
 * Opens, signs in or signs up.
 *
 * @param {'open' | 'signIn' | 'signUp'} way
 * @param {any} details
 * @returns {Promise<any>} a Peer
 */
export const enter = (way, details) => Peer[way](details);

/** @param {Uint8Array} body @returns {any} */
export const decodeContent = (body) => ContentCodec.decode(body);
