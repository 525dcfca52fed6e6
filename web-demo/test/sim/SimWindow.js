import { streamKey } from '../../lib/wire/StreamId.js';

/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */

/** What one session has posted and not heard of (SES-2). An entry counts once, until its last target is answered for. */
export class SimWindow {
  /** @type {Map<string, { stream: string, seq: number, open: Set<string>, bytes: number }>} */
  #open = new Map();
  #bytes = 0;
  #limits;

  /** @param {import('./SimScenario.js').ServerLimits} limits */
  constructor(limits) {
    this.#limits = limits;
  }

  /**
   * Whether an entry fits.
   *
   * @param {StreamId} stream @param {number} seq @param {string[]} targets @param {number} bytes
   */
  take(stream, seq, targets, bytes) {
    const key = `${streamKey(stream)} ${seq}`;
    const known = this.#open.get(key);
    if (known !== undefined) {
      targets.forEach((target) => known.open.add(target));
      return true;
    }
    const { windowEntries, windowBytes } = this.#limits;
    if (this.#open.size > 0 && (this.#open.size >= windowEntries || this.#bytes + bytes > windowBytes)) {
      return false;
    }
    this.#open.set(key, { stream: streamKey(stream), seq, open: new Set(targets), bytes });
    this.#bytes += bytes;
    return true;
  }

  /** @param {StreamId} stream @param {string} target @param {number} seq */
  answered(stream, target, seq) {
    const key = `${streamKey(stream)} ${seq}`;
    const known = this.#open.get(key);
    if (known !== undefined) {
      known.open.delete(target);
      if (known.open.size === 0) {
        this.#open.delete(key);
        this.#bytes -= known.bytes;
      }
    }
  }

  /** @param {StreamId} stream @param {string} target @param {number} throughSeq */
  answeredThrough(stream, target, throughSeq) {
    const key = streamKey(stream);
    for (const known of [...this.#open.values()]) {
      if (known.stream === key && known.seq <= throughSeq) {
        this.answered(stream, target, known.seq);
      }
    }
  }
}
