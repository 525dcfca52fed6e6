// What binds a position to the entries behind it (DLV-20).

const OFFSET = 14695981039346656037n;
const PRIME = 1099511628211n;

/** FNV-1a, 64 bits. */
function hash(bytes) {
  let value = OFFSET;
  for (const byte of bytes) {
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * PRIME);
  }
  return value;
}

/** The mark at an entry, from that at the entry which it follows. */
export function fold(mark, { seq, id }) {
  const bytes = Buffer.alloc(32);
  bytes.writeBigUInt64BE(mark, 0);
  bytes.writeBigUInt64BE(BigInt(seq), 8);
  bytes.write(id.replaceAll('-', ''), 16, 'hex');
  return hash(bytes);
}
