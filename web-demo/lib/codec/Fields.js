import { fromBase64, hasUtf8 } from '../wire/Bytes.js';
import { Limits } from '../wire/Limits.js';
import { streamKey } from '../wire/StreamId.js';
import { BadJson } from './BadJson.js';
import { Scalars } from './Scalars.js';

/** @typedef {import('./JsonTree.js').Json} Json */
/** @typedef {import('./JsonTree.js').JsonObject} JsonObject */

/** @type {readonly Json[]} */
const NONE = [];

/**
 * One JSON object and how to take checked values out of it. Unknown fields are never looked at. A failing check names
 * the field and the rule, never the value.
 */
export class Fields {
  #where;
  #values;

  /**
   * @param {string} where names the object in a refusal
   * @param {JsonObject} values
   */
  constructor(where, values) {
    this.#where = where;
    this.#values = values;
  }

  /** @param {string} name */
  has(name) {
    return this.#values[name] !== undefined;
  }

  /**
   * @param {string} name
   * @param {string} rule
   */
  bad(name, rule) {
    return BadJson.malformed(`${this.#where}.${name}: ${rule}`);
  }

  /**
   * @param {string} name
   * @param {string} rule
   */
  #large(name, rule) {
    return BadJson.tooLarge(`${this.#where}.${name}: ${rule}`);
  }

  /**
   * An integer within bounds, both inclusive.
   *
   * @param {string} name
   * @param {number} min
   * @param {number} max
   * @param {number} [absent] what its absence means; required without it
   * @returns {number}
   */
  integer(name, min, max, absent) {
    const value = this.#values[name];
    if (value === undefined && absent !== undefined) {
      return absent;
    }
    if (typeof value === 'number' && value >= min && value <= max) {
      return value;
    }
    throw this.bad(name, `must be an integer from ${min} to ${max}`);
  }

  /** @param {string} name */
  seq(name) {
    return this.integer(name, 1, Limits.SEQ_END - 1);
  }

  /**
   * A required count, time or version: 0 to 2^53 − 1.
   *
   * @param {string} name
   */
  natural(name) {
    return this.integer(name, 0, Limits.SEQ_END - 1);
  }

  /**
   * An optional count, time or version; 0 when left out.
   *
   * @param {string} name
   */
  naturalOrZero(name) {
    return this.integer(name, 0, Limits.SEQ_END - 1, 0);
  }

  /**
   * @param {string} name
   * @returns {boolean}
   */
  flag(name) {
    const value = this.#values[name];
    if (value === undefined || typeof value === 'boolean') {
      return value === true;
    }
    throw this.bad(name, 'must be true or false');
  }

  /**
   * A required string of 1 to `maxChars` UTF-16 units.
   *
   * @param {string} name
   * @param {number} maxChars
   */
  string(name, maxChars) {
    const value = this.stringOrEmpty(name, maxChars);
    if (value === '') {
      throw this.bad(name, 'must be a string that is not empty');
    }
    return value;
  }

  /**
   * An optional string; empty when left out.
   *
   * @param {string} name
   * @param {number} maxChars
   * @returns {string}
   */
  stringOrEmpty(name, maxChars) {
    const value = this.#values[name];
    if (value === undefined) {
      return '';
    }
    if (typeof value !== 'string') {
      throw this.bad(name, 'must be a string');
    }
    if (value.length > maxChars) {
      throw this.#large(name, `more than ${maxChars} characters`);
    }
    if (!hasUtf8(value)) {
      throw this.bad(name, 'holds half a character (a lone surrogate)');
    }
    return value;
  }

  /**
   * A required string that may be empty.
   *
   * @param {string} name
   * @param {number} maxChars
   */
  present(name, maxChars) {
    if (!this.has(name)) {
      throw this.bad(name, 'is missing');
    }
    return this.stringOrEmpty(name, maxChars);
  }

  /**
   * @param {string} name
   * @returns {string}
   */
  uuid(name) {
    const value = this.uuidOrUndefined(name);
    if (value === undefined) {
      throw this.bad(name, 'is missing');
    }
    return value;
  }

  /**
   * @param {string} name
   * @returns {string | undefined}
   */
  uuidOrUndefined(name) {
    const value = this.#values[name];
    return value === undefined ? undefined : this.#toUuid(name, value);
  }

  /**
   * @param {string} name
   * @param {Json} value
   * @returns {string}
   */
  #toUuid(name, value) {
    if (typeof value === 'string' && Scalars.isUuid(value)) {
      return value;
    }
    throw this.bad(name, 'must be a UUID in lower case');
  }

  /**
   * A required unsigned 64-bit number, as decimal text without leading zeros.
   *
   * @param {string} name
   * @returns {string}
   */
  unsigned(name) {
    return this.#toUnsigned(name, this.#values[name]);
  }

  /**
   * @param {string} name
   * @param {Json | undefined} value
   * @returns {string}
   */
  #toUnsigned(name, value) {
    if (typeof value === 'string' && Scalars.isUnsigned(value)) {
      return value;
    }
    throw this.bad(name, 'must be an unsigned 64-bit number as a decimal string');
  }

  /**
   * The same, optional; 0 when left out.
   *
   * @param {string} name
   */
  unsignedOrZero(name) {
    return this.has(name) ? this.unsigned(name) : '0';
  }

  /**
   * @param {string} name
   * @param {number} maxBytes
   * @returns {Uint8Array}
   */
  bytes(name, maxBytes) {
    const value = this.bytesOrUndefined(name, maxBytes);
    if (value === undefined) {
      throw this.bad(name, 'is missing');
    }
    return value;
  }

  /**
   * @param {string} name
   * @param {number} maxBytes
   * @returns {Uint8Array | undefined}
   */
  bytesOrUndefined(name, maxBytes) {
    const value = this.#values[name];
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'string') {
      throw this.bad(name, 'must be a base64 string');
    }
    const bytes = fromBase64(value);
    if (bytes === undefined) {
      throw this.bad(name, 'must be base64 with padding');
    }
    if (bytes.length > maxBytes) {
      throw this.#large(name, `more than ${maxBytes} bytes`);
    }
    return bytes;
  }

  /**
   * A list of objects; an absent one is empty, which `min` may forbid.
   *
   * @template T
   * @param {string} name
   * @param {number} min
   * @param {number} max
   * @param {(fields: Fields) => T} element reads one of them
   * @returns {T[]}
   */
  list(name, min, max, element) {
    const array = this.array(name, max);
    if (array.length < min) {
      throw this.bad(name, `must have at least ${min} element`);
    }
    /** @type {T[]} */
    const list = [];
    const inside = `${this.#where}.${name}`;
    for (const value of array) {
      if (typeof value !== 'object' || Array.isArray(value)) {
        throw this.bad(name, 'must be an array of objects');
      }
      list.push(element(new Fields(inside, value)));
    }
    return list;
  }

  /**
   * A list of unsigned 64-bit numbers, none twice, none 0: that stands for none.
   *
   * @param {string} name
   * @param {number} max
   */
  unsigneds(name, max) {
    const list = this.array(name, max).map((value) => this.#toUnsigned(name, value));
    this.distinct(name, list);
    if (list.includes('0')) {
      throw this.bad(name, 'must not hold 0');
    }
    return list;
  }

  /**
   * A list of UUIDs, none twice.
   *
   * @param {string} name
   * @param {number} max
   */
  uuids(name, max) {
    const list = this.array(name, max).map((value) => this.#toUuid(name, value));
    this.distinct(name, list);
    return list;
  }

  /**
   * @param {string} name
   * @param {string[]} list of which none may stand twice
   */
  distinct(name, list) {
    if (list.length > 1 && new Set(list).size !== list.length) {
      throw this.bad(name, 'holds the same twice');
    }
  }

  /**
   * @param {string} name
   * @param {import('../wire/types.js').StreamId[]} streams of which none may stand twice
   */
  distinctStreams(name, streams) {
    this.distinct(name, streams.map(streamKey));
  }

  /**
   * A list of anything; an absent one is empty.
   *
   * @param {string} name
   * @param {number} max
   * @returns {readonly Json[]}
   */
  array(name, max) {
    const value = this.#values[name];
    if (value === undefined) {
      return NONE;
    }
    if (!Array.isArray(value)) {
      throw this.bad(name, 'must be an array');
    }
    if (value.length > max) {
      throw this.#large(name, `more than ${max} elements`);
    }
    return value;
  }
}
