import { NEVER_ANEW } from '../../lib/core/EpochStart.js';
import { NO_CHANGES } from '../../lib/core/KnownChanges.js';
import { NO_MARK } from '../../lib/wire/Marks.js';
import { strayPlace } from '../../lib/core/DiskWrite.js';
import { streamKey } from '../../lib/wire/StreamId.js';
import { OwnStream, OwnTarget } from './SimOwnStream.js';
import { SimTime } from './SimTime.js';
import { SimTranscripts } from './SimTranscripts.js';

/** @typedef {import('../../lib/core/DiskWrite.js').DiskWrite} DiskWrite */
/** @typedef {import('../../lib/delivery/Status.js').Status} Status */
/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Entry} Entry */
/** @typedef {import('../../lib/wire/types.js').Range} Range */
/** @typedef {import('./SimTranscripts.js').Row} Row */

/** What a device has synced: all that is left of it after a crash. Works like the real tables. */
export class SimDisk {
  /** @type {Map<string, import('../../lib/wire/types.js').Roster>} */
  #rosters = new Map();
  #changes = NO_CHANGES;
  /** @type {Map<string, OwnStream>} */
  #own = new Map();
  /** @type {Map<string, { stream: StreamId, seq: number, mark: bigint, read: number }>} */
  #cursors = new Map();
  #transcripts = new SimTranscripts();
  /** @type {string[]} */
  #incarnations = [];
  #epoch;
  #epochStart = NEVER_ANEW;
  #time = new SimTime();

  /** @param {string} account @param {string} device */
  constructor(account, device) {
    this.account = account;
    this.device = device;
    this.#epoch = device.slice(-1);
  }

  /** Another disk with the same on it. */
  copy() {
    const copy = new SimDisk(this.account, this.device);
    copy.become(this);
    return copy;
  }

  /** Everything is as on another disk of the same device. @param {SimDisk} other */
  become(other) {
    this.#incarnations = [...other.#incarnations];
    this.#epoch = other.#epoch;
    this.#epochStart = other.#epochStart;
    this.#time = other.#time.copy();
    this.#rosters = new Map(other.#rosters);
    this.#changes = other.#changes;
    this.#own = new Map([...other.#own].map(([conv, stream]) => [conv, stream.copy()]));
    this.#cursors = new Map([...other.#cursors].map(([key, cursor]) => [key, { ...cursor }]));
    this.#transcripts = other.#transcripts.copy();
  }

  /** @param {string} incarnation */
  keepIncarnation(incarnation) {
    this.#incarnations.unshift(incarnation);
  }

  conversations() {
    return this.#transcripts.conversations();
  }

  /** Whether the disk says of an own entry that it was never on a path. @param {StreamId} stream @param {number} seq */
  isKeptBack(stream, seq) {
    const own = this.#stream(stream);
    return own.id.epoch === stream.epoch && seq >= own.unsentFrom;
  }

  time() {
    return this.#time;
  }

  /** Ids of everything that this device has said, as far as the disk knows. */
  saidIds() {
    return this.#transcripts.saidBy(this.device);
  }

  /** Writes, and returns the ids of received entries that were known already. @param {DiskWrite} write */
  apply(write) {
    /** @type {Set<string>} */
    const known = new Set();
    this.#write(write, known);
    if (write.write === 'sent' || write.write === 'reworded' || write.write === 'let-go') {
      this.#stream(write.stream).handleUnsent(write);
    }
    if (write.write === 'reworded') {
      write.entries.forEach((entry) => this.#transcripts.reword(write.stream, entry));
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
        this.#epochStart = write.change.start;
        this.#incarnations = [...write.change.incarnations];
        write.change.streams.forEach((stream) => this.#beginAgain(stream));
        break;
      case 'delivered':
        this.#target(write.stream, write.device).handleDelivered(write);
        break;
      case 'stored':
      case 'custody-taken-back':
        this.#target(write.stream, write.device).custody(write.seqs, write.write === 'stored');
        break;
      case 'never-delivered':
        this.#stream(write.stream).neverDelivered(write.device, write.seqs);
        break;
      case 'read':
        this.#target(write.stream, write.device).handleRead(write.throughSeq);
        break;
      case 'forget':
        this.#stream(write.stream).forget(write.seqs);
        break;
      case 'target-gone':
        this.#stream(write.stream).targets.delete(write.device);
        break;
      case 'target-replaced':
        this.#stream(write.stream).replace(write.device, write.by);
        break;
      case 'roster-kept':
        this.#rosters.set(write.roster.conv, write.roster);
        break;
      case 'roster-gone':
        this.#rosters.delete(write.conversation);
        break;
      case 'changes-known':
        this.#changes = write.known;
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
    if (again && this.#transcripts.has(stream, entry.id)) {
      known.add(entry.id);
    } else {
      this.#transcripts.add(stream, entry);
    }
  }

  /** @param {StreamId} place @param {Entry} entry @param {Set<string>} known */
  #stray(place, entry, known) {
    this.#received(place, entry, true, known);
    if (!known.has(entry.id)) Object.assign(this.#cursor(place), { seq: entry.seq, mark: BigInt(place.epoch) });
  }

  /** @param {import('../../lib/core/EpochChange.js').EpochStream} change */
  #beginAgain({ to, moved }) {
    const fresh = OwnStream.anew(to, moved);
    for (const { oldSeq, entry } of moved) {
      this.#transcripts.remove(to.conv, { hlc: entry.hlc, device: this.device, seq: oldSeq });
      this.#sent(fresh, entry);
    }
    this.#own.set(to.conv, fresh);
  }

  /** @param {OwnStream} stream @param {import('../../lib/wire/types.js').PostedEntry} posted */
  #sent(stream, posted) {
    this.#time.said(posted.hlc);
    this.#transcripts.add(stream.id, stream.sent(posted));
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

  /**
   * What a start finds.
   *
   * @param {number} localMs
   * @returns {import('../../lib/core/DeviceState.js').DeviceState}
   */
  load(localMs) {
    return {
      account: this.account,
      device: this.device,
      epoch: this.#epoch,
      epochStart: this.#epochStart,
      incarnations: [...this.#incarnations],
      clock: this.#time.load(this.#transcripts.stamps(), localMs),
      rosters: [...this.#rosters.values()],
      changes: this.#changes,
      out: [...this.#own.values()].map((stream) => stream.load()),
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
      stream.statuses(take);
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
  again(asked) {
    return this.#stream(asked.stream).again(asked);
  }

  /** The rows of a conversation in transcript order. @param {string} conversation */
  transcript(conversation) {
    return this.#transcripts.of(conversation);
  }

  /** The row there, if there is one. @param {string} conversation @param {import('./SimTranscripts.js').Place} order */
  row(conversation, order) {
    return this.#transcripts.row(conversation, order);
  }
}
