import { CANDIDATE_CHARS, INDEX_MAX, MID_CHARS, SDP_CHARS, UFRAG_CHARS } from '../signaling/SignalPayload.js';
import { Limits } from '../wire/Limits.js';
import { BadJson } from './BadJson.js';
import { Fields } from './Fields.js';
import { JsonTree } from './JsonTree.js';
import { Out } from './Out.js';

/** @typedef {import('../signaling/SignalPayload.js').SignalPayload} SignalPayload */

/**
 * What came of reading a payload: well formed and within every limit, or not; `rule` says what was broken, without
 * content.
 *
 * @typedef {{ ok: true, payload: SignalPayload } | { ok: false, rule: string }} DecodedSignal
 */

const ROUND_MAX = 2 ** 31 - 1;

/**
 * Signal payloads as JSON: one object, `type` is `offer`, `answer`, `candidate` or `bye`. Unknown fields are ignored;
 * text and nesting are bounded as in frames. Stateless.
 */
export class SignalPayloadCodec {
  /**
   * Writes a payload.
   *
   * @param {SignalPayload} payload
   * @returns {string}
   */
  static encode(payload) {
    const out = new Out();
    out.type(payload.type);
    out.number('session', payload.session);
    switch (payload.type) {
      case 'offer':
      case 'answer':
        out.number('round', payload.round);
        out.string('sdp', payload.sdp);
        break;
      case 'candidate':
        out.string('mid', payload.mid);
        out.number('index', payload.index);
        out.string('candidate', payload.candidate);
        if (payload.ufrag !== undefined) {
          out.string('ufrag', payload.ufrag);
        }
        break;
      case 'bye':
        break;
    }
    return out.toJson();
  }

  /**
   * Reads a payload; never throws whatever the text.
   *
   * @param {string} text
   * @returns {DecodedSignal}
   */
  static decode(text) {
    if (text.length > Limits.SIGNAL_CHARS) {
      return { ok: false, rule: `more than ${Limits.SIGNAL_CHARS} characters` };
    }
    try {
      return { ok: true, payload: read(new Fields('signal', JsonTree.read(text))) };
    } catch (e) {
      if (e instanceof BadJson) {
        return { ok: false, rule: e.rule };
      }
      throw e;
    }
  }
}

/**
 * @param {Fields} fields
 * @returns {SignalPayload}
 */
function read(fields) {
  const type = fields.string('type', Limits.TEXT_CHARS);
  const session = fields.seq('session');
  switch (type) {
    case 'offer':
    case 'answer':
      return { type, session, round: fields.integer('round', 1, ROUND_MAX), sdp: fields.string('sdp', SDP_CHARS) };
    case 'candidate':
      return {
        type,
        session,
        mid: fields.present('mid', MID_CHARS),
        index: fields.integer('index', 0, INDEX_MAX),
        candidate: fields.present('candidate', CANDIDATE_CHARS),
        ...(fields.has('ufrag') ? { ufrag: fields.string('ufrag', UFRAG_CHARS) } : {}),
      };
    case 'bye':
      return { type, session };
    default:
      throw fields.bad('type', 'is unknown');
  }
}
