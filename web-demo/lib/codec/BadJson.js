import { CloseCode } from '../wire/CloseCode.js';

/** Ends the reading of one text; never leaves this package. Not an Error: no stack is walked for a peer's fault. */
export class BadJson {
  /**
   * @param {import('../wire/CloseCode.js').CloseCode} code
   * @param {string} rule names the field and the rule, never what stood in it
   */
  constructor(code, rule) {
    this.code = code;
    this.rule = rule;
  }

  /** @param {string} rule */
  static malformed(rule) {
    return new BadJson(CloseCode.BAD_FRAME, rule);
  }

  /** @param {string} rule */
  static tooLarge(rule) {
    return new BadJson(CloseCode.TOO_LARGE, rule);
  }
}
