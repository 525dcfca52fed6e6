import { check } from '../wire/check.js';
import { Limits } from '../wire/Limits.js';
import { Deque } from './Deque.js';
import { HoldBuffer } from './HoldBuffer.js';
import { NO_MARK, nextMark } from '../wire/Marks.js';
import { ackPath } from './Path.js';
import { RecentEntries } from './RecentEntries.js';

/** @typedef {import('../wire/types.js').AddressedEntry} AddressedEntry */
/** @typedef {import('./HoldBuffer.js').Held} Held */
/** @typedef {import('./Path.js').Path} Path */
/** @typedef {import('./ReceiveEffect.js').ReceiveEffect} ReceiveEffect */

/**
 * The ways that an ack may go, in the order in which acks go out.
 *
 * @type {readonly Path[]}
 */
const ACK_PATHS = ['relay', 'direct'];

/** Most strays on their way to the disk; a frame with more is not taken. */
const STRAYS = 4 * Limits.FRAME_ENTRIES;

/**
 * An entry on its way to the disk, and the mark of the position with it.
 *
 * @typedef {{ held: Held, seq: number, mark: bigint }} Handed
 */

/**
 * The receiving half of reliable delivery: one inbound stream over all paths. Pure: the owner calls `handle*` and drains
 * `poll` until null.
 *
 * Receive rule: an entry is handed over when after <= handed < seq, dropped when seq <= handed and it is the entry that
 * was handed over there, else held (bounded). Another entry under a number that is past is a stray of a sender that has
 * lost its place: it is handed over beside the order, and counts for nothing in the cursor (DLV-21). Invariants: each entry is handed over once, in order (I1); an ack says only what is committed (I4); what is pending is
 * bounded by `ReceiverLimits` (I7).
 */
export class Receiver {
  #stream;
  #hold;
  /** @type {Deque<Handed>} */
  #handed = new Deque();
  /** @type {RecentEntries | null} */
  #recent = null;
  /** @type {Map<Path, number>} path to its generation */
  #owedAcks = new Map();
  /**
   * The ways by which something came that may still be held: they hear when its turn has come.
   *
   * @type {Map<Path, number>}
   */
  #heldFrom = new Map();
  /** @type {Deque<ReceiveEffect>} */
  #effects = new Deque();
  #cursor;
  #mark;
  #strays = 0;
  /** @type {Uint8Array | undefined} */
  #proof;

  /**
   * A receiver that goes on at `cursor`, the last seq committed, 0 for none.
   *
   * @param {import('../wire/StreamId.js').StreamId} stream
   * @param {import('./ReceiverLimits.js').ReceiverLimits} limits
   * @param {number} cursor
   * @param {bigint} mark as committed with it (DLV-20)
   */
  constructor(stream, limits, cursor, mark) {
    check(cursor >= 0 && cursor < Limits.SEQ_END, `cursor ${cursor}`);
    this.#stream = { conv: stream.conv, device: stream.device, epoch: stream.epoch };
    this.#hold = new HoldBuffer(limits);
    this.#cursor = cursor;
    this.#mark = mark;
  }

  /** The stream. */
  stream() {
    return this.#stream;
  }

  /**
   * Entries of one frame came.
   *
   * @param {AddressedEntry[]} entries
   * @param {Path} from `relay`, `direct` or `store`; the ack goes back the same way
   * @param {number} generation of that path, echoed in the ack
   */
  handleEntries(entries, from, generation) {
    const rule = brokenRule(entries);
    if (rule !== null) {
      this.#effects.add({ effect: 'peer-violation', rule });
      return;
    }
    const past = [];
    for (const entry of entries) {
      if (entry.seq > this.#handedThrough()) {
        this.#hold.put({ entry, from }, this.#handedThrough());
      } else if (!this.#recent?.contains(entry)) {
        past.push(entry);
      }
    }
    if (this.#strays + past.length > STRAYS) {
      this.#handOver();
      return;
    }
    this.#owedAcks.set(ackPath(from), generation);
    if (past.length > 0) {
      this.#strays += past.length;
      this.#effects.add({ effect: 'hand-over-strays', entries: past, from });
    }
    this.#handOver();
    this.#acknowledgeIfIdle();
  }

  /**
   * Also gives the ack of an empty frame: what is here, again, on the given path.
   *
   * @param {Path} path
   * @param {number} generation
   */
  handleAckWanted(path, generation) {
    this.#owedAcks.set(ackPath(path), generation);
    this.#acknowledgeIfIdle();
  }

  /**
   * The transaction with transcript and cursor is through.
   *
   * @param {number} throughSeq the last entry committed, one that was handed over
   * @param {Uint8Array} [newProof] opaque, goes out with the acks; undefined leaves the last one
   */
  handleCommitted(throughSeq, newProof) {
    check(throughSeq <= this.#handedThrough(), `committed ${throughSeq} beyond ${this.#handedThrough()}`);
    for (let done = this.#handed.first(); done !== undefined && done.seq <= throughSeq;) {
      this.#handed.poll();
      this.#hold.release(done.held);
      this.#cursor = done.seq;
      this.#mark = done.mark;
      done = this.#handed.first();
    }
    if (newProof !== undefined) {
      this.#proof = newProof;
    }
    for (const [path, generation] of this.#heldFrom) {
      if (!this.#owedAcks.has(path)) {
        this.#owedAcks.set(path, generation);
      }
    }
    this.#acknowledge();
  }

  /**
   * That many strays of `hand-over-strays` are on disk, or were known there.
   *
   * @param {number} count as handed over; what the disk could not keep is not counted back
   */
  handleStraysCommitted(count) {
    check(count <= this.#strays, 'strays committed that were not handed over');
    this.#strays -= count;
    this.#acknowledgeIfIdle();
  }

  /**
   * The entry was refused and counts as never received: a later copy is tried again. What was handed over after it goes
   * back to being held; the driver must have committed nothing of it.
   *
   * @param {number} seq
   */
  handleVerdictRefused(seq) {
    this.#takeBackFrom(seq, true);
  }

  /** The transaction failed: what was handed over is held until the next frame comes. */
  handleCommitFailed() {
    this.#takeBackFrom(this.#cursor + 1, false);
  }

  /** What is missing before what is held has not come for long: the rest goes on without it. */
  handleHoleGivenUp() {
    this.#hold.skipHole(this.#handedThrough());
    this.#handOver();
  }

  /**
   * Cursor and held runs; at most `Limits.RANGES` runs are named.
   *
   * @returns {import('../wire/types.js').StreamPosition}
   */
  position() {
    const { conv, device, epoch } = this.#stream;
    const held = this.#hold.isEmpty() ? [] : this.#hold.seqs().toList(Limits.RANGES);
    return { conv, device, epoch, cursor: this.#cursor, mark: this.#mark, held };
  }

  /** Whether something is held before which something is missing. */
  hasHoles() {
    return !this.#hold.isEmpty();
  }

  /** Entries held or handed over and not committed yet. */
  pendingEntries() {
    return this.#hold.pendingEntries();
  }

  /** The same in bytes of bodies. */
  pendingBytes() {
    return this.#hold.pendingBytes();
  }

  /** The next effect, null when there is none. */
  poll() {
    return this.#effects.poll();
  }

  #acknowledgeIfIdle() {
    if (this.#handed.isEmpty() && this.#strays === 0) {
      this.#acknowledge();
    }
  }

  #handedThrough() {
    return this.#handed.last()?.seq ?? this.#cursor;
  }

  #handedMark() {
    return this.#handed.last()?.mark ?? this.#mark;
  }

  #handOver() {
    /** @type {AddressedEntry[]} */
    let run = [];
    /** @type {Path} */
    let from = 'none';
    for (;;) {
      const next = this.#hold.takeNext(this.#handedThrough());
      if (run.length > 0 && (next === null || next.from !== from)) {
        this.#effects.add({ effect: 'hand-over', entries: run, from, mark: this.#handedMark() });
        run = [];
      }
      if (next === null) {
        return;
      }
      from = next.from;
      run.push(next.entry);
      this.#recent ??= new RecentEntries();
      const { seq, id } = next.entry;
      const mark = nextMark(next.entry.after === 0 ? NO_MARK : this.#handedMark(), seq, id);
      this.#recent.add(next.entry);
      this.#handed.add({ held: next, seq, mark });
    }
  }

  #acknowledge() {
    if (this.#strays > 0) {
      return;
    }
    for (const path of ACK_PATHS) {
      const generation = this.#owedAcks.get(path);
      if (generation !== undefined) {
        this.#effects.add({ effect: 'send-ack', path, generation, position: this.position(), proof: this.#proof });
      }
    }
    if (this.#handed.isEmpty()) {
      for (const [path, generation] of this.#owedAcks) {
        this.#heldFrom.set(path, generation);
      }
      this.#owedAcks.clear();
    }
    if (this.#hold.isEmpty()) {
      this.#heldFrom.clear();
    }
  }

  /**
   * @param {number} fromSeq
   * @param {boolean} dropFirst
   */
  #takeBackFrom(fromSeq, dropFirst) {
    this.#effects.removeIf((effect) => effect.effect === 'hand-over');
    for (let back = this.#handed.last(); back !== undefined && back.seq >= fromSeq;) {
      this.#handed.pollLast();
      this.#hold.release(back.held);
      this.#recent?.remove(back.seq);
      if (!dropFirst || back.seq !== fromSeq) {
        this.#hold.put(back.held, this.#handedThrough());
      }
      back = this.#handed.last();
    }
    this.#acknowledgeIfIdle();
  }
}

/**
 * @param {AddressedEntry[]} entries
 * @returns {string | null} the rule that they break
 */
function brokenRule(entries) {
  let before = 0;
  for (const entry of entries) {
    if (entry.seq <= before || entry.seq >= Limits.SEQ_END) {
      return 'entries-not-ascending';
    }
    if (entry.after < 0 || entry.after >= entry.seq) {
      return 'after-not-before-seq';
    }
    before = entry.seq;
  }
  return null;
}
