/** A rule that a run broke, and which checker saw it. */
export class SimViolation extends Error {
  /**
   * @param {string} checker
   * @param {string} message
   */
  constructor(checker, message) {
    super(`${checker}: ${message}`);
    this.checker = checker;
  }
}

/**
 * I7: a limit holds.
 *
 * @param {string} limit
 * @param {number} value
 * @param {number} most
 */
export function atMost(limit, value, most) {
  if (value > most) {
    throw new SimViolation(limit, `${value} of ${most}`);
  }
}
