/** A small generator of numbers with a seed (mulberry32): one seed, one sequence, wherever it runs. */
export class Random {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /**
   * At least 0, below 1.
   *
   * @returns {number}
   */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  /**
   * An integer.
   *
   * @param {number} from
   * @param {number} to exclusive, at most 2^53
   * @returns {number}
   */
  int(from, to) {
    const wide = to - from > 2 ** 32;
    const fraction = wide ? (this.int(0, 2 ** 21) * 2 ** 32 + this.int(0, 2 ** 32)) / 2 ** 53 : this.next();
    return from + Math.floor(fraction * (to - from));
  }

  flag() {
    return this.next() < 0.5;
  }

  /**
   * @template T
   * @param {readonly T[]} values
   */
  pick(values) {
    return values[this.int(0, values.length)];
  }
}

/**
 * A copy in an order that the seed decides.
 *
 * @template T
 * @param {readonly T[]} values
 * @param {number} seed
 */
export function shuffled(values, seed) {
  const random = new Random(seed);
  const copy = [...values];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.int(0, i + 1);
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}
