/**
 * A UUID that a person can tell apart in a trace.
 *
 * @param {'device' | 'account' | 'conversation'} kind
 * @param {number} number
 */
export function id(kind, number) {
  const first = { device: 'd', account: 'a', conversation: 'c' }[kind];
  return `${first.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/**
 * A short name for it.
 *
 * @param {string | undefined} uuid
 */
export function name(uuid) {
  return uuid === undefined ? '-' : `${uuid[0]}${Number(uuid.slice(24))}`;
}

/**
 * The key of what one stream owes to one target.
 *
 * @param {import('../../lib/wire/StreamId.js').StreamId} stream
 * @param {string} target
 */
export function toKey(stream, target) {
  return `${stream.conv} ${stream.device} ${stream.epoch} ${target}`;
}
