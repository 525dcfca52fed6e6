/**
 * Where an entry stands in the transcript of its conversation: by `hlc`, then sending device as its text, then `seq` (I6,
 * CLK-4). The stamp counts as sent, however wrong the sender's clock was, so all devices agree.
 *
 * @typedef {object} TranscriptOrder
 * @property {bigint} hlc
 * @property {string} device the sending device
 * @property {number} seq position in its stream
 */

/**
 * Which of two comes first: negative for `a`, positive for `b`, 0 when they are the same.
 *
 * @param {TranscriptOrder} a
 * @param {TranscriptOrder} b
 * @returns {number}
 */
export function compareTranscript(a, b) {
  if (a.hlc !== b.hlc) {
    return a.hlc < b.hlc ? -1 : 1;
  }
  if (a.device !== b.device) {
    return a.device < b.device ? -1 : 1;
  }
  return a.seq - b.seq;
}
