import { check } from '../wire/check.js';
import { streamKey } from '../wire/StreamId.js';
import { Deque } from './Deque.js';
import { Facts } from './Facts.js';
import { Outbox } from './Outbox.js';
import { replace } from './Replacement.js';
import { RelayWindow } from './RelayWindow.js';
import { Routes } from './Routes.js';
import { StreamLog } from './StreamLog.js';
import { Targets } from './Targets.js';
import { Transmitter } from './Transmitter.js';

/** @typedef {import('../wire/types.js').Range} Range */
/** @typedef {import('./SendEffect.js').SendEffect} SendEffect */

/**
 * The sending half of reliable delivery: one own stream, all its targets, all paths. Pure: the owner calls `handle*`,
 * drains `poll` until null, re-arms at `deadline`. Lives as long as the stream is open.
 *
 * Invariants: nothing is transmitted before `handleCommitted` (I2); statuses move forward only (I4); after a path change
 * everything unacked is sent first, in order (I5); outbox, windows and requests are bounded by `SenderLimits` and
 * `RelayWindow` (I7).
 */
export class Sender {
  #stream;
  #outbox;
  #transmitter;
  #facts;
  #routes;
  #targets;
  /** @type {Deque<SendEffect>} */
  #effects = new Deque();
  #log;
  #nowMs = 0;

  /**
   * A sender that goes on at `nextSeq`.
   *
   * @param {import('../wire/StreamId.js').StreamId} stream
   * @param {import('./SenderLimits.js').SenderLimits} limits
   * @param {number} nextSeq 1 for a new stream, else as kept with the outbox
   * @param {RelayWindow} window shared by all senders of the device; without it one that no other stream shares, for
   *   tests and single-stream programs
   */
  constructor(stream, limits, nextSeq, window = new RelayWindow(Infinity, Infinity)) {
    this.#stream = stream;
    this.#targets = new Targets(limits);
    this.#outbox = new Outbox(limits, window);
    this.#log = new StreamLog(this.#targets, this.#outbox, this.#effects, nextSeq);
    this.#transmitter = new Transmitter(this.#outbox, limits);
    this.#facts = new Facts(this.#outbox, this.#effects, limits);
    this.#routes = new Routes(this.#outbox, this.#facts);
  }

  /** The stream. */
  stream() {
    return this.#stream;
  }

  /** For what the disk says after a restart, before anything else. */
  log() {
    return this.#log;
  }

  /** Entries that neither targets nor server have taken over. */
  waitingEntries() {
    return this.#outbox.waitingEntries();
  }

  /** The same in bytes of bodies. */
  waitingBytes() {
    return this.#outbox.waitingBytes();
  }

  /** Whether some target lacks something: then `have.out` names this stream. */
  unsettled() {
    return this.#targets.unsettled();
  }

  /**
   * What to keep with `delivered` of a target: its cursor and mark. While it has less than it had once that is what it
   * had then, so that after a crash it is known to have gone back; undefined then.
   *
   * @param {string} target
   */
  deliveredToKeep(target) {
    return this.#targets.get(target)?.toKeep();
  }

  /**
   * Numbers an entry and addresses it; nothing is sent before `handleCommitted`.
   *
   * @param {string} id
   * @param {bigint} hlc
   * @param {Uint8Array} body
   * @param {Map<string, Uint8Array | undefined>} targetsToPart every target device with its opaque bytes or undefined,
   *   iterated in order
   * @returns {import('./Prepared.js').Prepared}
   */
  prepare(id, hlc, body, targetsToPart) {
    return this.#log.prepare(id, hlc, body, targetsToPart);
  }

  /**
   * Everything through `throughSeq` is durable and may be put on paths (I2).
   *
   * @param {number} throughSeq
   * @param {number} nowMs
   */
  handleCommitted(throughSeq, nowMs) {
    this.#nowMs = nowMs;
    this.#log.committed(throughSeq);
  }

  /** The commit of `fromSeq` and later failed: they were never accepted. @param {number} fromSeq */
  handleCommitFailed(fromSeq) {
    this.#log.commitFailed(fromSeq);
  }

  /**
   * The path to a target is another one, or new: everything unacked is sent again in order (I5).
   *
   * @param {string} target @param {import('./Path.js').Path} path
   * @param {number} generation of the path; from now on writability of others is stale
   * @param {number} nowMs
   */
  handlePath(target, path, generation, nowMs) {
    this.#nowMs = nowMs;
    this.#routes.path(this.#log.queue(target), path, generation);
  }

  /**
   * What goes by the server beside a channel to a target; nothing on any other path. Told before the path is `direct`, and
   * for each session with the server after `none`.
   *
   * @param {string} target @param {import('./Beside.js').Beside} beside
   * @param {number} channelBytes most bytes of a message on the channel
   * @param {number} nowMs
   */
  handleBeside(target, beside, channelBytes, nowMs) {
    this.#nowMs = nowMs;
    this.#routes.beside(this.#log.queue(target), beside, channelBytes);
  }

  /**
   * Backpressure of the path; a stale generation is ignored.
   *
   * @param {string} target
   * @param {number} generation
   * @param {boolean} writable
   * @param {number} nowMs
   */
  handleWritable(target, generation, writable, nowMs) {
    this.#nowMs = nowMs;
    const queue = this.#targets.get(target);
    if (queue !== undefined && queue.generation === generation) {
      queue.writable = writable;
    }
  }

  /**
   * An ack, or one position of a `have`, from whatever path and generation: acks are facts.
   *
   * @param {string} target
   * @param {import('../wire/types.js').StreamPosition} position
   * @param {number} nowMs
   * @returns {import('./AckOutcome.js').AckOutcome}
   */
  handleAck(target, position, nowMs) {
    this.#nowMs = nowMs;
    this.#requireOwn(position);
    const queue = this.#targets.get(target);
    return queue === undefined ? 'unchanged' : this.#facts.acked(queue, position, nowMs);
  }

  /**
   * The server says `stored` (I3).
   *
   * @param {string} target
   * @param {Range[]} stored
   * @param {bigint} mark the fold of what is named (DLV-20)
   * @param {number} nowMs
   */
  handleStored(target, stored, mark, nowMs) {
    this.#nowMs = nowMs;
    const queue = this.#targets.get(target);
    if (queue !== undefined && stored.length > 0) {
      this.#facts.stored(queue, stored, mark, nowMs);
    }
  }

  /**
   * What `need-again` asked for.
   *
   * @param {string} target
   * @param {import('../wire/types.js').Entry[]} entries ascending; those that are not there any more are left out
   * @param {number} throughSeq everything up to here was looked for
   * @param {number} nowMs
   */
  handleAgain(target, entries, throughSeq, nowMs) {
    this.#nowMs = nowMs;
    const queue = this.#targets.get(target);
    if (queue !== undefined) {
      this.#facts.again(queue, entries, throughSeq);
    }
  }

  /** A new session begins: the server is asked what it has of this stream if it is unsettled. */
  handleAsked() {
    this.#facts.asked(this.#targets.all());
  }

  /**
   * The server has told all that it has: asked (`ref` 0), or for the `cancel-rows` with that ref. What it called stored
   * once and has not confirmed since `handleAsked` is lost there, as after a backup was put back, and is posted again.
   *
   * @param {number} ref
   * @param {number} nowMs
   */
  handleTold(ref, nowMs) {
    this.#nowMs = nowMs;
    this.#facts.told(this.#targets.all(), ref);
  }

  /**
   * The server refused.
   *
   * @param {string | undefined} target the one target concerned; undefined for all
   * @param {Range[]} seqs
   * @param {import('../wire/RefusalCode.js').RefusalCode} code
   * @param {number} retryAfterMs 0 for unknown
   * @param {number} nowMs
   */
  handleRefused(target, seqs, code, retryAfterMs, nowMs) {
    this.#nowMs = nowMs;
    for (const queue of this.#targets.all().values()) {
      if (target === undefined || target === queue.device) {
        this.#facts.refused(queue, seqs, code, retryAfterMs, nowMs);
      }
    }
  }

  /**
   * A read marker of the target's device covers `throughSeq`.
   *
   * @param {string} target @param {number} throughSeq
   */
  handleRead(target, throughSeq) {
    const queue = this.#targets.get(target);
    if (queue !== undefined) {
      this.#facts.read(queue, throughSeq);
    }
  }

  /**
   * Cancels all rows of one target and sends what it lacks anew (DLV-12, re-base).
   *
   * @param {string} target
   * @param {number} nowMs
   */
  handleRebase(target, nowMs) {
    this.#nowMs = nowMs;
    const queue = this.#targets.get(target);
    if (queue !== undefined && !queue.items.isEmpty()) {
      this.#facts.cancelThrough(queue, Math.min(this.#log.committedThrough(), queue.items.lastKey()));
    }
  }

  /**
   * What one `custody-taken-back` of the target said is on disk (DLV-12).
   *
   * @param {string} target
   * @param {number} nowMs
   */
  handleTakenBack(target, nowMs) {
    this.#nowMs = nowMs;
    const queue = this.#targets.get(target);
    if (queue !== undefined && queue.takingBack > 0) {
      this.#facts.takenBack(queue);
    }
  }

  /**
   * The device is no longer a target; what it lacks is dropped, here and at the server.
   *
   * @param {string} target
   * @param {number} nowMs
   */
  handleTargetGone(target, nowMs) {
    this.#nowMs = nowMs;
    const queue = this.#targets.get(target);
    if (queue !== undefined) {
      this.#targets.remove(target);
      this.#facts.gone(queue);
    }
  }

  /**
   * Others stand for a target from now on: a member has accepted, and its devices take the place of its box (DLV-26).
   * Each lacks what the target lacked, and is sent it.
   *
   * @param {string} target
   * @param {string[]} by the devices, at least one
   * @param {number} nowMs
   */
  handleReplaced(target, by, nowMs) {
    this.#nowMs = nowMs;
    const queue = this.#targets.get(target);
    if (queue !== undefined) {
      this.#targets.remove(target);
      const to = by.map((device) => this.#log.queue(device));
      this.#effects.add({ effect: 'replaced', target, by, seqs: replace(queue, to, this.#outbox) });
    }
  }

  /**
   * All the bytes that `need-from-transcript` asked for, or others of the unsent.
   *
   * @param {import('../wire/types.js').Entry[]} entries
   * @param {number} nowMs
   */
  handleTranscript(entries, nowMs) {
    this.#nowMs = nowMs;
    entries.forEach((entry) => this.#outbox.restoreBody(entry));
  }

  /** Call when `deadline` is due. @param {number} nowMs */
  handleTimeout(nowMs) {
    this.#nowMs = nowMs;
    this.#targets.handleTimeout(this.#outbox, nowMs);
  }

  /** The next effect, null when there is none. */
  poll() {
    if (this.#effects.isEmpty()) {
      this.#outbox.flush(this.#effects);
    }
    if (this.#effects.isEmpty()) {
      this.#transmitter.next(this.#targets.all(), this.#log.committedThrough(), this.#nowMs, this.#effects);
    }
    return this.#effects.poll();
  }

  /** When `handleTimeout` is due, null for never. */
  deadline() {
    return this.#targets.next();
  }

  /** For logs: the targets that lack something, without content. */
  toString() {
    return `Sender[${streamKey(this.#stream)}${this.#targets}]`;
  }

  /** @param {import('../wire/StreamId.js').StreamId} position */
  #requireOwn(position) {
    const own = this.#stream;
    check(
      position.conv === own.conv && position.device === own.device && position.epoch === own.epoch,
      `ack of ${streamKey(position)} at ${streamKey(own)}`,
    );
  }
}
