/**
 * Names one numbered log: everything one device says in one conversation since its outbox was made.
 *
 * @typedef {object} StreamId
 * @property {string} conv the conversation
 * @property {string} device the sending device
 * @property {string} epoch random unsigned 64-bit number drawn when the sender's outbox was created, as decimal text
 */

/**
 * The key of a stream in a Map. Equal streams have equal keys, since each of the three has one text only.
 *
 * @param {StreamId} stream any object with these three fields
 * @returns {string}
 */
export function streamKey(stream) {
  return `${stream.conv} ${stream.device} ${stream.epoch}`;
}
