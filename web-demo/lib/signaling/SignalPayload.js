/**
 * What two devices say to each other while they negotiate; opaque to the server. Never changed once made. `session`
 * numbers the connection: positive, below 2^53, and grows with each attempt. Descriptions and candidates hold
 * addresses: they never reach a log.
 */

/**
 * An offer. `round` counts the offers that this side made in the session, from 1; `sdp` is the session description, with
 * exactly one `a=fingerprint`.
 *
 * @typedef {{ type: 'offer', session: number, round: number, sdp: string }} Offer
 */

/**
 * The answer to one offer, with the round of the offer that it answers.
 *
 * @typedef {{ type: 'answer', session: number, round: number, sdp: string }} Answer
 */

/**
 * A way to reach the sender (RFC 8838): media identification tag, media line index, candidate line, and the `ice-ufrag` of
 * the description that it belongs to, where that is known.
 *
 * @typedef {{ type: 'candidate', session: number, mid: string, index: number, candidate: string, ufrag?: string }} Candidate
 */

/** @typedef {{ type: 'bye', session: number }} Bye the session is over and the sender does not want another one now */

/** @typedef {Offer | Answer | Candidate | Bye} SignalPayload */

/** Longest session description in characters: escaped it still fits one signal payload. */
export const SDP_CHARS = 24 * 1024;

/** Longest candidate line in characters. */
export const CANDIDATE_CHARS = 1024;

/** Longest media identification tag in characters (RFC 8843 asks for short ones). */
export const MID_CHARS = 32;

/** Longest `ufrag` in characters (RFC 8839 §5.4). */
export const UFRAG_CHARS = 256;

/** Highest media line index: a data channel has one line. */
export const INDEX_MAX = 255;
