/** A random unsigned 64-bit number that is not 0, as decimal text: an epoch, or an incarnation. */
export const randomU64 = () => (crypto.getRandomValues(new BigUint64Array(1))[0] | 1n).toString();
