// Which of the three strands carries a conversation now.

/** @typedef {import('../types.js').PathReport} PathReport */

/**
 * @typedef {object} Badge
 * @property {'direct' | 'turn' | 'relay' | 'stored' | 'waiting'} strand
 * @property {string} label
 * @property {string} meaning one sentence
 */

/** @type {Record<Badge['strand'], Badge>} */
const BADGES = {
  direct: { strand: 'direct', label: 'Direct', meaning: 'Messages go straight from device to device.' },
  turn: {
    strand: 'turn',
    label: 'TURN',
    meaning: 'Messages go from device to device through a TURN server, which passes them on unread.',
  },
  relay: { strand: 'relay', label: 'Relay', meaning: 'Messages go through the server to a connected device.' },
  stored: {
    strand: 'stored',
    label: 'Stored',
    meaning: 'Nobody is there: the server keeps messages until they return.',
  },
  waiting: {
    strand: 'waiting',
    label: 'Waiting',
    meaning: 'No path now: messages stay on this device and go out later.',
  },
};

/**
 * The path to one device.
 *
 * @param {PathReport} path
 * @param {boolean} there whether somebody is there to take it
 * @returns {Badge}
 */
export function badgeOfPath(path, there) {
  if (path.path === 'direct') return path.via.startsWith('turn') ? BADGES.turn : BADGES.direct;
  if (path.path === 'none') return BADGES.waiting;
  return there ? BADGES.relay : BADGES.stored;
}

/**
 * The path of a conversation: the best one to any device of the others.
 *
 * @param {PathReport[]} paths to the devices of others
 * @param {(path: PathReport) => boolean} isThere whether whoever owns the device of a path is there
 * @param {boolean} somebody whether one of the others is there
 * @param {boolean} online whether the server is connected
 * @returns {Badge}
 */
export function badgeOf(paths, isThere, somebody, online) {
  const badges = paths.map((path) => badgeOfPath(path, isThere(path)));
  for (const strand of /** @type {const} */ (['direct', 'turn', 'relay', 'stored'])) {
    const those = badges.filter((badge) => badge.strand === strand);
    if (those.length > 0) return ofSome(those[0], those.length, badges.length);
  }
  if (!online) return BADGES.waiting;
  return somebody ? BADGES.relay : BADGES.stored;
}

/** How messages get to a device, in the middle of a sentence. */
const WAYS = {
  direct: 'straight from this device',
  turn: 'through a TURN server',
  relay: 'through the server, connected now',
  stored: 'from the server when they return',
  waiting: 'later',
};

/**
 * @param {Badge} badge the best one
 * @param {number} count devices that it holds for
 * @param {number} all devices
 * @returns {Badge} it, saying when it does not hold for all
 */
function ofSome(badge, count, all) {
  if (count === all) return badge;
  const meaning = `${count} of ${all} devices ${count === 1 ? 'gets' : 'get'} messages ${WAYS[badge.strand]}; the others another way.`;
  return { ...badge, meaning };
}
