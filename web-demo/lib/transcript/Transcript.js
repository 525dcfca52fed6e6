import { compareTranscript } from '../clock/TranscriptOrder.js';
import { Amendments } from './Amendments.js';

/**
 * An entry as a reader sees it.
 *
 * @typedef {import('./Amendments.js').Said & { epoch: string }} Said
 */

/**
 * One message as it reads now.
 *
 * @template {Said} E
 * @typedef {object} Item
 * @property {string} key names the entry: device, epoch and seq
 * @property {E} entry
 * @property {string} account the author; the device where its account is not known
 * @property {boolean} mine whether the own account is the author
 * @property {string} text
 * @property {string | undefined} reply the message answered
 * @property {boolean} edited
 * @property {boolean} deleted
 * @property {boolean} unknown whether a later version wrote something that this one cannot show
 * @property {{ emoji: string, accounts: string[] }[]} reactions
 * @property {number} revision grows whenever anything above changes
 */

/**
 * The loaded part of one conversation: messages in order (CLK-4), with edits, deletes and reactions applied. Entries may
 * be added in any order and more than once; the result is the same.
 *
 * @template {Said} E
 * @template {Item<E>} [I=Item<E>]
 */
export class Transcript {
  /** @type {I[]} */
  #items = [];
  /** @type {Map<string, Map<number, I>>} items by stream and seq */
  #streams = new Map();
  /** @type {Map<string, I[]>} items by message id; somebody may repeat the id of another's message */
  #byId = new Map();
  /** @type {Map<string, E>} all entries added, by device and id */
  #known = new Map();
  #amendments;
  #accountOf;
  #me;

  /**
   * @param {(device: string) => string} accountOf account of a device; the device itself where that is not known
   * @param {string} me the own account
   */
  constructor(accountOf, me) {
    this.#amendments = new Amendments(accountOf);
    this.#accountOf = accountOf;
    this.#me = me;
  }

  /** The messages, oldest first. Not to be changed. */
  items() {
    return this.#items;
  }

  /** How many entries were added, messages or not. */
  size() {
    return this.#known.size;
  }

  /**
   * Adds an entry. One whose id the same device has used before is the same one, wherever it stands now (DLV-22): the
   * lower stamp counts, of equal ones the last place told.
   *
   * @param {E} entry
   * @returns {'message' | 'amendment' | 'nothing'} what it was; nothing for one that is there or that is not shown
   */
  add(entry) {
    const once = `${entry.device} ${entry.id}`;
    const before = this.#known.get(once);
    if (before !== undefined && (entry.hlc > before.hlc || keyOf(entry) === keyOf(before))) {
      return 'nothing';
    }
    this.#known.set(once, entry);
    if (before === undefined) {
      return this.#put(entry);
    }
    this.#takeOut(before);
    this.#put(entry);
    return 'nothing';
  }

  /** Whether an entry is there, at that place. @param {E} entry */
  has(entry) {
    const known = this.#known.get(`${entry.device} ${entry.id}`);
    return known !== undefined && keyOf(known) === keyOf(entry);
  }

  /**
   * Finds a message.
   *
   * @param {string} id
   * @returns {I | undefined} the first one with that id
   */
  find(id) {
    return this.#byId.get(id)?.[0];
  }

  /**
   * Finds a message by its key.
   *
   * @param {string} key
   * @returns {I | undefined}
   */
  at(key) {
    const [device, epoch, seq] = key.split(' ');
    return this.inStream({ device, epoch }).get(Number(seq));
  }

  /**
   * The messages of a stream, by seq.
   *
   * @param {{ device: string, epoch: string }} stream
   * @returns {ReadonlyMap<number, I>}
   */
  inStream({ device, epoch }) {
    return this.#streams.get(`${device} ${epoch}`) ?? new Map();
  }

  /** Looks up all accounts again, after a roster has told of devices that were not known. */
  attributeAgain() {
    for (const item of this.#items) {
      this.refold(item);
    }
  }

  /** Works out anew how a message reads. @param {I} item */
  refold(item) {
    item.account = this.#accountOf(item.entry.device);
    item.mine = item.account === this.#me;
    Object.assign(item, this.#amendments.reading(item.entry));
    item.revision++;
  }

  /** @param {E} entry @returns {'message' | 'amendment' | 'nothing'} */
  #put(entry) {
    const amended = this.#amendments.add(entry);
    if (amended !== undefined) {
      this.#refoldAll(amended);
      return 'amendment';
    }
    if (entry.content.kind === 'read') {
      return 'nothing';
    }
    this.#insert(entry);
    return 'message';
  }

  /** @param {E} entry */
  #takeOut(entry) {
    this.#amendments.remove(entry);
    const key = keyOf(entry);
    const item = this.at(key);
    if (item !== undefined) {
      this.#items.splice(this.#items.indexOf(item), 1);
      this.#streams.get(`${entry.device} ${entry.epoch}`)?.delete(entry.seq);
      const same = this.#byId.get(entry.id) ?? [];
      same.splice(same.indexOf(item), 1);
    }
  }

  /** @param {string} id */
  #refoldAll(id) {
    for (const item of this.#byId.get(id) ?? []) {
      this.refold(item);
    }
  }

  /** @param {E} entry */
  #insert(entry) {
    const { content, device, epoch, seq, id } = entry;
    /** @type {Item<E>} */
    const plain = {
      key: keyOf(entry),
      entry,
      account: '',
      mine: false,
      text: '',
      reply: content.kind === 'reply' ? content.message : undefined,
      edited: false,
      deleted: false,
      unknown: content.kind === 'unknown',
      reactions: [],
      revision: 0,
    };
    const item = /** @type {I} */ (plain);
    this.refold(item);
    this.#items.splice(countThrough(this.#items, placeOf, entry), 0, item);
    const stream = `${device} ${epoch}`;
    this.#streams.set(stream, (this.#streams.get(stream) ?? new Map()).set(seq, item));
    const same = this.#byId.get(id) ?? [];
    same.splice(countThrough(same, placeOf, entry), 0, item);
    this.#byId.set(id, same);
  }
}

/**
 * Names an entry among those of a conversation.
 *
 * @param {{ device: string, epoch: string, seq: number }} entry
 * @returns {string}
 */
export function keyOf(entry) {
  return `${entry.device} ${entry.epoch} ${entry.seq}`;
}

/**
 * Finds how many of the sorted things lie before a place or at it.
 *
 * @template T
 * @param {readonly T[]} sorted
 * @param {(thing: T) => import('../clock/TranscriptOrder.js').TranscriptOrder} placeOf
 * @param {import('../clock/TranscriptOrder.js').TranscriptOrder} place
 * @returns {number}
 */
export function countThrough(sorted, placeOf, place) {
  const last = sorted.at(-1);
  if (last === undefined || compareTranscript(placeOf(last), place) <= 0) {
    return sorted.length; // most come last
  }
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareTranscript(placeOf(sorted[middle]), place) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** @param {{ entry: import('../clock/TranscriptOrder.js').TranscriptOrder }} item */
const placeOf = (item) => item.entry;
