// The one place where the page meets the library.
import { ContentCodec, Peer } from '../lib/index.js';

/** The server that this page came from: its origin, and the path under which a proxy shows it, if any. */
export const server = new URL('..', import.meta.url).href.slice(0, -1);

export {
  compareTranscript,
  conversationName,
  countedDevices,
  countsAsMessage,
  countThrough,
  dayLabel,
  dayOf,
  eraseDevice,
  forwardStatus,
  keyOf,
  knownDevices,
  leastStatus,
  nameLabel,
  personName,
  Transcript,
  unknownPerson,
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
