/** What surrounds the entries of a frame on a channel, generously. */
export const ENTRIES_OVERHEAD = 256;

export const ADDRESS_OVERHEAD = 96;

/** Text around a body, an address and a part in a frame, generously. */
const ENTRY_OVERHEAD = 160;

/** The most that an entry takes in a frame. @param {number} bodyBytes */
export function entryBytes(bodyBytes) {
  return ENTRY_OVERHEAD + base64Bytes(bodyBytes);
}

/** @param {Uint8Array | undefined} part */
export function partBytes(part) {
  return part === undefined ? 0 : base64Bytes(part.length);
}

/** @param {number} bytes */
function base64Bytes(bytes) {
  return Math.ceil(bytes / 3) * 4;
}
