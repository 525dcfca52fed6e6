import { Limits } from '../wire/Limits.js';

/** @typedef {import('./Fields.js').Fields} Fields */
/** @typedef {import('../wire/types.js').Address} Address */
/** @typedef {import('../wire/types.js').AddressedEntry} AddressedEntry */
/** @typedef {import('../wire/types.js').PostedEntry} PostedEntry */

/** Reads the frames that carry entries, and the one that takes them back. */
export class EntryReaders {
  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Post}
   */
  static post(fields) {
    const entries = fields.list('entries', 1, Limits.FRAME_ENTRIES, postedEntry);
    ascending(fields, entries);
    return {
      type: 'post',
      ref: fields.naturalOrZero('ref'),
      conv: fields.uuid('conv'),
      epoch: fields.unsigned('epoch'),
      rosterVersion: fields.natural('rosterVersion'),
      entries,
    };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Cancel}
   */
  static cancel(fields) {
    return {
      type: 'cancel',
      ref: fields.naturalOrZero('ref'),
      conv: fields.uuid('conv'),
      epoch: fields.unsigned('epoch'),
      target: fields.uuid('target'),
      through: fields.seq('through'),
    };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').Entries}
   */
  static entries(fields) {
    const entries = fields.list('entries', 1, Limits.FRAME_ENTRIES, addressedEntry);
    ascending(fields, entries);
    return {
      type: 'entries',
      conv: fields.uuid('conv'),
      device: fields.uuid('device'),
      epoch: fields.unsigned('epoch'),
      stored: fields.flag('stored'),
      entries,
    };
  }

  /**
   * @param {Fields} fields
   * @returns {import('../wire/types.js').StreamId}
   */
  static stream(fields) {
    return { conv: fields.uuid('conv'), device: fields.uuid('device'), epoch: fields.unsigned('epoch') };
  }
}

/**
 * @param {Fields} fields
 * @returns {PostedEntry}
 */
function postedEntry(fields) {
  const seq = fields.seq('seq');
  const to = fields.list('to', 1, Limits.TARGETS, (one) => address(one, seq));
  fields.distinct(
    'to',
    to.map((address) => address.target),
  );
  return {
    seq,
    id: fields.uuid('id'),
    hlc: BigInt(fields.unsigned('hlc')),
    // A body over the limit is read as far as the frame goes: the server refuses it by its seq.
    body: fields.bytes('body', Limits.FRAME_BYTES),
    to,
  };
}

/**
 * @param {Fields} fields
 * @param {number} seq
 * @returns {Address}
 */
function address(fields, seq) {
  return {
    target: fields.uuid('target'),
    after: after(fields, seq),
    part: fields.bytesOrUndefined('part', Limits.PART_BYTES),
  };
}

/**
 * @param {Fields} fields
 * @returns {AddressedEntry}
 */
function addressedEntry(fields) {
  const seq = fields.seq('seq');
  return {
    seq,
    id: fields.uuid('id'),
    hlc: BigInt(fields.unsigned('hlc')),
    body: fields.bytes('body', Limits.BODY_BYTES),
    after: after(fields, seq),
    part: fields.bytesOrUndefined('part', Limits.PART_BYTES),
  };
}

/**
 * @param {Fields} fields
 * @param {number} seq
 */
function after(fields, seq) {
  return fields.integer('after', 0, seq - 1, seq - 1);
}

/**
 * @param {Fields} fields
 * @param {{ seq: number }[]} entries
 */
function ascending(fields, entries) {
  let previousSeq = 0;
  for (const entry of entries) {
    if (entry.seq <= previousSeq) {
      throw fields.bad('entries', 'must ascend by seq');
    }
    previousSeq = entry.seq;
  }
}
