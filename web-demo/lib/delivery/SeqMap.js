/**
 * Values by sequence number, ascending: two arrays, searched by halves. New numbers mostly come at the end and old ones
 * go at the front, which both is cheap. (Java has `TreeMap`.) Not to be changed while an index is in use.
 *
 * @template T
 */
export class SeqMap {
  /** @type {number[]} */
  #keys = [];
  /** @type {T[]} */
  #values = [];
  /** What is before this index has been removed. */
  #head = 0;

  size() {
    return this.#keys.length - this.#head;
  }

  isEmpty() {
    return this.#head === this.#keys.length;
  }

  /** The lowest number, 0 when empty. */
  firstKey() {
    return this.isEmpty() ? 0 : this.#keys[this.#head];
  }

  /** The highest number, 0 when empty. */
  lastKey() {
    return this.isEmpty() ? 0 : this.#keys[this.#keys.length - 1];
  }

  /**
   * The index of the first number that is not below `seq`; `size()` when there is none.
   *
   * @param {number} seq
   */
  indexFrom(seq) {
    return this.#find(seq) - this.#head;
  }

  /**
   * The value at an index below `size()`.
   *
   * @param {number} index
   * @returns {T}
   */
  at(index) {
    return this.#values[this.#head + index];
  }

  /**
   * The number at an index below `size()`.
   *
   * @param {number} index
   */
  keyAt(index) {
    return this.#keys[this.#head + index];
  }

  /**
   * The highest number below `seq`, 0 for none.
   *
   * @param {number} seq
   */
  lowerKey(seq) {
    const at = this.#find(seq) - 1;
    return at < this.#head ? 0 : this.#keys[at];
  }

  /**
   * @param {number} seq
   * @returns {T | undefined}
   */
  get(seq) {
    const at = this.#find(seq);
    return this.#keys[at] === seq ? this.#values[at] : undefined;
  }

  /** @param {number} seq */
  has(seq) {
    return this.#keys[this.#find(seq)] === seq;
  }

  /**
   * The values from one number through another, as an array of their own.
   *
   * @param {number} fromSeq
   * @param {number} throughSeq
   * @returns {T[]}
   */
  between(fromSeq, throughSeq) {
    return throughSeq < fromSeq ? [] : this.#values.slice(this.#find(fromSeq), this.#find(throughSeq + 1));
  }

  /**
   * @param {number} seq
   * @param {T} value
   */
  set(seq, value) {
    if (seq > this.lastKey()) {
      this.#keys.push(seq);
      this.#values.push(value);
      return;
    }
    const at = this.#find(seq);
    if (this.#keys[at] === seq) {
      this.#values[at] = value;
    } else {
      this.#keys.splice(at, 0, seq);
      this.#values.splice(at, 0, value);
    }
  }

  /**
   * Removes and returns a value; undefined when there is none.
   *
   * @param {number} seq
   * @returns {T | undefined}
   */
  delete(seq) {
    const at = this.#find(seq);
    if (this.#keys[at] !== seq) {
      return undefined;
    }
    const value = this.#values[at];
    if (at === this.#head) {
      this.#values[at] = /** @type {any} */ (undefined);
      this.#head++;
      this.#compact();
    } else {
      this.#keys.splice(at, 1);
      this.#values.splice(at, 1);
    }
    return value;
  }

  #compact() {
    if (this.isEmpty() || (this.#head >= 1024 && this.#head * 2 >= this.#keys.length)) {
      this.#keys.splice(0, this.#head);
      this.#values.splice(0, this.#head);
      this.#head = 0;
    }
  }

  /** @param {number} seq */
  #find(seq) {
    let low = this.#head;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keys[middle] < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
