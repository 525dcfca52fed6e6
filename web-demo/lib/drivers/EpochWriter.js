/** @typedef {import('./schema.js').TargetRow} TargetRow */

/** Instead of a refusal: the entry was not said again to that device. */
export const NOT_ADDRESSED = 'not-addressed';

/** How often somebody may leave a conversation and come back, and what they had got before is still known. */
const MOST_SPANS = 16;

/**
 * All the times of a target, the latest as well; one in which nothing was said to it tells nothing.
 *
 * @param {TargetRow} row
 * @returns {import('./schema.js').TargetSpan[]}
 */
export function spansOf({ earlier = [], first, addressed, delivered, read }) {
  const latest = addressed > 0 ? [{ first, addressed, delivered, read }] : [];
  return [...earlier, ...latest].slice(-MOST_SPANS);
}

/**
 * Writes an outbox that was numbered anew in place of the old one (DLV-22), within the caller's transaction. What is said
 * again moves with its row of the transcript; what the others had stays where it is, and is remembered with its epoch.
 */
export class EpochWriter {
  #transaction;

  /** @param {import('./TableWriter.js').Transaction} transaction over all stores */
  constructor(transaction) {
    this.#transaction = transaction;
  }

  /** @param {import('../core/EpochChange.js').EpochChange} change */
  async write({ epoch, start, incarnations, streams }) {
    const [targets, refused] = await Promise.all([this.#store('target').getAll(), this.#store('refused').getAll()]);
    await Promise.all([this.#store('open').clear(), this.#store('refused').clear(), this.#store('stream').clear()]);
    for (const { from, to, moved } of streams) {
      const { conv } = from;
      /** @type {Map<string, TargetRow>} */
      const rows = new Map();
      for (const known of targets.filter((/** @type {TargetRow} */ row) => row.conv === conv)) {
        const lost = refused.filter((row) => row.conv === conv && row.device === known.device);
        rows.set(known.device, { ...none(conv, known.device), earlier: spans(known, from.epoch, lost) });
      }
      for (const { oldSeq, entry, unsent } of moved) {
        await this.#move(from, oldSeq, to, entry.seq);
        for (const { target, after, part } of entry.to) {
          await this.#store('open').put({ conv, device: target, seq: entry.seq, after, part, stored: false, unsent });
          const row = rows.get(target) ?? none(conv, target);
          rows.set(target, { ...row, first: row.first || entry.seq, addressed: entry.seq, gone: false });
        }
      }
      await Promise.all([...rows.values()].map((row) => this.#store('target').put(row)));
      await this.#notAddressed(moved, [...rows.values()]);
      await this.#store('stream').put({ conv, next: moved.length + 1 });
    }
    await this.#store('meta').put(incarnations, 'incarnations');
    await this.#store('meta').put({ epoch, ...start }, 'epoch');
  }

  /**
   * No cursor speaks for what is said again to other devices (DLV-25).
   *
   * @param {import('../core/EpochChange.js').Moved[]} moved @param {TargetRow[]} rows
   */
  async #notAddressed(moved, rows) {
    for (const { conv, device, first } of rows.filter(({ gone }) => !gone)) {
      for (const { entry } of moved) {
        if (entry.seq > first && !entry.to.some(({ target }) => target === device)) {
          await this.#store('refused').put({ conv, device, seq: entry.seq, code: NOT_ADDRESSED });
        }
      }
    }
  }

  /**
   * @param {import('../wire/StreamId.js').StreamId} from @param {number} oldSeq
   * @param {import('../wire/StreamId.js').StreamId} to @param {number} seq
   */
  async #move({ conv, device, epoch }, oldSeq, to, seq) {
    const transcript = this.#store('transcript');
    const row = await transcript.get([conv, device, epoch, oldSeq]);
    if (row) {
      await Promise.all([transcript.delete([conv, device, epoch, oldSeq]), transcript.put({ ...row, ...to, seq })]);
    }
  }

  /**
   * @template {'target' | 'refused' | 'open' | 'stream' | 'meta' | 'transcript'} N
   * @param {N} name
   */
  #store(name) {
    return this.#transaction.objectStore(name);
  }
}

/** A target to which nothing was said in this epoch. @param {string} conv @param {string} device @returns {TargetRow} */
const none = (conv, device) => ({ conv, device, first: 0, addressed: 0, delivered: 0, read: 0, gone: true });

/**
 * @param {TargetRow} known
 * @param {string} epoch of the time that is over, and of others in it
 * @param {{seq: number, code: string}[]} refused
 * @returns {import('./schema.js').TargetSpan[]}
 */
function spans(known, epoch, refused) {
  const codes = (/** @type {import('./schema.js').TargetSpan} */ { first, addressed }) =>
    Object.fromEntries(
      refused.filter(({ seq }) => seq >= first && seq <= addressed).map(({ seq, code }) => [seq, code]),
    );
  return spansOf(known).map((span) => (span.epoch === undefined ? { ...span, epoch, refused: codes(span) } : span));
}
