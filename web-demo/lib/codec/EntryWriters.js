/** @typedef {import('./Out.js').Out} Out */
/** @typedef {import('../wire/types.js').Entry} Entry */

/** Writes the frames that carry entries and those that say what became of them. */
export class EntryWriters {
  /**
   * @param {import('../wire/types.js').Post} post
   * @param {Out} out
   */
  static post(post, out) {
    out.type('post');
    out.numberUnlessZero('ref', post.ref);
    out.uuid('conv', post.conv);
    out.unsigned('epoch', post.epoch);
    out.number('rosterVersion', post.rosterVersion);
    out.list('entries', post.entries, postedEntry);
  }

  /**
   * @param {import('../wire/types.js').Cancel} cancel
   * @param {Out} out
   */
  static cancel(cancel, out) {
    out.type('cancel');
    out.numberUnlessZero('ref', cancel.ref);
    out.uuid('conv', cancel.conv);
    out.unsigned('epoch', cancel.epoch);
    out.uuid('target', cancel.target);
    out.number('through', cancel.through);
  }

  /**
   * @param {import('../wire/types.js').Entries} entries
   * @param {Out} out
   */
  static entries(entries, out) {
    out.type('entries');
    EntryWriters.stream(entries, out);
    out.flag('stored', entries.stored);
    out.list('entries', entries.entries, addressedEntry);
  }

  /**
   * @param {import('../wire/types.js').Ack} ack
   * @param {Out} out
   */
  static ack(ack, out) {
    out.type('ack');
    position(ack, out);
    out.bytes('proof', ack.proof);
  }

  /**
   * @param {import('../wire/types.js').Have} have
   * @param {Out} out
   */
  static have(have, out) {
    out.type('have');
    out.list('in', have.in, position);
    out.list('out', have.out, EntryWriters.stream);
  }

  /**
   * @param {import('../wire/types.js').Receipt} receipt
   * @param {Out} out
   */
  static receipt(receipt, out) {
    out.type('receipt');
    EntryWriters.stream(receipt, out);
    out.uuid('target', receipt.target);
    out.numberUnlessZero('delivered', receipt.delivered);
    if (receipt.delivered !== 0) {
      out.unsigned('mark', receipt.mark);
    }
    out.ranges('held', receipt.held);
    out.ranges('stored', receipt.stored);
    if (receipt.stored.length > 0) {
      out.unsigned('storedMark', receipt.storedMark);
    }
    out.bytes('proof', receipt.proof);
  }

  /**
   * @param {import('../wire/types.js').Refused} refused
   * @param {Out} out
   */
  static refused(refused, out) {
    out.type('refused');
    out.numberUnlessZero('ref', refused.ref);
    out.string('code', refused.code);
    out.stringUnlessEmpty('message', refused.message);
    const { conv, device, epoch } = refused;
    if (conv !== undefined && device !== undefined && epoch !== undefined) {
      EntryWriters.stream({ conv, device, epoch }, out);
    }
    out.uuidUnlessAbsent('target', refused.target);
    out.ranges('seqs', refused.seqs);
    out.numberUnlessZero('retryAfterMs', refused.retryAfterMs);
  }

  /**
   * @param {import('../wire/types.js').StreamId} stream
   * @param {Out} out
   */
  static stream(stream, out) {
    out.uuid('conv', stream.conv);
    out.uuid('device', stream.device);
    out.unsigned('epoch', stream.epoch);
  }
}

/**
 * @param {import('../wire/types.js').PostedEntry} posted
 * @param {Out} out
 */
function postedEntry(posted, out) {
  entry(posted, out);
  out.list('to', posted.to, (address) => {
    out.uuid('target', address.target);
    addressing(address, posted.seq, out);
  });
}

/**
 * @param {import('../wire/types.js').AddressedEntry} addressed
 * @param {Out} out
 */
function addressedEntry(addressed, out) {
  entry(addressed, out);
  addressing(addressed, addressed.seq, out);
}

/**
 * @param {{ after: number, part?: Uint8Array | undefined }} to
 * @param {number} seq
 * @param {Out} out
 */
function addressing(to, seq, out) {
  if (to.after !== seq - 1) {
    out.number('after', to.after);
  }
  out.bytes('part', to.part);
}

/**
 * @param {Entry} entry
 * @param {Out} out
 */
function entry(entry, out) {
  out.number('seq', entry.seq);
  out.uuid('id', entry.id);
  out.unsigned('hlc', entry.hlc);
  out.bytes('body', entry.body);
}

/**
 * @param {import('../wire/types.js').StreamPosition} position
 * @param {Out} out
 */
function position(position, out) {
  EntryWriters.stream(position, out);
  out.number('cursor', position.cursor);
  if (position.cursor !== 0) {
    out.unsigned('mark', position.mark);
  }
  out.ranges('held', position.held);
}
