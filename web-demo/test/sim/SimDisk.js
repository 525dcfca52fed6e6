import { compareTranscript } from '../../lib/clock/TranscriptOrder.js';
import { SeqMap } from '../../lib/delivery/SeqMap.js';
import { NO_MARK } from '../../lib/wire/Marks.js';
import { strayPlace } from '../../lib/core/DiskWrite.js';
import { streamKey } from '../../lib/wire/StreamId.js';
import { OwnStream, OwnTarget } from './SimOwnStream.js';
import { SimTime } from './SimTime.js';

/** @typedef {import('../../lib/core/DeviceState.js').PendingTarget} PendingTarget */
/** @typedef {import('../../lib/core/DiskWrite.js').DiskWrite} DiskWrite */
/** @typedef {import('../../lib/delivery/Status.js').Status} Status */
/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Entry} Entry */
/** @typedef {import('../../lib/wire/types.js').Range} Range */
/** @typedef {{ hlc: bigint, device: string, seq: number, id: string }} Row */

/** What a device has synced: all that is left of it after a crash. Works like the real tables. */
export class SimDisk {
  #account;
  #device;
  /** @type {Map<string, import('../../lib/wire/types.js').Roster>} */
  #rosters = new Map();
  /** @type {Map<string, OwnStream>} */
  #own = new Map();
  /** @type {Map<string, { stream: StreamId, seq: number, mark: bigint, read: number }>} */
  #cursors = new Map();
  /** @type {Map<string, Row[]>} conversation to its rows, in transcript order */
  #transcripts = new Map();
  /** @type {Map<string, Set<string>>} conversation and device to the ids of what it said there */
  #ids = new Map();
  /** @type {string[]} */
  #incarnations = [];
  #epoch;
  #epochBegunAtMs = 0;
  #time = new SimTime();

  /** @param {string} account @param {string} device */
  constructor(account, device) {
    this.#account = account;
    this.#device = device;
    this.#epoch = device.slice(-1);
  }

  /** Another disk with the same on it. */
  copy() {
    const copy = new SimDisk(this.#account, this.#device);
    copy.become(this);
    return copy;
  }

  /** Everything is as on another disk of the same device. @param {SimDisk} other */
  become(other) {
    this.#incarnations = [...other.#incarnations];
    this.#epoch = other.#epoch;
    this.#epochBegunAtMs = other.#epochBegunAtMs;
    this.#time = other.#time.copy();
    this.#rosters = new Map(other.#rosters);
    this.#own = new Map([...other.#own].map(([conv, stream]) => [conv, stream.copy()]));
    this.#cursors = new Map([...other.#cursors].map(([key, cursor]) => [key, { ...cursor }]));
    this.#transcripts = new Map([...other.#transcripts].map(([conv, rows]) => [conv, [...rows]]));
    this.#ids = new Map([...other.#ids].map(([key, ids]) => [key, new Set(ids)]));
  }

  /** @param {string} incarnation */
  keepIncarnation(incarnation) {
    this.#incarnations.unshift(incarnation);
  }

  time() {
    return this.#time;
  }

  /** Ids of everything that this device has said, as far as the disk knows. */
  saidIds() {
    return new Set([...this.#ids].flatMap(([key, ids]) => (key.endsWith(this.#device) ? [...ids] : [])));
  }

  /** Writes, and returns the ids of received entries that were known already. @param {DiskWrite} write */
  apply(write) {
    /** @type {Set<string>} */
    const known = new Set();
    this.#write(write, known);
    if (write.write === 'sent' || write.write === 'reworded' || write.write === 'let-go') {
      this.#stream(write.stream).handleUnsent(write);
    }
    this.#time.write(write);
    return known;
  }

  /** @param {DiskWrite} write @param {Set<string>} known */
  #write(write, known) {
    switch (write.write) {
      case 'sent':
        this.#sent(this.#stream(write.stream), write.entry);
        break;
      case 'received':
        write.entries.forEach((entry) => this.#received(write.stream, entry, write.again, known));
        Object.assign(this.#cursor(write.stream), { seq: write.cursorSeq, mark: write.mark });
        break;
      case 'strays':
        write.entries.forEach((entry) => this.#stray(strayPlace(write.stream, entry), entry, known));
        break;
      case 'epoch-begun':
        this.#epoch = write.change.epoch;
        this.#epochBegunAtMs = write.change.atMs;
        write.change.streams.forEach((stream) => this.#beginAgain(stream));
        break;
      case 'delivered': {
        const at = this.#target(write.stream, write.device);
        remove(at.open, [1, write.throughSeq]);
        if (write.throughSeq >= at.delivered) {
          at.delivered = write.throughSeq;
          at.mark = write.mark;
        }
        break;
      }
      case 'stored':
        this.#custody(write.stream, write.device, write.seqs, true);
        break;
      case 'custody-taken-back':
        this.#custody(write.stream, write.device, write.seqs, false);
        break;
      case 'never-delivered':
        this.#neverDelivered(write);
        break;
      case 'read': {
        const at = this.#target(write.stream, write.device);
        at.read = Math.max(at.read, write.throughSeq);
        break;
      }
      case 'forget':
        write.seqs.forEach((range) => remove(this.#stream(write.stream).outbox, range));
        break;
      case 'target-gone':
        this.#stream(write.stream).targets.delete(write.device);
        break;
      case 'roster-kept':
        this.#rosters.set(write.roster.conv, write.roster);
        break;
      case 'roster-gone':
        this.#rosters.delete(write.conversation);
        break;
      case 'own-read': {
        const cursor = this.#cursor(write.stream);
        cursor.read = Math.max(cursor.read, write.throughSeq);
        break;
      }
    }
  }

  /** @param {StreamId} stream @param {Entry} entry @param {boolean} again @param {Set<string>} known */
  #received(stream, entry, again, known) {
    if (again && this.#idsOf(stream).has(entry.id)) {
      known.add(entry.id);
    } else {
      this.#addRow(stream, entry);
    }
  }

  /** @param {StreamId} place @param {Entry} entry @param {Set<string>} known */
  #stray(place, entry, known) {
    this.#received(place, entry, true, known);
    if (!known.has(entry.id)) Object.assign(this.#cursor(place), { seq: entry.seq, mark: BigInt(place.epoch) });
  }

  /** @param {StreamId} stream */
  #idsOf({ conv, device }) {
    const key = `${conv} ${device}`;
    const ids = this.#ids.get(key) ?? new Set();
    this.#ids.set(key, ids);
    return ids;
  }

  /** @param {import('../../lib/core/EpochChange.js').EpochStream} change */
  #beginAgain({ to, moved }) {
    const fresh = new OwnStream(to);
    const rows = this.transcript(to.conv);
    for (const { oldSeq, entry } of moved) {
      rows.splice(find(rows, { hlc: entry.hlc, device: this.#device, seq: oldSeq }), 1);
      this.#sent(fresh, entry);
    }
    this.#own.set(to.conv, fresh);
  }

  /** @param {Extract<DiskWrite, { write: 'never-delivered' }>} write */
  #neverDelivered({ stream, device, seqs }) {
    const { open } = this.#target(stream, device);
    for (const [from, through] of seqs) {
      for (let i = open.indexFrom(from); i < open.size() && open.keyAt(i) <= through; i++) {
        this.#stream(stream).refused.add(`${device} ${open.keyAt(i)}`);
      }
      remove(open, [from, through]);
    }
  }

  /** @param {OwnStream} stream @param {import('../../lib/wire/types.js').PostedEntry} posted */
  #sent(stream, { seq, id, hlc, body, to }) {
    const entry = { seq, id, hlc, body };
    stream.said.set(seq, entry);
    stream.outbox.set(seq, entry);
    stream.nextSeq = seq + 1;
    this.#time.said(hlc);
    this.#addRow(stream.id, entry);
    for (const { target: device, after: afterSeq, part } of to) {
      const target = stream.targets.get(device) ?? new OwnTarget(seq);
      stream.targets.set(device, target);
      target.addressed = seq;
      target.said.add(seq);
      target.open.set(seq, { device, afterSeq, part, stored: false });
    }
  }

  /** @param {StreamId} stream @param {string} target @param {Range[]} seqs @param {boolean} stored */
  #custody(stream, target, seqs, stored) {
    const { open } = this.#target(stream, target);
    for (const [from, through] of seqs) {
      for (let i = open.indexFrom(from); i < open.size() && open.keyAt(i) <= through; i++) {
        open.set(open.keyAt(i), { ...open.at(i), stored });
      }
    }
  }

  /** @param {StreamId} stream */
  #stream(stream) {
    let own = this.#own.get(stream.conv);
    if (own === undefined) {
      own = new OwnStream(stream);
      this.#own.set(stream.conv, own);
    }
    return own;
  }

  /** A row that is not there changes nothing. @param {StreamId} stream @param {string} target */
  #target(stream, target) {
    return this.#stream(stream).targets.get(target) ?? new OwnTarget(0);
  }

  /** @param {StreamId} stream */
  #cursor(stream) {
    const key = streamKey(stream);
    let cursor = this.#cursors.get(key);
    if (cursor === undefined) {
      cursor = { stream, seq: 0, mark: NO_MARK, read: 0 };
      this.#cursors.set(key, cursor);
    }
    return cursor;
  }

  /** @param {StreamId} stream @param {Entry} entry */
  #addRow(stream, { hlc, seq, id }) {
    const rows = this.transcript(stream.conv);
    const row = { hlc, device: stream.device, seq, id };
    this.#idsOf(stream).add(id);
    rows.splice(find(rows, row), 0, row);
  }

  /**
   * What a start finds.
   *
   * @param {number} localMs
   * @returns {import('../../lib/core/DeviceState.js').DeviceState}
   */
  load(localMs) {
    return {
      account: this.#account,
      device: this.#device,
      epoch: this.#epoch,
      epochBegunAtMs: this.#epochBegunAtMs,
      incarnations: [...this.#incarnations],
      clock: this.#time.load(
        [...this.#transcripts.values()].map((rows) => rows.map(({ hlc }) => hlc)),
        localMs,
      ),
      rosters: [...this.#rosters.values()],
      out: [...this.#own.values()].map(load),
      in: [...this.#cursors.values()].map(({ read, ...at }) => ({ ...at, readSeq: read })),
    };
  }

  /**
   * What a start knows of every own entry.
   *
   * @param {(stream: StreamId, target: string, seq: number, status: Status) => void} take
   */
  statuses(take) {
    for (const stream of this.#own.values()) {
      for (const [target, at] of stream.targets) {
        for (let i = 0; i < stream.said.size(); i++) {
          const seq = stream.said.keyAt(i);
          take(
            stream.id,
            target,
            seq,
            stream.refused.has(`${target} ${seq}`) ? 'refused' : at.status(seq, stream.unsentFrom),
          );
        }
      }
    }
  }

  /** @param {StreamId} stream */
  cursor(stream) {
    return this.#cursors.get(streamKey(stream))?.seq ?? 0;
  }

  /** The entry while the outbox keeps it. @param {StreamId} stream @param {number} seq */
  inOutbox(stream, seq) {
    return this.#stream(stream).outbox.get(seq);
  }

  /** Own entries, as the transcript has them. @param {StreamId} stream @param {Range[]} seqs */
  said(stream, seqs) {
    return seqs.flatMap(([from, through]) => this.#stream(stream).said.between(from, through));
  }

  /** An own entry as the transcript has it. @param {StreamId} stream @param {number} seq */
  saidOne(stream, seq) {
    const own = this.#stream(stream);
    return own.id.epoch === stream.epoch ? own.said.get(seq) : undefined;
  }

  /** What a target lacks again. @param {import('../../lib/core/CoreEffect.js').ReadAgain} asked */
  again({ stream, target, fromSeq, throughSeq, most }) {
    const { id, said, refused } = this.#stream(stream);
    const entries = id.epoch === stream.epoch ? said.between(fromSeq, throughSeq) : [];
    const addressed = this.#target(stream, target).said;
    return entries.filter(({ seq }) => addressed.has(seq) && !refused.has(`${target} ${seq}`)).slice(0, most);
  }

  /** The rows of a conversation in transcript order. @param {string} conversation */
  transcript(conversation) {
    let rows = this.#transcripts.get(conversation);
    if (rows === undefined) {
      rows = [];
      this.#transcripts.set(conversation, rows);
    }
    return rows;
  }

  /** The row there, if there is one. @param {string} conversation @param {Omit<Row, 'id'>} order */
  row(conversation, order) {
    const rows = this.transcript(conversation);
    const row = rows[find(rows, order)];
    return row !== undefined && compareTranscript(row, order) === 0 ? row : undefined;
  }
}

/** @param {OwnStream} stream @returns {import('../../lib/core/DeviceState.js').OutStream} */
function load(stream) {
  const targets = [];
  /** @type {SeqMap<PendingTarget[]>} */
  const open = new SeqMap();
  for (const [device, at] of stream.targets) {
    const { first: firstSeq, addressed: addressedSeq, delivered: deliveredSeq, mark, read: readSeq } = at;
    const between = stream.said.between(Math.max(firstSeq, readSeq + 1), deliveredSeq);
    const refused = between.filter(({ seq }) => stream.refused.has(`${device} ${seq}`) || !at.said.has(seq));
    const seqs = refused.map(({ seq }) => /** @type {Range} */ ([seq, seq]));
    targets.push({ device, firstSeq, addressedSeq, deliveredSeq, mark, readSeq, refused: seqs });
    for (let i = 0; i < at.open.size(); i++) {
      const seq = at.open.keyAt(i);
      open.set(seq, [...(open.get(seq) ?? []), at.open.at(i)]);
    }
  }
  const entries = [];
  for (let i = 0; i < open.size(); i++) {
    const entry = /** @type {Entry} */ (stream.said.get(open.keyAt(i)));
    entries.push({ entry, to: open.at(i), unsent: entry.seq >= stream.unsentFrom });
  }
  const givenUp = [...stream.refused].flatMap((key) => {
    const [device, seq] = key.split(' ');
    const said = stream.said.get(Number(seq));
    const open = Number(seq) > (stream.targets.get(device)?.delivered ?? Infinity);
    return open && said !== undefined ? [{ device, seq: said.seq, message: said.id }] : [];
  });
  return { stream: stream.id, nextSeq: stream.nextSeq, targets, entries, givenUp };
}

/** The index of the first row that is not before. @param {Row[]} rows @param {Omit<Row, 'id'>} order */
function find(rows, order) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareTranscript(rows[middle], order) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** @template T @param {SeqMap<T>} rows @param {Range} range */
function remove(rows, [from, through]) {
  for (let i = rows.indexFrom(from); i < rows.size() && rows.keyAt(i) <= through; i = rows.indexFrom(from)) {
    rows.delete(rows.keyAt(i));
  }
}
