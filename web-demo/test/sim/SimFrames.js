import { FrameCodec } from '../../lib/codec/FrameCodec.js';
import { Limits } from '../../lib/wire/Limits.js';
import { SimViolation } from './SimViolation.js';

/** @typedef {import('../../lib/wire/types.js').Frame} Frame */
/** @typedef {import('../../lib/codec/Direction.js').Direction} Direction */

/** Nothing lighter can have too many bytes, entries, ranges or streams. */
const LIGHT = 2_000;

/** Of light frames one in so many goes through the codec, too. */
const SAMPLE = 8;

/**
 * I7 on the wire: what could be over a limit passes the decoder of the other side, which then gets what was decoded.
 */
export class SimFrames {
  #count = 0;

  /**
   * What the other side gets.
   *
   * @template {Frame} F
   * @param {F} frame
   * @param {Direction} direction
   * @param {number} [bytes] most of a message on the channel
   * @returns {F}
   */
  pass(frame, direction, bytes = Infinity) {
    if (weight(frame) < LIGHT && ++this.#count % SAMPLE !== 0) {
      return frame;
    }
    const text = FrameCodec.encode(frame);
    const decoded = FrameCodec.decode(text, direction);
    if (!decoded.ok) {
      throw new SimViolation('I7 frame', `${frame.type}, ${decoded.message}`);
    }
    if (direction === 'peer' && frame.type === 'entries' && frame.entries.length > 1) {
      if (text.length > Limits.CHANNEL_BATCH_BYTES) {
        throw new SimViolation('I7 channel batch', `${text.length} bytes`);
      }
    }
    if (text.length > bytes) {
      throw new SimViolation('I7 channel message', `${frame.type} of ${text.length} bytes`);
    }
    return /** @type {F} */ (decoded.frame);
  }
}

/** @param {Frame} frame */
function weight(frame) {
  switch (frame.type) {
    case 'post':
      return frame.entries.reduce((sum, { body, to }) => sum + 100 + body.length + 60 * to.length, 0);
    case 'entries':
      return frame.entries.reduce((sum, { body }) => sum + 100 + body.length, 0);
    case 'ack':
      return 100 + 40 * frame.held.length;
    case 'have':
      return frame.in.reduce((sum, { held }) => sum + 100 + 40 * held.length, 100 * frame.out.length);
    case 'receipt':
      return 40 * (frame.held.length + frame.stored.length);
    case 'refused':
      return 40 * frame.seqs.length;
    default:
      return 0;
  }
}
