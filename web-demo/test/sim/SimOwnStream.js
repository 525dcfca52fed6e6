import { NO_MARK } from '../../lib/wire/Marks.js';
import { SeqMap } from '../../lib/delivery/SeqMap.js';

/** @typedef {import('../../lib/core/DeviceState.js').PendingTarget} PendingTarget */
/** @typedef {import('../../lib/delivery/Status.js').Status} Status */
/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Entry} Entry */

/** What is known of one target. */
export class OwnTarget {
  /** @type {SeqMap<PendingTarget>} */
  open = new SeqMap();
  /** @type {Set<number>} */
  said = new Set();
  addressed = 0;
  delivered = 0;
  mark = NO_MARK;
  read = 0;

  /** @param {number} first */
  constructor(first) {
    this.first = first;
  }

  copy() {
    const { open, said, addressed, delivered, mark, read } = this;
    const rows = { open: copyOf(open), said: new Set(said) };
    return Object.assign(new OwnTarget(this.first), { ...rows, addressed, delivered, mark, read });
  }

  /** @param {number} seq @param {number} unsentFrom @returns {Status} */
  status(seq, unsentFrom) {
    if (!this.said.has(seq)) {
      return 'refused'; // it was no target then
    }
    const pending = this.open.get(seq);
    if (pending !== undefined && seq >= unsentFrom) {
      return 'queued';
    } else if (pending !== undefined) {
      return pending.stored ? 'stored' : 'sent';
    }
    return seq <= this.delivered ? 'delivered' : 'refused';
  }
}

/** One own stream, with its outbox. */
export class OwnStream {
  /** @type {SeqMap<Entry>} */
  said = new SeqMap();
  /** @type {SeqMap<Entry>} */
  outbox = new SeqMap();
  /** @type {Map<string, OwnTarget>} */
  targets = new Map();
  /** @type {Set<string>} target and seq */
  refused = new Set();
  nextSeq = 1;
  /** From here on nothing was ever on a path. */
  unsentFrom = Infinity;

  /** @param {StreamId} stream */
  constructor(stream) {
    this.id = stream;
  }

  copy() {
    const copy = new OwnStream(this.id);
    const targets = new Map([...this.targets].map(([target, at]) => [target, at.copy()]));
    const { said, outbox, refused, nextSeq, unsentFrom } = this;
    return Object.assign(copy, {
      said: copyOf(said),
      outbox: copyOf(outbox),
      targets,
      refused: new Set(refused),
      nextSeq,
      unsentFrom,
    });
  }

  /** What was said without a path, says something else, or goes. @param {import('../../lib/core/DiskWrite.js').DiskWrite} write */
  handleUnsent(write) {
    if (write.write === 'sent' && write.unsent) {
      this.unsentFrom = Math.min(this.unsentFrom, write.entry.seq);
    } else if (write.write === 'let-go') {
      this.unsentFrom = Infinity;
    } else if (write.write === 'reworded') {
      for (const entry of write.entries) {
        this.said.set(entry.seq, entry);
        this.outbox.set(entry.seq, entry);
      }
    }
  }
}

/** @template T @param {SeqMap<T>} rows @returns {SeqMap<T>} */
function copyOf(rows) {
  /** @type {SeqMap<T>} */
  const copy = new SeqMap();
  for (let i = 0; i < rows.size(); i++) {
    copy.set(rows.keyAt(i), rows.at(i));
  }
  return copy;
}
