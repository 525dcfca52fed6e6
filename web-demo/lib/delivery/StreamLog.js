import { check } from '../wire/check.js';
import { Limits } from '../wire/Limits.js';
import { refusalOf } from './Prepared.js';

/** @typedef {import('./Status.js').Status} Status */

/**
 * The own stream as a log: which number an entry gets, to whom it is addressed, and from when on it may be sent. Also
 * takes over, before anything else is done, what the disk says. Owned by one `Sender`.
 *
 * Invariants: numbers have no holes, since a commit that failed gives them back; what is refused leaves nothing behind;
 * nothing above `committedThrough` is durable, so nothing of it may be on a path (I2).
 */
export class StreamLog {
  #targets;
  #outbox;
  #effects;
  #nextSeq;
  #committedThrough;

  /**
   * A log that goes on at `nextSeq`.
   *
   * @param {import('./Targets.js').Targets} targets
   * @param {import('./Outbox.js').Outbox} outbox
   * @param {import('./Deque.js').Deque<import('./SendEffect.js').SendEffect>} effects
   * @param {number} nextSeq 1 for a new stream
   */
  constructor(targets, outbox, effects, nextSeq) {
    check(nextSeq >= 1 && nextSeq < Limits.SEQ_END, `next seq ${nextSeq}`);
    this.#targets = targets;
    this.#outbox = outbox;
    this.#effects = effects;
    this.#nextSeq = nextSeq;
    this.#committedThrough = nextSeq - 1;
  }

  /** The last that is durable, with all before it. */
  committedThrough() {
    return this.#committedThrough;
  }

  /** The queue of a target, which may be new. @param {string} target */
  queue(target) {
    return this.#targets.of(target, this.#nextSeq - 1);
  }

  /**
   * Numbers an entry and addresses it.
   *
   * @param {string} id
   * @param {bigint} hlc
   * @param {Uint8Array} body
   * @param {Map<string, Uint8Array | undefined>} targetsToPart every target device with its opaque bytes or undefined
   * @returns {import('./Prepared.js').Prepared}
   */
  prepare(id, hlc, body, targetsToPart) {
    const code = refusalOf(body, targetsToPart, this.#outbox);
    if (code !== undefined) {
      return { ok: false, code };
    }
    const seq = this.#nextSeq++;
    const out = this.#outbox.add({ seq, id, hlc, body });
    return { ok: true, entry: { seq, id, hlc, body, to: this.#targets.address(out, targetsToPart, this.#outbox) } };
  }

  /** Everything through `throughSeq` is durable. @param {number} throughSeq */
  committed(throughSeq) {
    check(throughSeq < this.#nextSeq, `committed ${throughSeq} before ${this.#nextSeq}`);
    this.#outbox.committedAll(this.#committedThrough + 1, throughSeq);
    this.#committedThrough = Math.max(this.#committedThrough, throughSeq);
    this.#outbox.flush(this.#effects);
  }

  /** The commit of `fromSeq` and later failed: they were never accepted. @param {number} fromSeq */
  commitFailed(fromSeq) {
    check(fromSeq > this.#committedThrough, `${fromSeq} is committed`);
    this.#targets.takeBackFrom(fromSeq);
    this.#outbox.discardAll(fromSeq, this.#nextSeq - 1);
    this.#nextSeq = fromSeq;
  }

  /**
   * Takes over what a target's row on disk says; once per target, before `restore`.
   *
   * @param {string} target
   * @param {number} firstSeq first seq addressed to it since it became a target
   * @param {number} lastSeq last seq addressed to it
   * @param {number} deliveredThroughSeq its cursor as last acked, 0 for unknown
   * @param {bigint} mark the mark of that cursor, 0 for unknown
   * @param {number} readThroughSeq the last that was told as read, 0 for none
   * @param {import('../wire/types.js').Range[]} refused those between that and the cursor which were refused for it
   */
  restoreTarget(target, firstSeq, lastSeq, deliveredThroughSeq, mark, readThroughSeq, refused) {
    const queue = this.#targets.of(target, this.#nextSeq - 1, firstSeq);
    queue.restore(lastSeq, deliveredThroughSeq, mark, readThroughSeq, refused);
  }

  /** Nothing from `seq` on was ever on a path; it waits to be committed. @param {number} seq */
  restoreUnsent(seq) {
    this.#committedThrough = seq - 1;
  }

  /**
   * Takes over that an entry was refused for a target, which may have got it all the same.
   *
   * @param {string} target @param {number} seq @param {string} id
   */
  restoreGivenUp(target, seq, id) {
    this.queue(target).binding.handleGivenUp(seq, id);
  }

  /**
   * Takes over an entry of the outbox after a restart; in ascending seq order.
   *
   * @param {import('../wire/types.js').PostedEntry} entry
   * @param {Map<string, Status>} statuses
   */
  restore(entry, statuses) {
    const { seq, id, hlc, body } = entry;
    check(seq < this.#nextSeq, `restored ${seq} of ${this.#nextSeq}`);
    const out = this.#outbox.add({ seq, id, hlc, body });
    this.#targets.restore(out, entry.to, statuses, this.#nextSeq - 1, this.#outbox);
    this.#outbox.committed(out);
    this.#outbox.flush(this.#effects);
  }
}
