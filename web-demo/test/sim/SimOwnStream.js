import { NO_MARK } from '../../lib/wire/Marks.js';
import { SeqMap } from '../../lib/delivery/SeqMap.js';

/** @typedef {import('../../lib/core/DeviceState.js').PendingTarget} PendingTarget */
/** @typedef {import('../../lib/delivery/Status.js').Status} Status */
/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Entry} Entry */
/** @typedef {import('../../lib/wire/types.js').Range} Range */

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

  /** @param {{ throughSeq: number, mark: bigint }} to */
  handleDelivered({ throughSeq, mark }) {
    remove(this.open, [1, throughSeq]);
    if (throughSeq >= this.delivered) {
      this.delivered = throughSeq;
      this.mark = mark;
    }
  }

  /** @param {number} throughSeq */
  handleRead(throughSeq) {
    this.read = Math.max(this.read, throughSeq);
  }

  /** Whether the server has taken over those that are open. @param {Range[]} seqs @param {boolean} stored */
  custody(seqs, stored) {
    for (const [from, through] of seqs) {
      for (const seq of keys(this.open, from, through)) {
        this.open.set(seq, { .../** @type {PendingTarget} */ (this.open.get(seq)), stored });
      }
    }
  }

  /** It stands for another from now on. @param {string} device its own @param {OwnTarget} other */
  takeOver(device, other) {
    this.addressed = Math.max(this.addressed, other.addressed);
    other.said.forEach((seq) => this.said.add(seq));
    for (const seq of keys(other.open, 1, Infinity)) {
      this.open.set(seq, { .../** @type {PendingTarget} */ (other.open.get(seq)), device, stored: false });
    }
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

  /** @param {StreamId} stream @param {import('../../lib/core/EpochChange.js').Moved[]} moved what is said again */
  static anew(stream, moved) {
    const anew = new OwnStream(stream);
    anew.unsentFrom = moved.find(({ unsent }) => unsent)?.entry.seq ?? Infinity;
    return anew;
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

  /** An entry is in the outbox, for those targets. @param {import('../../lib/wire/types.js').PostedEntry} posted */
  sent({ seq, id, hlc, body, to }) {
    const entry = { seq, id, hlc, body };
    this.said.set(seq, entry);
    this.outbox.set(seq, entry);
    this.nextSeq = seq + 1;
    for (const { target: device, after: afterSeq, part } of to) {
      const target = this.targets.get(device) ?? new OwnTarget(seq);
      this.targets.set(device, target);
      target.addressed = seq;
      target.said.add(seq);
      target.open.set(seq, { device, afterSeq, part, stored: false });
    }
    return entry;
  }

  /** A target will not get these. @param {string} device @param {Range[]} seqs */
  neverDelivered(device, seqs) {
    const open = this.targets.get(device)?.open ?? new SeqMap();
    for (const range of seqs) {
      keys(open, ...range).forEach((seq) => this.refused.add(`${device} ${seq}`));
      remove(open, range);
    }
  }

  /** Others were addressed as a target was, and lack what it lacks. @param {string} target @param {string[]} by */
  replace(target, by) {
    const at = this.targets.get(target);
    if (at === undefined) {
      return;
    }
    this.targets.delete(target);
    const refused = [...at.said].filter((seq) => this.refused.delete(`${target} ${seq}`));
    for (const device of by) {
      const fresh = this.targets.get(device) ?? new OwnTarget(at.first);
      this.targets.set(device, fresh);
      fresh.takeOver(device, at);
      refused.forEach((seq) => this.refused.add(`${device} ${seq}`));
    }
  }

  /** @param {Range[]} seqs */
  forget(seqs) {
    seqs.forEach((range) => remove(this.outbox, range));
  }

  /** What a target lacks again. @param {import('../../lib/core/CoreEffect.js').ReadAgain} asked */
  again({ stream, target, fromSeq, throughSeq, most }) {
    const entries = this.id.epoch === stream.epoch ? this.said.between(fromSeq, throughSeq) : [];
    const addressed = this.targets.get(target)?.said;
    return entries.filter(({ seq }) => addressed?.has(seq) && !this.refused.has(`${target} ${seq}`)).slice(0, most);
  }

  /**
   * What a start knows of every entry.
   *
   * @param {(stream: StreamId, target: string, seq: number, status: Status) => void} take
   */
  statuses(take) {
    for (const [target, at] of this.targets) {
      for (let i = 0; i < this.said.size(); i++) {
        const seq = this.said.keyAt(i);
        take(this.id, target, seq, this.refused.has(`${target} ${seq}`) ? 'refused' : at.status(seq, this.unsentFrom));
      }
    }
  }

  /** What a start finds. @returns {import('../../lib/core/DeviceState.js').OutStream} */
  load() {
    const targets = [];
    /** @type {SeqMap<PendingTarget[]>} */
    const open = new SeqMap();
    for (const [device, at] of this.targets) {
      const { first: firstSeq, addressed: addressedSeq, delivered: deliveredSeq, mark, read: readSeq } = at;
      const between = this.said.between(Math.max(firstSeq, readSeq + 1), deliveredSeq);
      const refused = between.filter(({ seq }) => this.refused.has(`${device} ${seq}`) || !at.said.has(seq));
      const seqs = refused.map(({ seq }) => /** @type {Range} */ ([seq, seq]));
      targets.push({ device, firstSeq, addressedSeq, deliveredSeq, mark, readSeq, refused: seqs });
      for (let i = 0; i < at.open.size(); i++) {
        const seq = at.open.keyAt(i);
        open.set(seq, [...(open.get(seq) ?? []), at.open.at(i)]);
      }
    }
    const entries = [];
    for (let i = 0; i < open.size(); i++) {
      const entry = /** @type {Entry} */ (this.said.get(open.keyAt(i)));
      entries.push({ entry, to: open.at(i), unsent: entry.seq >= this.unsentFrom });
    }
    const givenUp = [...this.refused].flatMap((key) => {
      const [device, seq] = key.split(' ');
      const said = this.said.get(Number(seq));
      const at = this.targets.get(device);
      const open = at !== undefined && Number(seq) >= at.first && Number(seq) > at.delivered;
      return open && said !== undefined ? [{ device, seq: said.seq, message: said.id }] : [];
    });
    return { stream: this.id, nextSeq: this.nextSeq, targets, entries, givenUp };
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
/** Those of the range that are there. @param {SeqMap<unknown>} rows @param {number} from @param {number} through */
function keys(rows, from, through) {
  const found = [];
  for (let i = rows.indexFrom(from); i < rows.size() && rows.keyAt(i) <= through; i++) {
    found.push(rows.keyAt(i));
  }
  return found;
}

/** @template T @param {SeqMap<T>} rows @param {Range} range */
function remove(rows, [from, through]) {
  for (let i = rows.indexFrom(from); i < rows.size() && rows.keyAt(i) <= through; i = rows.indexFrom(from)) {
    rows.delete(rows.keyAt(i));
  }
}
