import { Amendments, compareTranscript, forwardStatus, leastStatus } from '../library.js';
import { countThrough } from './order.js';

/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('../types.js').Status} Status */

/**
 * One message as it reads now.
 *
 * @typedef {object} Item
 * @property {string} key names the entry: device, epoch and seq
 * @property {Entry} entry
 * @property {string} account the author
 * @property {boolean} mine
 * @property {string} text
 * @property {string | undefined} reply the message answered
 * @property {boolean} edited
 * @property {boolean} deleted
 * @property {boolean} unknown whether a later version wrote something that this one cannot show
 * @property {{ emoji: string, accounts: string[] }[]} reactions
 * @property {Status | undefined} status of an own message
 * @property {number} revision grows whenever anything above changes
 */

const SHOWN = new Set(['text', 'reply', 'unknown']);

/**
 * The loaded part of one conversation: messages in order (CLK-4), with edits, deletes and reactions applied. Entries may
 * be added in any order and more than once; the result is the same.
 */
export class Transcript {
  /** @type {Item[]} */
  #items = [];
  /** @type {Map<string, Map<number, Item>>} items by stream and seq */
  #streams = new Map();
  /** @type {Map<string, Item[]>} items by message id; somebody may repeat the id of another's message */
  #byId = new Map();
  /** @type {Set<string>} keys of all entries added */
  #seen = new Set();
  /** @type {Set<string>} ids of those of this device */
  #said = new Set();
  #amendments;
  /** @type {(device: string) => string} */
  #accountOf;
  #me;
  #counted;

  /**
   * @param {(device: string) => string} accountOf account of a device; the device itself where that is not known
   * @param {string} me the own account
   * @param {() => Record<string, string>} counted the devices that make up a message's status today, with their accounts
   */
  constructor(accountOf, me, counted) {
    this.#amendments = new Amendments(accountOf);
    this.#accountOf = accountOf;
    this.#me = me;
    this.#counted = counted;
  }

  /** The messages, oldest first. Not to be changed. */
  items() {
    return this.#items;
  }

  /** How many entries were added, messages or not. */
  size() {
    return this.#seen.size;
  }

  /**
   * Adds an entry.
   *
   * @param {Entry} entry
   * @returns {'message' | 'amendment' | 'nothing'} what it was; nothing for one that is there or that is not shown
   */
  add(entry) {
    const key = keyOf(entry);
    if (this.#seen.has(key)) return 'nothing';
    this.#seen.add(key);
    if (entry.by === 'self') this.#said.add(entry.id);
    const amended = this.#amendments.add(entry);
    if (amended !== undefined) {
      for (const item of this.#byId.get(amended) ?? []) this.#refold(item);
      return 'amendment';
    }
    if (!SHOWN.has(entry.content.kind)) return 'nothing';
    this.#insert(this.#newItem(key, entry));
    return 'message';
  }

  /**
   * Takes in an entry as the disk has it now, with how far it has come.
   *
   * @param {Entry} entry
   * @returns {boolean} whether it was there
   */
  takeRead(entry) {
    if (!this.#seen.has(keyOf(entry))) {
      this.add(entry);
      return false;
    }
    for (const [target, status] of Object.entries(entry.statuses ?? {})) {
      this.advance(entry, target, [[entry.seq, entry.seq]], status, entry.refusals?.[target]);
    }
    return true;
  }

  /**
   * Finds a message.
   *
   * @param {string} id
   * @returns {Item | undefined} the first one with that id
   */
  find(id) {
    return this.#byId.get(id)?.[0];
  }

  /**
   * Whether this device has said something, a message or not; another one may repeat its id.
   *
   * @param {string} id
   */
  hasSaid(id) {
    return this.#said.has(id);
  }

  /**
   * Finds a message by its key.
   *
   * @param {string} key
   * @returns {Item | undefined}
   */
  at(key) {
    const [device, epoch, seq] = key.split(' ');
    return this.#streams.get(`${device} ${epoch}`)?.get(Number(seq));
  }

  /**
   * Moves own messages on.
   *
   * @param {{ device: string, epoch: string }} stream
   * @param {string} target
   * @param {[number, number][]} seqs
   * @param {Status} status
   * @param {string} [code] of a refusal
   * @returns {boolean} whether a message shown changed
   */
  advance(stream, target, seqs, status, code) {
    const items = this.#streams.get(`${stream.device} ${stream.epoch}`);
    if (!items) return false;
    let changed = false;
    for (const item of inRanges(items, seqs)) {
      const entry = item.entry;
      entry.statuses = { ...entry.statuses, [target]: forwardStatus(entry.statuses?.[target], status) };
      if (code !== undefined) entry.refusals = { ...entry.refusals, [target]: code };
      this.#refold(item);
      changed = true;
    }
    return changed;
  }

  /** Looks up all accounts again, after a roster has told of devices that were not known. */
  attributeAgain() {
    for (const item of this.#items) this.#refold(item);
  }

  /** @param {string} key @param {Entry} entry @returns {Item} */
  #newItem(key, entry) {
    const item = {
      key,
      entry,
      account: '',
      mine: false,
      text: '',
      reply: entry.content.kind === 'reply' ? String(entry.content.message) : undefined,
      edited: false,
      deleted: false,
      unknown: entry.content.kind === 'unknown',
      reactions: [],
      status: entry.status,
      revision: 0,
    };
    this.#refold(item);
    return item;
  }

  /** @param {Item} item */
  #insert(item) {
    const last = this.#items.at(-1);
    if (!last || compareTranscript(last.entry, item.entry) < 0) this.#items.push(item);
    else this.#items.splice(countThrough(this.#items, placeOf, item.entry), 0, item);
    const stream = `${item.entry.device} ${item.entry.epoch}`;
    const items = this.#streams.get(stream);
    if (items) items.set(item.entry.seq, item);
    else this.#streams.set(stream, new Map([[item.entry.seq, item]]));
    const same = this.#byId.get(item.entry.id) ?? [];
    same.splice(countThrough(same, placeOf, item.entry), 0, item);
    this.#byId.set(item.entry.id, same);
  }

  /** Works out anew how a message reads. @param {Item} item */
  #refold(item) {
    const entry = item.entry;
    item.account = this.#accountOf(entry.device);
    item.mine = item.account === this.#me;
    Object.assign(item, this.#amendments.reading(entry));
    if (item.mine && entry.statuses) item.status = leastStatus(entry.statuses, this.#counted());
    item.revision++;
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

/** @param {Item} item */
const placeOf = (item) => item.entry;

/**
 * @param {Map<number, Item>} items
 * @param {[number, number][]} ranges
 * @returns {Item[]}
 */
function inRanges(items, ranges) {
  const found = [];
  for (const [from, through] of ranges) {
    if (through - from < items.size) {
      for (let seq = from; seq <= through; seq++) {
        const item = items.get(seq);
        if (item) found.push(item);
      }
    } else {
      for (const [seq, item] of items) if (seq >= from && seq <= through) found.push(item);
    }
  }
  return found;
}
