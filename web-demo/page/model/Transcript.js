import { Transcript as Read, forwardStatus, leastStatus } from '../library.js';

/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('../types.js').Status} Status */

/**
 * One message as it reads now, and how far it has come.
 *
 * @typedef {import('../../lib/transcript/Transcript.js').Item<Entry> & { status?: Status }} Item
 */

/**
 * The loaded part of one conversation, with the statuses of own messages.
 *
 * @extends {Read<Entry, Item>}
 */
export class Transcript extends Read {
  /** @type {Set<string>} ids of what this device has said */
  #said = new Set();
  /** @type {() => Record<string, string>} */
  #counted;

  /**
   * @param {(device: string) => string} accountOf account of a device; the device itself where that is not known
   * @param {string} me the own account
   * @param {() => Record<string, string>} counted the devices that make up a message's status today, with their accounts
   */
  constructor(accountOf, me, counted) {
    super(accountOf, me);
    this.#counted = counted;
  }

  /** @override @param {Entry} entry */
  add(entry) {
    if (entry.by === 'self') this.#said.add(entry.id);
    return super.add(entry);
  }

  /** @override @param {Item} item */
  refold(item) {
    super.refold(item);
    const { status, statuses } = item.entry;
    item.status = item.mine && statuses ? leastStatus(statuses, this.#counted()) : (item.status ?? status);
  }

  /**
   * Takes in an entry as the disk has it now, with how far it has come.
   *
   * @param {Entry} entry
   * @returns {boolean} whether it was there
   */
  takeRead(entry) {
    if (!this.has(entry)) {
      this.add(entry);
      return false;
    }
    for (const [target, status] of Object.entries(entry.statuses ?? {})) {
      this.advance(entry, target, [[entry.seq, entry.seq]], status, entry.refusals?.[target]);
    }
    return true;
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
    const found = inRanges(this.inStream(stream), seqs);
    for (const item of found) {
      const { entry } = item;
      entry.statuses = { ...entry.statuses, [target]: forwardStatus(entry.statuses?.[target], status) };
      if (code !== undefined) entry.refusals = { ...entry.refusals, [target]: code };
      this.refold(item);
    }
    return found.length > 0;
  }
}

/**
 * @param {ReadonlyMap<number, Item>} items
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
