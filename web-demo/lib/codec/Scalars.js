/** The text forms of single values. Each has exactly one form, so equal values are equal text. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UNSIGNED = /^(?:0|[1-9][0-9]{0,19})$/;
const HIGHEST = '18446744073709551615';

export class Scalars {
  /**
   * 36 characters, lower case.
   *
   * @param {string} text
   */
  static isUuid(text) {
    return UUID.test(text);
  }

  /**
   * Below 2^64, decimal, no sign, no leading zeros.
   *
   * @param {string} text
   */
  static isUnsigned(text) {
    return UNSIGNED.test(text) && (text.length < HIGHEST.length || text <= HIGHEST);
  }
}
