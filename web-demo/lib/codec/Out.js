import { hasUtf8, toBase64 } from '../wire/Bytes.js';
import { check } from '../wire/check.js';
import { Scalars } from './Scalars.js';

/**
 * Writes the fields of one object, leaving out what the protocol leaves out. One text long. A value that no receiver
 * would take is an own bug and throws.
 */
export class Out {
  #text = '{';
  /** What comes before the next field. */
  #before = '"';

  /** The object as text, once everything is written. */
  toJson() {
    return this.#text + '}';
  }

  /**
   * @param {string} name
   * @param {string} json
   */
  #field(name, json) {
    this.#text += this.#before + name + '":' + json;
    this.#before = ',"';
  }

  /** @param {string} type */
  type(type) {
    this.#field('type', `"${type}"`);
  }

  /**
   * @param {string} name
   * @param {number} value a natural
   */
  number(name, value) {
    check(Number.isSafeInteger(value) && value >= 0, `${name} is not a natural`);
    this.#field(name, String(value));
  }

  /**
   * @param {string} name
   * @param {number} value
   */
  numberUnlessZero(name, value) {
    if (value !== 0) {
      this.number(name, value);
    }
  }

  /**
   * @param {string} name
   * @param {boolean} value
   */
  flag(name, value) {
    if (value) {
      this.#field(name, 'true');
    }
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  string(name, value) {
    check(typeof value === 'string', `${name} is not a string`);
    check(hasUtf8(value), `${name} holds half a character (a lone surrogate); delete it and write it anew`);
    this.#field(name, JSON.stringify(value));
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  stringUnlessEmpty(name, value) {
    if (value !== '') {
      this.string(name, value);
    }
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  uuid(name, value) {
    check(Scalars.isUuid(value), `${name} is not a UUID`);
    this.#field(name, `"${value}"`);
  }

  /**
   * @param {string} name
   * @param {string | undefined} value
   */
  uuidUnlessAbsent(name, value) {
    if (value !== undefined) {
      this.uuid(name, value);
    }
  }

  /**
   * @param {string} name
   * @param {string | bigint} value unsigned 64-bit
   */
  unsigned(name, value) {
    const text = String(value);
    check(Scalars.isUnsigned(text), `${name} is not unsigned 64-bit`);
    this.#field(name, `"${text}"`);
  }

  /**
   * @param {string} name
   * @param {string} value unsigned 64-bit
   */
  unsignedUnlessZero(name, value) {
    if (value !== '0') {
      this.unsigned(name, value);
    }
  }

  /**
   * @param {string} name
   * @param {Uint8Array | undefined} value
   */
  bytes(name, value) {
    if (value !== undefined) {
      this.#field(name, `"${toBase64(value)}"`);
    }
  }

  /**
   * @param {string} name
   * @param {import('../wire/types.js').Range[]} ranges
   */
  ranges(name, ranges) {
    if (ranges.length > 0) {
      this.#field(name, JSON.stringify(ranges));
    }
  }

  /**
   * @param {string} name
   * @param {string[]} values unsigned 64-bit
   */
  unsigneds(name, values) {
    check(values.every(Scalars.isUnsigned), `${name} is not unsigned 64-bit`);
    if (values.length > 0) {
      this.#field(name, JSON.stringify(values));
    }
  }

  /**
   * @param {string} name
   * @param {string[]} values
   */
  uuids(name, values) {
    if (values.length > 0) {
      this.#field(name, JSON.stringify(values));
    }
  }

  /**
   * @template T
   * @param {string} name
   * @param {T[]} values
   * @param {(value: T, out: Out) => void} element writes the fields of one
   */
  list(name, values, element) {
    if (values.length === 0) {
      return;
    }
    this.#field(name, '[');
    let open = '{';
    for (const value of values) {
      this.#text += open;
      this.#before = '"';
      element(value, this);
      open = '},{';
    }
    this.#text += '}]';
    this.#before = ',"';
  }
}
