import { utf8Length } from '../wire/Bytes.js';
import { CloseCode } from '../wire/CloseCode.js';
import { Limits } from '../wire/Limits.js';
import { BadJson } from './BadJson.js';
import { Fields } from './Fields.js';
import { FrameReaders } from './FrameReaders.js';
import { FrameWriters } from './FrameWriters.js';
import { JsonTree } from './JsonTree.js';
import { Out } from './Out.js';
import { Scalars } from './Scalars.js';

/** @typedef {import('../wire/types.js').Frame} Frame */
/** @typedef {import('./Direction.js').Direction} Direction */
/** @typedef {import('./Decoded.js').Decoded} Decoded */
/** @typedef {{ client: import('../wire/types.js').ClientFrame, server: import('../wire/types.js').ServerFrame,
 *    peer: import('../wire/types.js').PeerFrame }} FramesFrom */

/**
 * Frames as JSON text and back (protocol.md, section "Frames"). Every limit of `Limits` is checked before a received
 * frame exists. Stateless. WebSocket and data channel have checked already that a text message is UTF-8.
 */
export class FrameCodec {
  /**
   * Reads one received frame. Never throws, whatever the text.
   *
   * @template {Direction} D
   * @param {string} text one whole message
   * @param {D} direction who sent it
   * @returns {import('./Decoded.js').Decoded<FramesFrom[D]>}
   */
  static decode(text, direction) {
    const limit = direction === 'peer' ? Limits.CHANNEL_FRAME_BYTES : Limits.FRAME_BYTES;
    if (isLonger(text, limit)) {
      return bad(CloseCode.TOO_LARGE, `frame: more than ${limit} bytes`);
    }
    /** @type {string | undefined} */
    let about;
    try {
      const object = JsonTree.read(text);
      about = direction === 'server' ? conversation(object) : undefined;
      const type = object.type;
      if (typeof type !== 'string') {
        return bad(CloseCode.BAD_FRAME, 'type: is missing or not a string', about);
      }
      const reader = FrameReaders.find(type, direction);
      if (reader === undefined) {
        return bad(CloseCode.BAD_FRAME, 'type: unknown, or not from this side', about);
      }
      return { ok: true, frame: /** @type {FramesFrom[D]} */ (reader(new Fields(type, object))) };
    } catch (e) {
      if (e instanceof BadJson) {
        return bad(e.code, e.rule, about);
      }
      throw e;
    }
  }

  /**
   * Writes one frame; `type` comes first. The frame must be within the limits.
   *
   * @param {Frame} frame
   * @returns {string}
   */
  static encode(frame) {
    const out = new Out();
    FrameWriters.write(frame, out);
    return out.toJson();
  }
}

/**
 * @param {import('../wire/CloseCode.js').CloseCode} code
 * @param {string} message
 * @param {string} [about]
 * @returns {{ ok: false, code: import('../wire/CloseCode.js').CloseCode, message: string, about?: string }}
 */
function bad(code, message, about) {
  return about === undefined ? { ok: false, code, message } : { ok: false, code, message, about };
}

/** What any frame calls its one conversation. @param {import('./JsonTree.js').JsonObject} object */
function conversation({ conv }) {
  return typeof conv === 'string' && Scalars.isUuid(conv) ? conv : undefined;
}

/**
 * Whether `text` has more than `limit` bytes in UTF-8.
 *
 * @param {string} text
 * @param {number} limit
 */
function isLonger(text, limit) {
  const chars = text.length;
  // A UTF-16 unit makes at most three bytes.
  return chars > limit || (chars * 3 > limit && utf8Length(text) > limit);
}
