/**
 * The mark of a position: a fold over the entries that were received up to it (DLV-20), an unsigned 64-bit bigint. It
 * binds a number to what stood there, so that one number used twice for two entries is noticed. It does not resist
 * somebody who looks for a collision: whoever states it could as well lie about the cursor.
 *
 * Source: FNV-1a, 64 bits (draft-eastlake-fnv). Counted in two halves of 32 bits, since bigints are slow.
 */

/** The mark of nothing. */
export const NO_MARK = 0n;

/** The low half of the prime 0x100000001b3, whose high half is 2^8. */
const PRIME_LOW = 0x1b3;
const HALF = 2 ** 32;

let high = 0;
let low = 0;

/**
 * The mark after one more entry.
 *
 * @param {bigint} mark that of the entry that it follows, `NO_MARK` for the first
 * @param {number} seq the entry's number
 * @param {string} id the message's id
 * @returns {bigint}
 */
export function nextMark(mark, seq, id) {
  high = 0xcbf29ce4;
  low = 0x84222325;
  take(Number(mark >> 32n));
  take(Number(mark & 0xffffffffn));
  take(Math.floor(seq / HALF));
  take(seq);
  const digits = id.replaceAll('-', '');
  for (let i = 0; i < 32; i += 8) {
    take(parseInt(digits.slice(i, i + 8), 16));
  }
  return (BigInt(high) << 32n) | BigInt(low);
}

/**
 * Takes the low four bytes of a number, the highest first.
 *
 * @param {number} word
 */
function take(word) {
  for (let shift = 24; shift >= 0; shift -= 8) {
    low = (low ^ ((word >>> shift) & 0xff)) >>> 0;
    const product = low * PRIME_LOW;
    high = (high * PRIME_LOW + low * 256 + Math.floor(product / HALF)) >>> 0;
    low = product >>> 0;
  }
}
