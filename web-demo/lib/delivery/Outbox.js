import { check } from '../wire/check.js';
import { OutEntry } from './OutEntry.js';
import { RangeSet } from './RangeSet.js';

/** @typedef {import('./TargetItem.js').TargetItem} TargetItem */
/** @typedef {import('../wire/types.js').Entry} Entry */

/** The entries that somebody lacks, with the counts that say when the outbox may forget one. Owned by one `Sender`. */
export class Outbox {
  /** @type {Map<number, OutEntry>} */
  #entries = new Map();
  #limits;
  #window;
  #forgotten = new RangeSet();
  #custody = new RangeSet();
  #waitingEntries = 0;
  #waitingBytes = 0;

  /**
   * @param {import('./SenderLimits.js').SenderLimits} limits
   * @param {import('./RelayWindow.js').RelayWindow} window
   */
  constructor(limits, window) {
    this.#limits = limits;
    this.#window = window;
  }

  /** @param {number} bodyBytes */
  fits(bodyBytes) {
    return (
      this.#waitingEntries < this.#limits.outboxEntries && this.#waitingBytes + bodyBytes <= this.#limits.outboxBytes
    );
  }

  /** @param {Entry} entry */
  add(entry) {
    const out = new OutEntry(entry);
    this.#entries.set(out.seq, out);
    return out;
  }

  /**
   * Counts one more target, which still lacks the entry.
   *
   * @param {OutEntry} out
   */
  addTarget(out) {
    out.unsettled++;
    if (out.unstored === 0) {
      this.#custody.remove(out.seq, out.seq);
    }
    this.#raiseUnstored(out);
  }

  /** @param {number} seq */
  get(seq) {
    return this.#entries.get(seq);
  }

  /**
   * Takes back entries that were never committed.
   *
   * @param {number} fromSeq
   * @param {number} throughSeq
   */
  discardAll(fromSeq, throughSeq) {
    for (let seq = fromSeq; seq <= throughSeq; seq++) {
      const out = this.#entries.get(seq);
      this.#entries.delete(seq);
      if (out !== undefined && out.unstored > 0) {
        this.#waitingEntries--;
        this.#waitingBytes -= out.bodyBytes;
      }
    }
  }

  /**
   * It is durable, so it goes as soon as nobody lacks it; an entry for nobody at once.
   *
   * @param {OutEntry} out
   */
  committed(out) {
    out.committed = true;
    this.#forgetIfSettled(out);
  }

  /**
   * @param {number} fromSeq
   * @param {number} throughSeq
   */
  committedAll(fromSeq, throughSeq) {
    for (let seq = fromSeq; seq <= throughSeq; seq++) {
      const out = this.#entries.get(seq);
      if (out !== undefined) {
        this.committed(out);
      }
    }
  }

  /** @param {OutEntry} out */
  #forgetIfSettled(out) {
    if (out.committed && out.unsettled === 0) {
      this.#entries.delete(out.seq);
      this.#forgotten.add(out.seq);
    }
  }

  /**
   * Takes a place in the session's window if the entry has none yet.
   *
   * @param {OutEntry} out
   */
  post(out) {
    return out.unanswered > 0 || this.#window.tryAcquire(out.bodyBytes);
  }

  /** @param {TargetItem} item */
  posted(item) {
    item.custody = 'posted';
    item.out.unanswered++;
  }

  /**
   * The server answered, or the session in which it was asked is gone.
   *
   * @param {TargetItem} item
   */
  unpost(item) {
    if (item.custody === 'posted') {
      item.custody = 'none';
      if (--item.out.unanswered === 0) {
        this.#window.release(item.out.bodyBytes);
      }
    }
  }

  /** @param {TargetItem} item */
  stored(item) {
    this.unpost(item);
    item.custody = 'stored';
    this.#lowerUnstored(item.out);
    if (item.out.unstored === 0 && item.out.unsettled > 0) {
      this.#custody.add(item.out.seq);
    }
    this.dropBody(item.out);
  }

  /** @param {TargetItem} item */
  takeBack(item) {
    this.unpost(item);
    if (item.custody === 'stored') {
      item.custody = 'none';
      this.#custody.remove(item.seq);
      this.#raiseUnstored(item.out);
    }
  }

  /**
   * The target has acked it, was finally refused it, or is gone.
   *
   * @param {TargetItem} item
   */
  settled(item) {
    this.unpost(item);
    const out = item.out;
    if (item.custody !== 'stored') {
      this.#lowerUnstored(out);
    }
    out.unsettled--;
    if (out.unsettled === 0) {
      this.#custody.remove(out.seq);
      this.#forgetIfSettled(out);
    } else if (out.unstored === 0 && item.custody !== 'stored') {
      this.#custody.add(out.seq);
      this.dropBody(out);
    }
  }

  /**
   * Leaves the bytes to the disk when the server has custody.
   *
   * @param {OutEntry} out
   */
  dropBody(out) {
    if (out.unstored === 0) {
      out.entry = null;
      out.requested = false;
    }
  }

  /** The bytes as sent, or others of what was never sent. @param {Entry} entry */
  restoreBody(entry) {
    const out = this.#entries.get(entry.seq);
    if (out !== undefined) {
      if (out.unstored > 0) {
        this.#waitingBytes += entry.body.length - out.bodyBytes;
      }
      out.bodyBytes = entry.body.length;
      out.entry = entry;
      out.requested = false;
    }
  }

  /** @param {import('./Deque.js').Deque<import('./SendEffect.js').SendEffect>} effects */
  flush(effects) {
    if (!this.#custody.isEmpty()) {
      effects.add({ effect: 'custody', seqs: this.#custody.toList() });
      this.#custody.clear();
    }
    if (!this.#forgotten.isEmpty()) {
      effects.add({ effect: 'forget', seqs: this.#forgotten.toList() });
      this.#forgotten.clear();
    }
  }

  waitingEntries() {
    return this.#waitingEntries;
  }

  waitingBytes() {
    return this.#waitingBytes;
  }

  /** @param {OutEntry} out */
  #raiseUnstored(out) {
    if (out.unstored++ === 0) {
      this.#waitingEntries++;
      this.#waitingBytes += out.bodyBytes;
    }
  }

  /** @param {OutEntry} out */
  #lowerUnstored(out) {
    if (--out.unstored === 0) {
      this.#waitingEntries--;
      this.#waitingBytes -= out.bodyBytes;
    }
    check(out.unstored >= 0 && this.#waitingEntries >= 0, `outbox count of ${out.seq}`);
  }
}
