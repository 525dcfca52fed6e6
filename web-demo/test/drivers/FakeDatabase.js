/** What identifies a row, as in `lib/drivers/schema.js`. @type {Record<string, string[] | undefined>} */
const KEYS = {
  meta: undefined,
  roster: ['conv'],
  transcript: ['conv', 'device', 'epoch', 'seq'],
  cursor: ['conv', 'device', 'epoch'],
  stream: ['conv'],
  open: ['conv', 'device', 'seq'],
  refused: ['conv', 'device', 'seq'],
  target: ['conv', 'device'],
};

/** @type {Record<string, string[]>} */
const INDEXES = { order: ['conv', 'hlc', 'device', 'seq'], id: ['id'] };

/** @typedef {{ key: any, value: any }} Row */
/** @typedef {{ lower: any, upper: any, lowerOpen: boolean, upperOpen: boolean }} Range */

/**
 * As much of a device's database in memory, as `idb` shows it, as the drivers use. A transaction ends by itself when a
 * turn of the event loop passes without a request of it, and is taken back when it is called off or refused.
 */
export class FakeDatabase {
  /** @type {Map<string, Row[]>} */
  stores = new Map(Object.keys(KEYS).map((name) => [name, []]));
  /** How many of the next transactions that write are refused when they would end. */
  refusals = 0;
  /** How many questions outside of a transaction the next ones are refused. */
  unread = 0;

  constructor() {
    const bound = (/** @type {any} */ lower, /** @type {any} */ upper, lowerOpen = false, upperOpen = false) => ({
      lower,
      upper,
      lowerOpen,
      upperOpen,
    });
    Object.assign(globalThis, { IDBKeyRange: { bound } });
  }

  /** For the drivers, which want the real one. @returns {any} */
  asDatabase() {
    return this;
  }

  /** Rows of a store, in order. @param {string} name @returns {any[]} */
  rows(name) {
    return this.#rows(name).map(({ value }) => value);
  }

  /** @param {string} name @returns {Row[]} */
  #rows(name) {
    return /** @type {Row[]} */ (this.stores.get(name));
  }

  /** @param {string | string[]} names @param {string} [mode] */
  transaction(names, mode) {
    return new FakeTransaction(this, [names].flat()[0], mode === 'readwrite');
  }

  /** @param {string} name @param {any} [range] @param {number} [count] */
  async getAll(name, range, count) {
    return this.#read(name).getAll(range, count);
  }

  /** @param {string} name @param {any} key */
  async get(name, key) {
    return this.#read(name).get(key);
  }

  /** @param {string} name @param {string} index @param {any} range */
  async getAllFromIndex(name, index, range) {
    return this.#read(name).index(index).getAll(range);
  }

  /** @param {string} name */
  #read(name) {
    if (this.unread > 0) {
      this.unread--;
      throw new Error('cannot be read now');
    }
    return this.transaction(name).store;
  }

  close() {}
}

class FakeTransaction {
  #database;
  #before;
  #writes;
  #requests = 0;
  /** @type {() => void} */
  #end = () => {};
  /** @type {(failure: Error) => void} */
  #fail = () => {};
  #over = false;

  /** @param {FakeDatabase} database @param {string} first @param {boolean} writes */
  constructor(database, first, writes) {
    this.#database = database;
    this.#before = new Map([...database.stores].map(([name, rows]) => [name, [...rows]]));
    this.#writes = writes;
    this.store = this.objectStore(first);
    this.done = new Promise((end, fail) => {
      this.#end = () => end(undefined);
      this.#fail = fail;
    });
    this.done.catch(() => {});
    this.#endWhenQuiet();
  }

  #endWhenQuiet() {
    const seen = ++this.#requests;
    setImmediate(() => {
      if (this.#over || seen !== this.#requests) {
        return;
      }
      if (this.#writes && this.#database.refusals > 0) {
        this.#database.refusals--;
        this.abort();
      } else {
        this.#over = true;
        this.#end();
      }
    });
  }

  abort() {
    if (this.#over) {
      throw new Error('over already');
    }
    this.#over = true;
    this.#database.stores = this.#before;
    this.#fail(new Error('called off'));
  }

  /** @param {string} name */
  objectStore(name) {
    return new FakeStore(name, () => {
      if (this.#over) {
        throw new Error('the transaction is over');
      }
      this.#endWhenQuiet();
      return /** @type {Row[]} */ (this.#database.stores.get(name));
    });
  }
}

class FakeStore {
  #keyPath;
  #request;

  /** @param {string} name @param {() => Row[]} request gives the rows of now, ascending */
  constructor(name, request) {
    this.#keyPath = KEYS[name];
    this.#request = request;
  }

  /** @param {any} key */
  async get(key) {
    return structuredClone(this.#request().find((row) => compare(row.key, key) === 0)?.value);
  }

  /** @param {Range} [range] @param {number} [count] */
  async getAll(range, count = Infinity) {
    return structuredClone(within(this.#request(), range).slice(0, count)).map(({ value }) => value);
  }

  /** @param {Range} [range] */
  async getAllKeys(range) {
    return within(this.#request(), range).map(({ primary, key }) => primary ?? key);
  }

  /** @param {any} value @param {any} [key] */
  async put(value, key = keyOf(value, /** @type {string[]} */ (this.#keyPath))) {
    const rows = this.#request();
    removeFrom(rows, { lower: key, upper: key, lowerOpen: false, upperOpen: false });
    rows.push({ key, value: structuredClone(value) });
    rows.sort((a, b) => compare(a.key, b.key));
  }

  /** @param {any} which a key or a range */
  async delete(which) {
    const range =
      which?.upper === undefined ? { lower: which, upper: which, lowerOpen: false, upperOpen: false } : which;
    removeFrom(this.#request(), range);
  }

  async clear() {
    this.#request().length = 0;
  }

  /** @param {Range} range @param {string} [direction] */
  async openCursor(range, direction) {
    const rows = within(this.#request(), range);
    return cursorAt(direction === 'prev' ? rows.reverse() : rows, 0, this.#request);
  }

  /** @param {Range} range @param {string} [direction] */
  openKeyCursor(range, direction) {
    return this.openCursor(range, direction);
  }

  /** @param {string} name */
  index(name) {
    const path = INDEXES[name];
    return new FakeStore(name, () =>
      this.#request()
        .map(({ key, value }) => ({ key: path.length > 1 ? keyOf(value, path) : value[path[0]], value, primary: key }))
        .sort((a, b) => compare(a.key, b.key)),
    );
  }
}

/** @param {Row[]} rows @param {number} at @param {() => Row[]} request @returns {any} */
function cursorAt(rows, at, request) {
  return at >= rows.length
    ? null
    : {
        ...structuredClone(rows[at]),
        continue: async () => {
          request();
          return cursorAt(rows, at + 1, request);
        },
      };
}

/** @param {any} value @param {string[]} path */
const keyOf = (value, path) => (path.length === 1 ? value[path[0]] : path.map((name) => value[name]));

/** @param {any[]} rows @param {any} [range] a range, or a key */
function within(rows, range) {
  if (range === undefined) {
    return [...rows];
  }
  const { lower, upper, lowerOpen, upperOpen } =
    range.upper === undefined ? { lower: range, upper: range, lowerOpen: false, upperOpen: false } : range;
  return rows.filter(({ key }) => {
    const [low, high] = [compare(key, lower), compare(key, upper)];
    return (low > 0 || (low === 0 && !lowerOpen)) && (high < 0 || (high === 0 && !upperOpen));
  });
}

/** @param {Row[]} rows @param {Range} range */
function removeFrom(rows, range) {
  const gone = new Set(within(rows, range));
  rows.splice(0, rows.length, ...rows.filter((row) => !gone.has(row)));
}

/** Numbers, then text, then arrays. @param {any} a @param {any} b @returns {number} */
function compare(a, b) {
  const rank = (/** @type {any} */ key) => (Array.isArray(key) ? 2 : typeof key === 'string' ? 1 : 0);
  if (rank(a) !== rank(b)) {
    return rank(a) - rank(b);
  }
  if (!Array.isArray(a)) {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i], b[i]);
    if (order !== 0) {
      return order;
    }
  }
  return a.length - b.length;
}
