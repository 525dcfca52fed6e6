import { HELD_CANDIDATES, OWN_CANDIDATES } from './NegotiationLimits.js';

/** @typedef {import('./SignalPayload.js').Candidate} Candidate */

/**
 * An own candidate; which session it is sent in is decided when it is sent.
 *
 * @typedef {{ mid: string, index: number, candidate: string }} OwnCandidate
 */

/**
 * The candidates of one session: own ones, kept for a resend, and remote ones, held until the remote description is set.
 * Both are bounded, without repetition; over the bound the oldest goes.
 */
export class Candidates {
  /** @type {Map<string, OwnCandidate>} */
  #own = new Map();
  /** @type {Map<string, Candidate>} */
  #held = new Map();
  #remoteReady = false;

  /** @param {number} session */
  begin(session) {
    this.#own.clear();
    this.#remoteReady = false;
    this.keepOnly(session);
  }

  /** @param {number} session */
  keepOnly(session) {
    this.#drop((candidate) => candidate.session < session);
  }

  /** @param {OwnCandidate} candidate */
  addOwn(candidate) {
    add(this.#own, key(candidate), candidate, OWN_CANDIDATES);
  }

  own() {
    return [...this.#own.values()];
  }

  /** @param {Candidate} candidate */
  hold(candidate) {
    add(this.#held, `${candidate.session} ${key(candidate)}`, candidate, HELD_CANDIDATES);
  }

  /** Whether this session has had a remote description. */
  remoteReady() {
    return this.#remoteReady;
  }

  /** The remote description is set: gives out what was held for it. @param {number} session */
  releaseHeld(session) {
    this.#remoteReady = true;
    const released = [...this.#held.values()].filter((candidate) => candidate.session === session);
    this.#drop((candidate) => candidate.session <= session);
    return released;
  }

  /** @param {(candidate: Candidate) => boolean} which */
  #drop(which) {
    for (const [name, candidate] of this.#held) {
      if (which(candidate)) {
        this.#held.delete(name);
      }
    }
  }
}

/** @param {OwnCandidate} candidate */
function key({ mid, index, candidate }) {
  return `${index} ${mid} ${candidate}`;
}

/**
 * @template V
 * @param {Map<string, V>} to
 * @param {string} name
 * @param {V} value
 * @param {number} most
 */
function add(to, name, value, most) {
  if (!to.has(name)) {
    to.set(name, value);
  }
  if (to.size > most) {
    to.delete(/** @type {string} */ (to.keys().next().value));
  }
}
