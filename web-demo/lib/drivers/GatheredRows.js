/**
 * Rows of one store that many writes of one transaction change: each is read once and written once. Waits for nothing but
 * requests of the transaction, or that would end by itself.
 *
 * @template Row
 */
export class GatheredRows {
  /** @type {Map<string, {row: Row | undefined, changed: boolean}>} */
  #rows = new Map();
  #store;

  /** @param {any} store of the transaction */
  constructor(store) {
    this.#store = store;
  }

  /** @param {IDBValidKey} key @returns {Promise<Row | undefined>} as the last {@link put} has left it */
  async get(key) {
    const name = String(key);
    let known = this.#rows.get(name);
    if (known === undefined) {
      known = { row: await this.#store.get(key), changed: false };
      this.#rows.set(name, known);
    }
    return known.row;
  }

  /** On disk with {@link flush}. @param {IDBValidKey} key that of the row @param {Row} row */
  put(key, row) {
    this.#rows.set(String(key), { row, changed: true });
  }

  /** Writes what was changed, and reads anew from then on. */
  flush() {
    for (const { row, changed } of this.#rows.values()) {
      if (changed) {
        // Not waited for: one that fails ends the transaction, which says so.
        this.#store.put(/** @type {Row} */ (row)).catch(() => {});
      }
    }
    this.#rows.clear();
  }
}
