import { HELD_CANDIDATES, OWN_CANDIDATES } from './NegotiationLimits.js';

/** @typedef {import('./SignalPayload.js').Candidate} Candidate */

/**
 * An own candidate; which session it is sent in is decided when it is sent.
 *
 * @typedef {{ mid: string, index: number, candidate: string, ufrag?: string }} OwnCandidate
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
  /** @type {string | undefined} */
  #ownUfrag;
  /** @type {string | undefined} */
  #remoteUfrag;

  /** @param {number} session */
  begin(session) {
    this.#own.clear();
    this.#ownUfrag = undefined;
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

  /** Those of an older own description are of no use any more. @param {string | undefined} ufrag of the new one */
  describeOwn(ufrag) {
    this.#ownUfrag = ufrag;
    for (const [name, candidate] of this.#own) {
      if (!fits(candidate, ufrag)) {
        this.#own.delete(name);
      }
    }
  }

  /** Whether it is of the present own description. @param {OwnCandidate} candidate */
  ownFits(candidate) {
    return fits(candidate, this.#ownUfrag);
  }

  /** Whether it is of the present description of the other side. @param {Candidate} candidate */
  remoteFits(candidate) {
    return this.#remoteReady && fits(candidate, this.#remoteUfrag);
  }

  /** @param {Candidate} candidate */
  hold(candidate) {
    add(this.#held, `${candidate.session} ${key(candidate)}`, candidate, HELD_CANDIDATES);
  }

  /** Whether this session has had a remote description. */
  remoteReady() {
    return this.#remoteReady;
  }

  /**
   * The remote description is set: gives out what was held for it.
   *
   * @param {number} session
   * @param {string | undefined} ufrag of the description
   */
  releaseHeld(session, ufrag) {
    this.#remoteReady = true;
    this.#remoteUfrag = ufrag;
    const released = [...this.#held.values()].filter(
      (candidate) => candidate.session === session && fits(candidate, ufrag),
    );
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

/** Who does not tell the generation of a candidate means the present one. @param {OwnCandidate} candidate @param {string} [ufrag] */
function fits(candidate, ufrag) {
  return candidate.ufrag === undefined || ufrag === undefined || candidate.ufrag === ufrag;
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
