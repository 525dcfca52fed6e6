/**
 * A queue that is filled at one end and emptied at both, in constant time. (Java has `ArrayDeque`.)
 *
 * @template T
 */
export class Deque {
  /** @type {T[]} */
  #items = [];
  #head = 0;

  isEmpty() {
    return this.#head === this.#items.length;
  }

  size() {
    return this.#items.length - this.#head;
  }

  /** @param {T} item */
  add(item) {
    this.#items.push(item);
  }

  /**
   * The first, undefined when empty.
   *
   * @returns {T | undefined}
   */
  first() {
    return this.#items[this.#head];
  }

  /**
   * The last, undefined when empty.
   *
   * @returns {T | undefined}
   */
  last() {
    return this.isEmpty() ? undefined : this.#items[this.#items.length - 1];
  }

  /**
   * Removes and returns the first, null when empty.
   *
   * @returns {T | null}
   */
  poll() {
    if (this.isEmpty()) {
      return null;
    }
    const item = this.#items[this.#head];
    this.#head++;
    if (this.isEmpty()) {
      this.clear();
    } else if (this.#head >= 1024 && this.#head * 2 >= this.#items.length) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    return item;
  }

  /**
   * Removes and returns the last, null when empty.
   *
   * @returns {T | null}
   */
  pollLast() {
    return this.isEmpty() ? null : /** @type {T} */ (this.#items.pop());
  }

  /** @param {(item: T) => boolean} which */
  removeIf(which) {
    this.#items = this.#items.slice(this.#head).filter((item) => !which(item));
    this.#head = 0;
  }

  clear() {
    this.#items.length = 0;
    this.#head = 0;
  }
}
