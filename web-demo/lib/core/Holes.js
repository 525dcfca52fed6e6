import { streamKey } from '../wire/StreamId.js';
import { speaker } from './Speaker.js';

/** @typedef {import('../delivery/Receiver.js').Receiver} Receiver */

/** A hole is mostly filled within a second; a resend comes after three. */
const RESTATE_MIN_MS = 5_000;
const RESTATE_MAX_MS = 60_000;

/**
 * How long a hole is waited for. Its sender may have lost it together with its past, and the rest would fill the device's
 * queue for ever; one that comes later still is a stray.
 */
const HOLE_MS = 600_000;

/** What comes this much too late shows that the device has slept, and nothing could come. */
const SLEPT_MS = 10_000;

/** @typedef {{ receiver: Receiver, sinceMs: number, pauseMs: number, restateAtMs: number }} Hole */

/** @param {Hole} hole */
const dueAtMs = ({ sinceMs, restateAtMs }) => Math.min(restateAtMs, sinceMs + HOLE_MS);

/**
 * The streams that hold something before which something is missing: when each says again what it lacks (DLV-23), and
 * when it goes on without (DLV-24).
 */
export class Holes {
  /** @type {Map<string, Hole>} */
  #holes = new Map();
  /** Nothing is due before; looked for anew only when it is reached. */
  #dueAtMs = Infinity;

  /** Entries of a stream came, or it gave up what it had waited for. @param {Receiver} receiver @param {number} nowMs */
  handleChange(receiver, nowMs) {
    const key = streamKey(receiver.stream());
    if (!receiver.hasHoles()) {
      this.#holes.delete(key);
    } else if (!this.#holes.has(key)) {
      const hole = { receiver, sinceMs: nowMs, pauseMs: RESTATE_MIN_MS, restateAtMs: nowMs + RESTATE_MIN_MS };
      this.#holes.set(key, hole);
      this.#dueAtMs = Math.min(this.#dueAtMs, dueAtMs(hole));
    }
  }

  /**
   * Whether so many streams of that device in that conversation hold something.
   *
   * @param {number} streams @param {import('../wire/StreamId.js').StreamId} one of its streams
   */
  holdIn(streams, one) {
    if (this.#holes.size < streams) {
      return false;
    }
    const holding = [...this.#holes.values()].filter(({ receiver }) => speaker(receiver.stream()) === speaker(one));
    return holding.length >= streams;
  }

  /** Entries of a stream were handed over in order: its time begins anew. @param {Receiver} receiver @param {number} nowMs */
  handleProgress(receiver, nowMs) {
    this.#holes.delete(streamKey(receiver.stream()));
    this.handleChange(receiver, nowMs);
  }

  /**
   * Something may be due.
   *
   * @param {(receiver: Receiver) => void} restate takes what says again what it lacks
   * @param {(receiver: Receiver) => void} giveUp takes what goes on without
   * @param {number} nowMs
   */
  handleTimeout(restate, giveUp, nowMs) {
    if (nowMs < this.#dueAtMs) {
      return;
    }
    for (const hole of [...this.#holes.values()]) {
      if (nowMs >= dueAtMs(hole)) {
        handleDue(hole, restate, giveUp, nowMs);
      }
    }
    this.#dueAtMs = [...this.#holes.values()].reduce((least, hole) => Math.min(least, dueAtMs(hole)), Infinity);
  }

  /** When {@link handleTimeout} is due. */
  deadlineMs() {
    return this.#dueAtMs;
  }
}

/**
 * @param {Hole} hole
 * @param {(receiver: Receiver) => void} restate
 * @param {(receiver: Receiver) => void} giveUp
 * @param {number} nowMs
 */
function handleDue(hole, restate, giveUp, nowMs) {
  if (nowMs - dueAtMs(hole) > SLEPT_MS) {
    hole.sinceMs = nowMs;
  }
  hole.pauseMs = Math.min(2 * hole.pauseMs, RESTATE_MAX_MS);
  hole.restateAtMs = nowMs + hole.pauseMs;
  if (nowMs - hole.sinceMs >= HOLE_MS) {
    hole.sinceMs = nowMs;
    giveUp(hole.receiver);
  } else {
    restate(hole.receiver);
  }
}
