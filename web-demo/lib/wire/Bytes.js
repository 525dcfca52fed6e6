/** Runs of bytes that nobody below the application interprets (DLV-1): `Uint8Array`, never changed once made. */

/** No bytes at all. */
export const EMPTY = new Uint8Array(0);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61;

/** The six bits of each ASCII character; -1 for those that base64 does not use. */
const SIX_BITS = new Int32Array(128).fill(-1);
/** The ASCII code of each six bits. */
const CODES = new Uint8Array(64);
for (let i = 0; i < ALPHABET.length; i++) {
  CODES[i] = ALPHABET.charCodeAt(i);
  SIX_BITS[ALPHABET.charCodeAt(i)] = i;
}

/** Holds the characters that are being decoded: as many as the longest body has. */
const scratch = new Uint8Array(64 * 1024);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/**
 * The UTF-8 bytes of `text`.
 *
 * @param {string} text
 */
export function utf8(text) {
  return encoder.encode(text);
}

/** Half a character: a surrogate without the other one. */
const HALF = /\p{Surrogate}/u;

/**
 * Whether `text` has UTF-8 bytes: half a character (a lone surrogate) has none.
 *
 * @param {string} text
 */
export function hasUtf8(text) {
  return !HALF.test(text);
}

/**
 * The bytes read as UTF-8; malformed input becomes U+FFFD.
 *
 * @param {Uint8Array} bytes
 */
export function toUtf8(bytes) {
  return decoder.decode(bytes);
}

/**
 * The bytes read as UTF-8; undefined when they are not.
 *
 * @param {Uint8Array} bytes
 * @returns {string | undefined}
 */
export function toUtf8Strict(bytes) {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * How many bytes `text` has in UTF-8; an unpaired surrogate counts as the U+FFFD that it is sent as.
 *
 * @param {string} text
 */
export function utf8Length(text) {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x800) {
      bytes += 2;
      if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
        i++; // Two units, four bytes.
      }
    } else if (unit >= 0x80) {
      bytes++;
    }
  }
  return bytes;
}

/**
 * Whether two runs are the same bytes; two absent ones are.
 *
 * @param {Uint8Array | undefined} a
 * @param {Uint8Array | undefined} b
 */
export function bytesEqual(a, b) {
  if (a === b) {
    return true;
  }
  if (a === undefined || b === undefined || a.length !== b.length) {
    return false;
  }
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) {
      return false;
    }
  }
  return true;
}

/**
 * Standard base64 with padding (RFC 4648 §4).
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toBase64(bytes) {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  const whole = bytes.length - (bytes.length % 3);
  let to = 0;
  for (let i = 0; i < whole; i += 3) {
    const bits = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    text[to++] = CODES[bits >> 18];
    text[to++] = CODES[(bits >> 12) & 63];
    text[to++] = CODES[(bits >> 6) & 63];
    text[to++] = CODES[bits & 63];
  }
  if (whole < bytes.length) {
    const two = whole + 1 < bytes.length;
    const bits = (bytes[whole] << 16) | (two ? bytes[whole + 1] << 8 : 0);
    text[to++] = CODES[bits >> 18];
    text[to++] = CODES[(bits >> 12) & 63];
    text[to++] = two ? CODES[(bits >> 6) & 63] : PAD;
    text[to] = PAD;
  }
  return decoder.decode(text);
}

/**
 * Decodes standard base64 with padding (RFC 4648 §4).
 *
 * @param {string} text
 * @returns {Uint8Array | undefined} undefined when `text` is not base64
 */
export function fromBase64(text) {
  const chars = text.length;
  if (chars % 4 !== 0) {
    return undefined;
  }
  if (chars === 0) {
    return EMPTY;
  }
  // Reading bytes is much faster than reading characters.
  const codes = chars <= scratch.length ? scratch : new Uint8Array(chars);
  const { read, written } = encoder.encodeInto(text, codes);
  const padding = codes[chars - 1] !== PAD ? 0 : codes[chars - 2] !== PAD ? 1 : 2;
  if (read !== chars || written !== chars) {
    return undefined; // Not ASCII.
  }
  codes.fill(CODES[0], chars - padding, chars);
  // The last group makes more bytes than the padding leaves; those beyond the end fall away.
  const bytes = new Uint8Array((chars / 4) * 3 - padding);
  let all = 0;
  let to = 0;
  for (let i = 0; i < chars; i += 4) {
    const bits =
      (SIX_BITS[codes[i]] << 18) |
      (SIX_BITS[codes[i + 1]] << 12) |
      (SIX_BITS[codes[i + 2]] << 6) |
      SIX_BITS[codes[i + 3]];
    all |= bits;
    bytes[to] = bits >> 16;
    bytes[to + 1] = bits >> 8;
    bytes[to + 2] = bits;
    to += 3;
  }
  // What is not in the alphabet is negative, and so is all that it went into.
  return all < 0 ? undefined : bytes;
}
