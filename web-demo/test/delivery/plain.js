import { fromBase64, toBase64 } from '../../lib/wire/Bytes.js';

/** Entries as the vectors write them: base64, `hlc` as text, `after` left out when it is `seq` - 1. */

/** @typedef {import('../vectors.js').Plain} Plain */

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
export function bytes(text) {
  const found = fromBase64(text);
  if (found === undefined) {
    throw new Error(`not base64: ${text}`);
  }
  return found;
}

/**
 * @param {Plain} plain
 * @returns {Uint8Array | undefined}
 */
export function part(plain) {
  return 'part' in plain ? bytes(plain.part) : undefined;
}

/**
 * @param {Plain} plain
 * @returns {import('../../lib/wire/types.js').Entry}
 */
export function entry(plain) {
  return { seq: plain.seq, id: plain.id, hlc: BigInt(plain.hlc), body: bytes(plain.body) };
}

/**
 * @param {Plain} plain
 * @returns {import('../../lib/wire/types.js').AddressedEntry}
 */
export function addressed(plain) {
  return { ...entry(plain), after: plain.after ?? plain.seq - 1, part: part(plain) };
}

/**
 * @param {Plain} plain
 * @returns {import('../../lib/wire/types.js').PostedEntry}
 */
export function posted(plain) {
  const to = plain.to.map((/** @type {Plain} */ each) => ({
    target: each.target,
    after: each.after ?? plain.seq - 1,
    part: part(each),
  }));
  return { ...entry(plain), to };
}

/**
 * @param {import('../../lib/wire/types.js').AddressedEntry} entry
 * @returns {Plain}
 */
export function addressedJson(entry) {
  return { ...entryJson(entry), ...addressJson(entry.seq, entry) };
}

/**
 * @param {import('../../lib/wire/types.js').PostedEntry} entry
 * @returns {Plain}
 */
export function postedJson(entry) {
  const to = entry.to.map((each) => ({ target: each.target, ...addressJson(entry.seq, each) }));
  return { ...entryJson(entry), to };
}

/** @param {import('../../lib/wire/types.js').Entry} entry */
function entryJson({ seq, id, hlc, body }) {
  return { seq, id, hlc: String(hlc), body: toBase64(body) };
}

/**
 * @param {number} seq
 * @param {{ after: number, part?: Uint8Array | undefined }} address
 */
function addressJson(seq, { after, part }) {
  return {
    ...(after === seq - 1 ? {} : { after }),
    ...(part === undefined ? {} : { part: toBase64(part) }),
  };
}
