// The one place where the page meets the library.
import * as library from '../lib/index.js';

/** @type {any} */
const lib = library;

/** @typedef {import('./types.js').Known} Known */

/** @returns {Promise<Known[]>} devices of this browser profile, the newest used first */
export const knownDevices = () => lib.knownDevices();

/** @param {string} device @returns {Promise<void>} */
export const forgetDevice = async (device) => lib.eraseDevice(device);

/**
 * Opens, signs in or signs up.
 *
 * @param {'open' | 'signIn' | 'signUp'} way
 * @param {Record<string, string>} details
 * @returns {Promise<any>} a Peer
 */
export const enter = (way, details) => lib.Peer[way](details);

/** @param {Uint8Array} body @returns {any} */
export const decodeContent = (body) => lib.ContentCodec.decode(body);
