// The one place where the page meets the library.
import { ContentCodec, Peer } from '../lib/index.js';

export {
  Amendments,
  compareTranscript,
  countedDevices,
  eraseDevice,
  forwardStatus,
  knownDevices,
  leastStatus,
} from '../lib/index.js';

/**
 * Opens, signs in or signs up.
 *
 * @param {'open' | 'signIn' | 'signUp'} way
 * @param {Record<string, string>} details
 * @returns {Promise<Peer>}
 */
export const enter = (way, details) => Peer[way](/** @type {any} */ (details));

/** @param {Uint8Array} body */
export const decodeContent = (body) => ContentCodec.decode(body);
