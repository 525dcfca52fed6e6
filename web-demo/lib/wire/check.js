/**
 * Holds an invariant: always on, and throws when this code, not a peer, is at fault.
 *
 * @param {boolean} condition
 * @param {string} message what went wrong; never what a message says
 * @returns {asserts condition}
 */
export function check(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}
