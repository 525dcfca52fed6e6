import { fold } from './marks.js';

const MAX_HELD = 2048;

/** One inbound stream: what came, in order, each once (DLV-10, DLV-11). Its disk is this process. */
export class Inbox {
  cursor = 0;
  #mark = 0n;
  #ids = new Set();
  /** @type {Map<number, {entry: any, by: Set<string>}>} */
  #held = new Map();
  #handOver;

  /** @param {{conv: string, device: string, epoch: string}} stream */
  constructor(stream, handOver) {
    this.stream = stream;
    this.#handOver = handOver;
  }

  /** Takes what came by one way; names the ways that have to hear an ack. */
  take(entries, by) {
    const toTell = new Set([by]);
    for (const entry of entries) {
      const after = entry.after ?? entry.seq - 1;
      if (entry.seq <= this.cursor) {
        this.#say(entry, by);
      } else if (after <= this.cursor) {
        this.#accept(entry, after, by);
      } else {
        this.#hold(entry, by);
      }
      this.#release(toTell);
    }
    return toTell;
  }

  /** Position and mark, as they are stated. */
  position() {
    const held = this.#ranges();
    return {
      ...this.stream,
      cursor: this.cursor,
      ...(this.cursor > 0 && { mark: String(this.#mark) }),
      ...(held.length > 0 && { held }),
    };
  }

  #accept(entry, after, by) {
    this.#mark = fold(after === 0 ? 0n : this.#mark, entry);
    this.cursor = entry.seq;
    this.#say(entry, by);
  }

  /** Known ids are dropped, wherever they come from; others are news even below the cursor (DLV-21). */
  #say(entry, by) {
    if (!this.#ids.has(entry.id)) {
      this.#ids.add(entry.id);
      this.#handOver(entry, by);
    }
  }

  #hold(entry, by) {
    const known = this.#held.get(entry.seq);
    if (known) {
      known.by.add(by);
    } else if (this.#held.size < MAX_HELD) {
      this.#held.set(entry.seq, { entry, by: new Set([by]) });
    }
  }

  #release(toTell) {
    for (const [seq, { entry, by }] of [...this.#held].sort(([a], [b]) => a - b)) {
      const after = entry.after ?? seq - 1;
      if (after > this.cursor) {
        return;
      }
      this.#held.delete(seq);
      by.forEach((way) => toTell.add(way));
      if (seq > this.cursor) {
        this.#accept(entry, after, [...by][0]);
      }
    }
  }

  #ranges() {
    const ranges = [];
    for (const seq of [...this.#held.keys()].sort((a, b) => a - b)) {
      const last = ranges.at(-1);
      if (last && last[1] === seq - 1) {
        last[1] = seq;
      } else if (ranges.length < 64) {
        ranges.push([seq, seq]);
      }
    }
    return ranges;
  }
}
