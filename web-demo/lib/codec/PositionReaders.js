import { Limits } from '../wire/Limits.js';
import { isRefusalCode } from '../wire/RefusalCode.js';
import { EntryReaders } from './EntryReaders.js';
import { RangeReader } from './RangeReader.js';

/** @typedef {import('./Fields.js').Fields} Fields */

/** Reads the frames that say what became of entries: ack, have, receipt, told, refused. */
export class PositionReaders {
  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Ack}
   */
  static ack(fields) {
    return { type: 'ack', ...position(fields), proof: fields.bytesOrUndefined('proof', Limits.PROOF_BYTES) };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Have}
   */
  static have(fields) {
    const positions = fields.list('in', 0, Limits.HAVE_STREAMS, position);
    fields.distinctStreams('in', positions);
    const streams = fields.list('out', 0, Limits.HAVE_STREAMS, EntryReaders.stream);
    fields.distinctStreams('out', streams);
    return { type: 'have', in: positions, out: streams };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Receipt}
   */
  static receipt(fields) {
    const delivered = fields.naturalOrZero('delivered');
    const stored = RangeReader.ranges(fields, 'stored');
    return {
      type: 'receipt',
      ...EntryReaders.stream(fields),
      target: fields.uuid('target'),
      delivered,
      mark: mark(fields, 'mark', delivered !== 0),
      held: RangeReader.ranges(fields, 'held'),
      stored,
      storedMark: mark(fields, 'storedMark', stored.length > 0),
      proof: fields.bytesOrUndefined('proof', Limits.PROOF_BYTES),
    };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Told}
   */
  static told(fields) {
    return { type: 'told', ref: fields.naturalOrZero('ref'), ...EntryReaders.stream(fields) };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Refused}
   */
  static refused(fields) {
    const code = fields.string('code', Limits.TEXT_CHARS);
    if (!isRefusalCode(code)) {
      throw fields.bad('code', 'is not a refusal code');
    }
    const aboutStream = fields.has('conv') || fields.has('device') || fields.has('epoch');
    const stream = aboutStream ? EntryReaders.stream(fields) : undefined;
    return {
      type: 'refused',
      ref: fields.naturalOrZero('ref'),
      code,
      message: fields.stringOrEmpty('message', Limits.TEXT_CHARS),
      conv: stream?.conv,
      device: stream?.device,
      epoch: stream?.epoch,
      target: fields.uuidOrUndefined('target'),
      seqs: RangeReader.ranges(fields, 'seqs'),
      retryAfterMs: fields.naturalOrZero('retryAfterMs'),
    };
  }
}

/**
 * @param {Fields} fields
 * @returns {import('../wire/types.js').StreamPosition}
 */
function position(fields) {
  const cursor = fields.natural('cursor');
  const held = RangeReader.ranges(fields, 'held');
  if (held.length > 0 && held[0][0] <= cursor) {
    throw fields.bad('held', 'must lie beyond the cursor');
  }
  return {
    conv: fields.uuid('conv'),
    device: fields.uuid('device'),
    epoch: fields.unsigned('epoch'),
    cursor,
    mark: mark(fields, 'mark', cursor !== 0),
    held,
  };
}

/**
 * A position alone says nothing: what names entries has a mark, what names none has none.
 *
 * @param {Fields} fields
 * @param {string} name
 * @param {boolean} needed
 */
function mark(fields, name, needed) {
  if (fields.has(name) !== needed) {
    throw fields.bad(name, needed ? 'is missing' : 'is of nothing');
  }
  return needed ? BigInt(fields.unsigned(name)) : 0n;
}
