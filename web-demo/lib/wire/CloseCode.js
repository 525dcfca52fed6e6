/**
 * Why the server closes a WebSocket (RFC 6455 §7.4.2, private range). 41xx: come back after the stated time. 42xx: get a
 * fresh token first. 44xx: do not come back by yourself.
 */
export const CloseCode = Object.freeze({
  /** The node is draining; move to another. */
  DRAINING: 4100,
  /** Nothing came for longer than two and a half ping intervals. */
  IDLE: 4101,
  /** The reader is too slow; what was not acked waits in the store. */
  SLOW_READER: 4102,
  /** The server failed; it is logged there. */
  INTERNAL: 4104,
  /** No or late hello, or the access token has expired. */
  TOKEN_EXPIRED: 4200,
  /** The token was not accepted. */
  BAD_TOKEN: 4201,
  /** A newer session of the same device took over. */
  TAKEN_OVER: 4400,
  /** The device was revoked or signed out. */
  REVOKED: 4401,
  /** A malformed, unknown or forbidden frame. */
  BAD_FRAME: 4402,
  /** The protocol version is not spoken here. */
  BAD_VERSION: 4403,
  /** A frame larger than the limit. */
  TOO_LARGE: 4404,
});

/** @typedef {number} CloseCode one of the numbers above */

/** @type {ReadonlySet<number>} */
const CODES = new Set(Object.values(CloseCode));

/**
 * Whether `number` is a close code of the protocol.
 *
 * @param {number} number
 */
export function isCloseCode(number) {
  return CODES.has(number);
}

/**
 * Whether a client may reconnect by itself, with a fresh token for 42xx.
 *
 * @param {CloseCode} code
 */
export function reconnect(code) {
  return code < 4400;
}
