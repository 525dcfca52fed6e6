import { strayPlace } from '../core/DiskWrite.js';
import { EpochWriter, spansOf } from './EpochWriter.js';
import { GatheredRows } from './GatheredRows.js';
import { hlcKey } from './schema.js';

/** @typedef {import('../core/DiskWrite.js').DiskWrite} DiskWrite */
/** @typedef {import('../vendor/idb/index.js').IDBPTransaction<import('./schema.js').Schema, any, 'readwrite'>} Transaction */

/** @typedef {'meta' | 'transcript' | 'cursor' | 'stream' | 'open' | 'refused' | 'target' | 'roster'} StoreName */

/** Beyond every key that begins alike: arrays sort after numbers and text. */
const END = /** @type {any} */ ([]);

/**
 * Turns disk writes into rows within the caller's transaction. Every write may come twice, since a transaction that was
 * refused is tried again. Waits for nothing but requests of the transaction, or that would end by itself.
 */
export class TableWriter {
  #transaction;
  /** @type {Set<string>} */
  #known = new Set();
  /** @type {GatheredRows<import('./schema.js').TargetRow>} */
  #targets;
  /** @type {GatheredRows<import('./schema.js').CursorRow>} */
  #cursors;
  /** @type {GatheredRows<{conv: string, next: number}>} */
  #streams;

  /** @param {Transaction} transaction over all stores */
  constructor(transaction) {
    this.#transaction = transaction;
    this.#targets = new GatheredRows(transaction.objectStore('target'));
    this.#cursors = new GatheredRows(transaction.objectStore('cursor'));
    this.#streams = new GatheredRows(transaction.objectStore('stream'));
  }

  /**
   * Writes all, in order.
   *
   * @param {readonly DiskWrite[]} writes
   * @returns {Promise<Set<string>>} ids of received entries that were not kept, since the transcript has them
   */
  async write(writes) {
    this.#known = new Set();
    for (const write of writes) {
      await this.#one(write);
    }
    return this.#known;
  }

  /** To be called after the last {@link write}. */
  flush() {
    this.#targets.flush();
    this.#cursors.flush();
    this.#streams.flush();
  }

  /** @param {DiskWrite} write @returns {Promise<unknown> | void} */
  #one(write) {
    switch (write.write) {
      case 'sent':
        return this.#sent(write);
      case 'reworded':
        return this.#reworded(write.stream, write.entries);
      case 'let-go':
        return this.#letGo(write.stream.conv, write.throughSeq);
      case 'received':
        return this.#received(write);
      case 'strays':
        return this.#strays(write);
      case 'epoch-begun':
        this.flush();
        return new EpochWriter(this.#transaction).write(write.change);
      case 'delivered':
        this.#delete('open', openThrough(write.stream.conv, write.device, 0, write.throughSeq));
        return this.#target(write.stream.conv, write.device, { delivered: write.throughSeq, mark: write.mark });
      case 'read':
        return this.#target(write.stream.conv, write.device, { read: write.throughSeq });
      case 'stored':
        return this.#custody(write, true);
      case 'custody-taken-back':
        return this.#custody(write, false);
      case 'never-delivered':
        return this.#neverDelivered(write);
      case 'forget':
        return undefined; // an own entry is kept once, in the transcript
      case 'target-gone':
        return this.#targetGone(write.stream.conv, write.device);
      case 'target-replaced':
        return this.#targetReplaced(write.stream.conv, write.device, write.by);
      case 'roster-kept':
        this.#put('roster', { conv: write.roster.conv, roster: write.roster, gone: false });
        return undefined;
      case 'roster-gone':
        return this.#rosterGone(write.conversation);
      case 'changes-known':
        return this.#store('meta').put(write.known, 'changes-known');
      case 'own-read':
        return this.#ownRead(write.stream, write.throughSeq);
      case 'last-stamp':
        return this.#store('meta').put(write.hlc, 'last-stamp');
      case 'server-clock':
        return this.#store('meta').put(write.aheadMs, 'server-ahead');
    }
  }

  /** @param {StoreName} name @returns {any} */
  #store(name) {
    return this.#transaction.objectStore(name);
  }

  /** Not waited for: one that fails ends the transaction, which says so. @param {StoreName} name @param {object} row */
  #put(name, row) {
    this.#store(name).put(row).catch(ignored);
  }

  /** @param {StoreName} name @param {any} key */
  #delete(name, key) {
    this.#store(name).delete(key).catch(ignored);
  }

  /** @param {Extract<DiskWrite, {write: 'sent'}>} write */
  async #sent({ stream, entry, unsent }) {
    const { conv } = stream;
    this.#transcript(stream, entry, 'self');
    this.#streams.put(conv, { conv, next: entry.seq + 1 });
    for (const { target, after, part } of entry.to) {
      this.#put('open', { conv, device: target, seq: entry.seq, after, part, stored: false, unsent });
      await this.#target(conv, target, { addressed: entry.seq });
    }
  }

  /** @param {import('../wire/StreamId.js').StreamId} stream @param {import('../wire/types.js').Entry[]} entries */
  async #reworded({ conv, device, epoch }, entries) {
    for (const { seq, body } of entries) {
      const row = await this.#store('transcript').get([conv, device, epoch, seq]);
      this.#put('transcript', { ...row, body });
    }
  }

  /** @param {string} conv @param {number} through */
  async #letGo(conv, through) {
    for (const row of await this.#store('open').getAll(IDBKeyRange.bound([conv], [conv, END]))) {
      if (row.unsent && row.seq <= through) {
        this.#put('open', { ...row, unsent: false });
      }
    }
  }

  /** @param {Extract<DiskWrite, {write: 'received'}>} write */
  async #received({ stream, entries, cursorSeq, mark, by, again }) {
    for (const entry of entries) {
      if (!again || !(await this.#isKnown(stream, entry.id))) {
        this.#transcript(stream, entry, by);
      }
    }
    await this.#cursor(stream, cursorSeq, mark);
  }

  /** @param {import('../wire/StreamId.js').StreamId} stream @param {number} seq @param {bigint} mark */
  async #cursor({ conv, device, epoch }, seq, mark) {
    const key = [conv, device, epoch];
    const known = await this.#cursors.get(key);
    this.#cursors.put(key, { conv, device, epoch, seq, mark, read: known?.read ?? 0 });
  }

  /** @param {Extract<DiskWrite, {write: 'strays'}>} write */
  async #strays({ stream, entries, by }) {
    for (const entry of entries) {
      const place = strayPlace(stream, entry);
      if (!(await this.#isKnown(place, entry.id))) {
        this.#transcript(place, entry, by);
        await this.#cursor(place, entry.seq, BigInt(place.epoch)); // for what is read of it
      }
    }
  }

  /**
   * Whether the transcript has the id from that device in that conversation, under whatever number.
   *
   * @param {import('../wire/StreamId.js').StreamId} stream @param {string} id
   */
  async #isKnown({ conv, device }, id) {
    /** @type {[string, string, string, number][]} */
    const places = await this.#store('transcript').index('id').getAllKeys(id);
    const isKnown = places.some(([c, d]) => c === conv && d === device);
    if (isKnown) {
      this.#known.add(id);
    }
    return isKnown;
  }

  /**
   * @param {import('../wire/StreamId.js').StreamId} stream
   * @param {import('../wire/types.js').Entry} entry
   * @param {string} by
   */
  #transcript({ conv, device, epoch }, { seq, id, hlc, body }, by) {
    this.#put('transcript', { conv, device, epoch, seq, id, hlc: hlcKey(hlc), body, by });
  }

  /**
   * Moves forward only.
   *
   * @param {string} conv
   * @param {string} device
   * @param {{addressed?: number, delivered?: number, mark?: bigint, read?: number}} change
   */
  async #target(conv, device, { addressed = 0, delivered = 0, mark, read = 0 }) {
    const key = [conv, device];
    const known = await this.#targets.get(key);
    if (known !== undefined && !known.gone) {
      this.#targets.put(key, {
        ...known,
        addressed: Math.max(addressed, known.addressed),
        ...(delivered > 0 && delivered >= known.delivered ? { delivered, mark } : {}),
        read: Math.max(read, known.read),
      });
    } else if (addressed > 0) {
      const earlier = known ? spansOf(known) : [];
      this.#targets.put(key, {
        conv,
        device,
        first: addressed,
        addressed,
        delivered: 0,
        read: 0,
        gone: false,
        earlier,
      });
    }
  }

  /** @param {string} conv @param {string} device */
  async #targetGone(conv, device) {
    this.#delete('open', openThrough(conv, device, 0, Infinity));
    const known = await this.#targets.get([conv, device]);
    if (known !== undefined) {
      this.#targets.put([conv, device], { ...known, gone: true });
    }
  }

  /** @param {string} conv @param {string} device @param {string[]} by */
  async #targetReplaced(conv, device, by) {
    const open = await this.#store('open').getAll(openThrough(conv, device, 0, Infinity));
    const refused = await this.#store('refused').getAll(openThrough(conv, device, 0, Infinity));
    const known = await this.#targets.get([conv, device]);
    for (const other of by) {
      open.forEach((/** @type {object} */ row) => this.#put('open', { ...row, device: other, stored: false }));
      refused.forEach((/** @type {object} */ row) => this.#put('refused', { ...row, device: other }));
      if (known !== undefined && !known.gone) {
        const { first, addressed } = known;
        const before = await this.#targets.get([conv, other]);
        const earlier = before === undefined ? [] : spansOf(before);
        const fresh = { conv, device: other, first, addressed, delivered: 0, read: 0, gone: false, earlier };
        this.#targets.put([conv, other], fresh);
      }
    }
    this.#delete('open', openThrough(conv, device, 0, Infinity));
    this.#delete('refused', openThrough(conv, device, 0, Infinity));
    if (known !== undefined) {
      this.#targets.put([conv, device], { ...known, addressed: known.first - 1, gone: true });
    }
  }

  /**
   * @param {{stream: import('../wire/StreamId.js').StreamId, device: string, seqs: readonly [number, number][]}} write
   * @param {boolean} stored
   */
  async #custody({ stream, device, seqs }, stored) {
    for (const [from, through] of seqs) {
      for (const row of await this.#store('open').getAll(openThrough(stream.conv, device, from, through))) {
        this.#put('open', { ...row, stored });
      }
    }
  }

  /** @param {Extract<DiskWrite, {write: 'never-delivered'}>} write */
  async #neverDelivered({ stream, device, seqs, code }) {
    for (const [from, through] of seqs) {
      const range = openThrough(stream.conv, device, from, through);
      for (const { seq } of await this.#store('open').getAll(range)) {
        this.#put('refused', { conv: stream.conv, device, seq, code });
      }
      this.#delete('open', range);
    }
  }

  /** @param {string} conv */
  async #rosterGone(conv) {
    const row = await this.#store('roster').get(conv);
    if (row) {
      this.#put('roster', { ...row, gone: true });
    }
  }

  /** A stray of an earlier version has no cursor, and is read all the same. @param {import('../wire/StreamId.js').StreamId} stream @param {number} through */
  async #ownRead({ conv, device, epoch }, through) {
    const key = [conv, device, epoch];
    const row = (await this.#cursors.get(key)) ?? { conv, device, epoch, seq: 0, mark: 0n, read: 0 };
    if (row.read < through) {
      this.#cursors.put(key, { ...row, read: through });
    }
  }
}

const ignored = () => {};

/**
 * Rows of one target, both ends inclusive.
 *
 * @param {string} conv
 * @param {string} device
 * @param {number} from
 * @param {number} through
 */
function openThrough(conv, device, from, through) {
  return IDBKeyRange.bound([conv, device, from], [conv, device, through === Infinity ? END : through]);
}
