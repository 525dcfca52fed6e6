import { BadJson } from './BadJson.js';

/** Deep enough for every frame (5 levels) and for unknown fields within reason. */
const DEPTH = 16;

/** Digits of the longest number read; ours have at most 16. */
const NUMBER_DIGITS = 32;

/** Longest field name; ours have at most 16 characters. */
const NAME_CHARS = 128;

/**
 * Strings up to this length are copied out of the text. A longer one may be a view of the text and keep all of it in
 * memory: of no consequence for bodies, which are decoded at once, but ids are kept for long.
 */
const COPY_CHARS = 64;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const CONTROL = /[\u0000-\u001f]/g;

/** A value that no field of ours has: null, or a number with fraction or exponent. */
export const OTHER = Symbol('other');

/** @typedef {string | number | boolean | typeof OTHER | Json[] | JsonObject} Json */

/** @typedef {{ [name: string]: Json | undefined }} JsonObject fields and nothing inherited; `undefined` is absent */

/** Makes objects that inherit nothing, so that `__proto__` is a field like any other; faster than `Object.create`. */
function NoFields() {}
NoFields.prototype = Object.create(null);
const Fresh = /** @type {new () => JsonObject} */ (/** @type {unknown} */ (NoFields));

/**
 * Reads one bounded JSON object into plain values. `JSON.parse` alone would not do: it takes the last of two fields of
 * one name, cannot tell 1.0 and 1e3 from integers, and nests without bound. Used for one text.
 */
export class JsonTree {
  #text;
  #at = 0;
  #depth = 0;
  /** Where the next backslash and the next control character were found. */
  #backslash = -1;
  #control = -1;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  /**
   * @param {string} text one JSON object, with nothing after it
   * @returns {JsonObject}
   * @throws {BadJson}
   */
  static read(text) {
    return new JsonTree(text).#document();
  }

  #document() {
    if (this.#next() !== OPEN_OBJECT) {
      throw BadJson.malformed('not a JSON object');
    }
    const object = this.#object();
    this.#skipSpace();
    if (this.#at < this.#text.length) {
      throw BadJson.malformed('something follows the JSON object');
    }
    return object;
  }

  /** After the opening brace. */
  #object() {
    this.#enter();
    const object = new Fresh();
    let token = this.#next();
    if (token !== CLOSE_OBJECT) {
      for (;;) {
        if (token !== QUOTE) {
          throw invalid();
        }
        const name = this.#name();
        if (this.#next() !== COLON) {
          throw invalid();
        }
        if (object[name] !== undefined) {
          throw BadJson.malformed('a field stands twice in one object');
        }
        object[name] = this.#value();
        token = this.#next();
        if (token === CLOSE_OBJECT) {
          break;
        }
        if (token !== COMMA) {
          throw invalid();
        }
        token = this.#next();
      }
    }
    this.#depth--;
    return object;
  }

  /** After the opening bracket. */
  #array() {
    this.#enter();
    /** @type {Json[]} */
    const array = [];
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) === CLOSE_ARRAY) {
      this.#at++;
    } else {
      for (;;) {
        array.push(this.#value());
        const token = this.#next();
        if (token === CLOSE_ARRAY) {
          break;
        }
        if (token !== COMMA) {
          throw invalid();
        }
      }
    }
    this.#depth--;
    return array;
  }

  /** @returns {Json} */
  #value() {
    const token = this.#next();
    switch (token) {
      case QUOTE:
        return this.#string();
      case OPEN_OBJECT:
        return this.#object();
      case OPEN_ARRAY:
        return this.#array();
      case 0x74:
        return this.#word('true', true);
      case 0x66:
        return this.#word('false', false);
      case 0x6e:
        return this.#word('null', OTHER);
      default:
        return this.#number(token);
    }
  }

  #enter() {
    if (++this.#depth > DEPTH) {
      throw BadJson.tooLarge('JSON nested too deep');
    }
  }

  /** The next character that is not space, NaN at the end. */
  #next() {
    this.#skipSpace();
    return this.#text.charCodeAt(this.#at++);
  }

  #skipSpace() {
    let unit = this.#text.charCodeAt(this.#at);
    while (unit === SPACE || unit === 0x0a || unit === 0x0d || unit === 0x09) {
      unit = this.#text.charCodeAt(++this.#at);
    }
  }

  /**
   * @template V
   * @param {string} word
   * @param {V} value what it means
   * @returns {V}
   */
  #word(word, value) {
    if (!this.#text.startsWith(word, this.#at - 1)) {
      throw invalid();
    }
    this.#at += word.length - 1;
    return value;
  }

  #name() {
    const from = this.#at;
    const escaped = this.#passString();
    const name = escaped ? unescaped(this.#text.slice(from - 1, this.#at)) : this.#text.slice(from, this.#at - 1);
    if (name.length > NAME_CHARS) {
      throw BadJson.tooLarge('JSON field name too long');
    }
    return name;
  }

  /** @returns {string} */
  #string() {
    const from = this.#at;
    const escaped = this.#passString();
    if (escaped || this.#at - from <= COPY_CHARS) {
      return unescaped(this.#text.slice(from - 1, this.#at));
    }
    return this.#text.slice(from, this.#at - 1);
  }

  /** Goes from behind the opening quote to behind the closing one; tells whether there was an escape. */
  #passString() {
    const text = this.#text;
    const from = this.#at;
    const end = text.indexOf('"', from);
    if (end < 0 || this.#controlFrom(from) < end) {
      throw invalid();
    }
    if (this.#backslashFrom(from) > end) {
      this.#at = end + 1;
      return false;
    }
    this.#at = from;
    for (let unit = text.charCodeAt(this.#at++); unit !== QUOTE; unit = text.charCodeAt(this.#at++)) {
      if (unit === BACKSLASH) {
        this.#at++;
      } else if (!(unit >= SPACE)) {
        // A control character, or the end of the text.
        throw invalid();
      }
    }
    return true;
  }

  /**
   * Where the next backslash is, at `from` or behind. Looked for by the engine, which is many times faster than reading
   * characters; remembered, so that the text is passed once.
   *
   * @param {number} from
   */
  #backslashFrom(from) {
    if (this.#backslash < from) {
      const found = this.#text.indexOf('\\', from);
      this.#backslash = found < 0 ? Infinity : found;
    }
    return this.#backslash;
  }

  /**
   * Where the next control character is, in the same way.
   *
   * @param {number} from
   */
  #controlFrom(from) {
    if (this.#control < from) {
      CONTROL.lastIndex = from;
      this.#control = CONTROL.exec(this.#text)?.index ?? Infinity;
    }
    return this.#control;
  }

  /**
   * @param {number} first its first character, already passed
   * @returns {number | typeof OTHER}
   */
  #number(first) {
    const from = this.#at - 1;
    if (first === MINUS) {
      first = this.#text.charCodeAt(this.#at++);
    }
    if (first !== ZERO) {
      this.#at--;
      this.#passDigits();
    }
    const wholeEnd = this.#at;
    if (this.#text.charCodeAt(this.#at) === POINT) {
      this.#at++;
      this.#passDigits();
    }
    if ((this.#text.charCodeAt(this.#at) | 0x20) === 0x65) {
      const sign = this.#text.charCodeAt(++this.#at);
      if (sign === 0x2b || sign === MINUS) {
        this.#at++;
      }
      this.#passDigits();
    }
    if (this.#at - from > NUMBER_DIGITS && this.#text.slice(from, this.#at).replace(/\D/g, '').length > NUMBER_DIGITS) {
      throw BadJson.tooLarge('JSON number too long');
    }
    // Beyond 2^53 it is not exact, but stays beyond 2^53; the sum makes 0 of -0.
    return this.#at === wholeEnd ? Number(this.#text.slice(from, wholeEnd)) + 0 : OTHER;
  }

  /** One digit or more. */
  #passDigits() {
    const from = this.#at;
    let unit = this.#text.charCodeAt(from);
    while (unit >= ZERO && unit <= NINE) {
      unit = this.#text.charCodeAt(++this.#at);
    }
    if (this.#at === from) {
      throw invalid();
    }
  }
}

function invalid() {
  return BadJson.malformed('not valid JSON');
}

/**
 * @param {string} quoted a string of the text with its quotes, without control characters
 * @returns {string} never a view of the text
 */
function unescaped(quoted) {
  try {
    return JSON.parse(quoted);
  } catch {
    throw invalid();
  }
}
