import { SeqMap } from '../../lib/delivery/SeqMap.js';
import { compareStatus } from '../../lib/delivery/Status.js';
import { bytesEqual } from '../../lib/wire/Bytes.js';
import { requestBox } from '../../lib/wire/RequestBox.js';
import { streamKey } from '../../lib/wire/StreamId.js';
import { SimBoxes } from './SimBoxes.js';
import { name, toKey } from './SimIds.js';
import { SimPast } from './SimPast.js';
import { checkReadings } from './SimReadings.js';
import { SimTicks } from './SimTicks.js';
import { SimViolation } from './SimViolation.js';
import { SimWords } from './SimWords.js';

/** @typedef {import('../../lib/delivery/Status.js').Status} Status */
/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Entry} Entry */
/** @typedef {import('../../lib/wire/types.js').PostedEntry} PostedEntry */
/** @typedef {import('./SimDisk.js').SimDisk} SimDisk */

/** @type {SeqMap<PostedEntry>} */
const NOTHING = new SeqMap();

/** Knows from outside what was accepted, committed and told, and compares (I1 to I6). */
export class SimChecker {
  /** @type {Map<string, { stream: StreamId, log: SeqMap<PostedEntry> }>} */
  #accepted = new Map();
  /** @type {Map<string, Set<number>>} stream and target to what was given up */
  #refused = new Map();
  /** @type {Map<string, Set<number>>} stream and target to what the store ever had */
  #everStored = new Map();
  /** @type {Map<string, number>} */
  #goneThrough = new Map();
  /** @type {Map<string, SimDisk>} */
  #disks = new Map();
  /** @type {SimDisk[]} used beside them */
  #copies = [];

  #boxes = new SimBoxes();
  #ticks = new SimTicks();
  words = new SimWords();
  #past;

  /** Where disks go back in time numbers say little: what counts is held by ids. @param {boolean} disksGoBack */
  constructor(disksGoBack) {
    this.#past = disksGoBack ? new SimPast() : null;
  }

  /** A device learns of another past than its own. @param {string} device @param {string} evidence @param {number} nowMs */
  epochBegins(device, evidence, nowMs) {
    if (!this.disksGoBack()) {
      throw new SimViolation('false evidence', `${device} begins a new epoch: ${evidence}`);
    }
    this.#past?.epochBegins(device, evidence, nowMs);
  }

  /** There are no faults any more, and no disk goes back. @param {number} nowMs */
  calmDown(nowMs) {
    this.#past?.calmDown(nowMs);
  }

  disksGoBack() {
    return this.#past !== null;
  }

  /** The disk of a device is another state of it, or a copy of it is in use beside it. @param {string} device */
  otherState(device) {
    const disks = [this.#disk(device), ...this.#copies.filter((copy) => copy.device === device)];
    this.#past?.otherState(device, new Set(disks.flatMap((disk) => [...disk.saidIds()])));
  }

  /** An entry is committed beside the order: what only a sender without its past causes. @param {string} device @param {Entry} entry */
  stray(device, entry) {
    this.words.reaches('a receiver', entry);
    this.#ticks.committed(device, entry);
    this.#past?.committed(device, entry);
  }

  /** @param {SimDisk} disk */
  addDisk(disk) {
    this.#disks.set(disk.device, disk);
  }

  /** A copy of a device's disk that is used beside it. @param {SimDisk} copy */
  addCopy(copy) {
    this.#copies.push(copy);
    this.otherState(copy.device);
  }

  /**
   * An account is asked; what is said to its box is owed to its devices.
   *
   * @param {string} conv @param {string} account @param {string[]} members
   */
  ask(conv, account, members) {
    this.#boxes.ask(requestBox(conv, account), members);
  }

  /** The outbox has committed it: the send is accepted. @param {StreamId} stream @param {PostedEntry} said */
  accepted(stream, said) {
    const posted = this.#boxes.owed(said);
    this.#past?.accepted(stream, posted);
    const key = streamKey(stream);
    const known = this.#accepted.get(key) ?? { stream, log: new SeqMap() };
    this.#accepted.set(key, known);
    known.log.set(posted.seq, posted);
  }

  /** An own entry that was never on a path says something else from now on (CNT-5). @param {StreamId} stream @param {Entry} anew */
  says(stream, anew) {
    this.words.says(anew, this.#past !== null);
    const posted = this.#log(stream).get(anew.seq);
    if (posted !== undefined) {
      this.#log(stream).set(anew.seq, { ...posted, body: anew.body });
    }
  }

  /** I2: only durable entries go on paths. @param {SimDisk} disk @param {StreamId} stream @param {Entry} entry */
  transmitted(disk, stream, entry) {
    this.words.onPath(entry);
    const durable = [disk.inOutbox(stream, entry.seq), disk.saidOne(stream, entry.seq)];
    if (!durable.some((one) => one !== undefined && isSame(entry, one))) {
      throw new SimViolation('I2 durable first', `${name(stream.device)} seq ${entry.seq}`);
    }
    if (disk.isKeptBack(stream, entry.seq)) {
      throw new SimViolation('CNT-5 let go first', `${name(stream.device)} seq ${entry.seq}`);
    }
  }

  /**
   * I1: the transaction of `device` takes `entry` next.
   *
   * @param {string} device @param {StreamId} stream @param {number} cursor @param {Entry} entry
   */
  committed(device, stream, cursor, entry) {
    this.words.reaches('a receiver', entry);
    this.#ticks.committed(device, entry);
    if (this.#past !== null) {
      this.#past.committed(device, entry);
      return;
    }
    const log = this.#log(stream);
    const origin = log.get(entry.seq);
    if (origin === undefined || !isSame(origin, entry) || !addresses(origin, device)) {
      throw new SimViolation('I1 origin', `${entry.seq} was never said to ${name(device)}`);
    }
    if (entry.seq <= cursor) {
      throw new SimViolation('I1 once', `${entry.seq} again after ${cursor}`);
    }
    for (const before of log.between(cursor + 1, entry.seq - 1)) {
      if (addresses(before, device) && !this.givenUp(stream, device, before.seq)) {
        throw new SimViolation('I1 order', `${entry.seq} handed over at ${cursor} without ${before.seq}`);
      }
    }
  }

  /** I4: an ack speaks of what is committed. @param {string} device @param {StreamId} stream @param {number} cursor */
  acked(device, stream, cursor) {
    const committed = this.#boxes.isBox(device) ? 0 : this.#disk(device).cursor(stream);
    if (this.#past === null && cursor > committed) {
      throw new SimViolation('I4 ack after commit', `${cursor} acked at ${committed}`);
    }
  }

  /**
   * I3: the store lets go only of what the target has.
   *
   * @param {StreamId} stream @param {string} target @param {number} throughSeq
   */
  deleted(stream, target, throughSeq) {
    const committed = this.#disk(target).cursor(stream);
    if (this.#past === null && throughSeq > committed) {
      throw new SimViolation('I3 kept', `${throughSeq} deleted, ${name(target)} has ${committed}`);
    }
  }

  /** @param {StreamId} stream @param {string} target @param {Entry} entry */
  storeCommitted(stream, target, entry) {
    this.words.reaches('the server', entry);
    addTo(this.#everStored, toKey(stream, target), entry.seq);
  }

  /**
   * I3: `stored` is said after the commit.
   *
   * @param {StreamId} stream @param {string} target @param {import('../../lib/wire/types.js').Range} stored
   */
  saidStored(stream, target, [from, through]) {
    for (let seq = from; seq <= through; seq++) {
      if (this.#past === null && !this.#everStored.get(toKey(stream, target))?.has(seq)) {
        throw new SimViolation('I3 stored after commit', `${seq} for ${name(target)}`);
      }
    }
  }

  /**
   * I4: statuses move forward and tell the truth.
   *
   * @param {StreamId} stream @param {string} target @param {number} seq @param {Entry | undefined} entry as on disk
   * @param {Status} before @param {Status} status
   */
  status(stream, target, seq, entry, before, status) {
    this.#boxes.check(target, status);
    this.#ticks.told(target, seq, entry, before, status);
    const devices = this.#boxes.devices(target);
    if (this.#past !== null) {
      if (entry !== undefined && status === 'refused') {
        devices.forEach((device) => this.#past?.reported(device, entry));
      }
      return;
    }
    if (compareStatus(status, before) <= 0) {
      throw new SimViolation('I4 forward only', `${seq} from ${before} to ${status}`);
    }
    if (status === 'delivered' || status === 'read') {
      if (this.#disk(target).cursor(stream) < seq) {
        throw new SimViolation('I4 delivered', `${seq} is not at ${name(target)}`);
      }
    } else if (status === 'stored') {
      this.saidStored(stream, target, [seq, seq]);
    } else if (status === 'refused') {
      devices.forEach((device) => addTo(this.#refused, toKey(stream, device), seq));
    }
  }

  /** I2: the outbox lets go only of what every target has. @param {StreamId} stream @param {number} seq */
  forgotten(stream, seq) {
    if (this.#past !== null) {
      return;
    }
    const posted = this.#log(stream).get(seq);
    if (posted === undefined) {
      throw new SimViolation('I2 forget', `${seq} was never accepted`);
    }
    for (const { target } of posted.to) {
      if (!this.#reached(stream, target, seq)) {
        throw new SimViolation('I2 forget', `${seq} is not at ${name(target)}`);
      }
    }
  }

  /**
   * The sender has given up a target: what was said to it so far is not owed any more.
   *
   * @param {StreamId} stream @param {string} target
   */
  targetGone(stream, target) {
    for (const device of this.#boxes.devices(target)) {
      this.#past?.targetGone(stream, device);
      this.#goneThrough.set(toKey(stream, device), this.#log(stream).lastKey());
    }
  }

  /**
   * Whether the sender has said that the target will not get an entry from it.
   *
   * @param {StreamId} stream @param {string} target @param {number} seq
   */
  givenUp(stream, target, seq) {
    return this.#refused.get(toKey(stream, target))?.has(seq) === true;
  }

  /**
   * Seqs before `seq` that were said to `target` and are owed to it, ascending.
   *
   * @param {StreamId} stream @param {string} target @param {number} seq
   */
  addressedBefore(stream, target, seq) {
    if (this.#past !== null) {
      return [];
    }
    const gone = this.#goneThrough.get(toKey(stream, target)) ?? 0;
    const before = [];
    for (const posted of this.#log(stream).between(gone + 1, seq - 1)) {
      if (addresses(posted, target) && !this.givenUp(stream, target, posted.seq)) {
        before.push(posted.seq);
      }
    }
    return before;
  }

  /** The size of an accepted entry. @param {StreamId} stream @param {number} seq */
  bodyBytes(stream, seq) {
    return this.#log(stream).get(seq)?.body.length ?? 0;
  }

  /** What has not arrived, for a person; null when all has. */
  firstMissing() {
    if (this.#past !== null) {
      return this.#past.firstMissing();
    }
    for (const { stream, log } of this.#accepted.values()) {
      for (let i = 0; i < log.size(); i++) {
        const { seq, to } = log.at(i);
        for (const { target } of to) {
          if (!this.#reached(stream, target, seq)) {
            return `${name(stream.device)}/${name(stream.conv)} seq ${seq} at ${name(target)}`;
          }
        }
      }
    }
    return null;
  }

  /** I6 and I1 at the end: every transcript has exactly what was said, in the one order. */
  transcripts() {
    const all = [...this.#disks.values(), ...this.#copies];
    all.forEach((disk) => this.#exactlyOnce(disk));
    if (this.words.watches()) {
      checkReadings(all, (id) => this.#past !== null && this.words.wasReworded(id));
    }
    if (this.#past !== null) {
      return;
    }
    for (const [device, disk] of this.#disks) {
      let rows = 0;
      const conversations = new Set();
      for (const { stream, log } of this.#accepted.values()) {
        conversations.add(stream.conv);
        for (let i = 0; i < log.size(); i++) {
          rows += this.#checkRow(device, disk, stream, log.at(i)) ? 1 : 0;
        }
      }
      const found = [...conversations].reduce((sum, conv) => sum + disk.transcript(conv).length, 0);
      if (found !== rows) {
        throw new SimViolation('I1 exactly once', `${found} rows at ${name(device)}, ${rows} are known`);
      }
    }
  }

  /** I1 at the end: no message of a device is in a transcript twice, under whatever numbers. @param {SimDisk} disk */
  #exactlyOnce(disk) {
    for (const conv of new Set([...this.#accepted.values()].map(({ stream }) => stream.conv))) {
      const found = new Set();
      for (const row of disk.transcript(conv)) {
        const key = `${row.device} ${row.id}`;
        if (found.has(key)) {
          throw new SimViolation('I1 exactly once', `${row.id} twice at ${name(disk.device)}`);
        }
        found.add(key);
      }
    }
  }

  /**
   * Whether the entry is there; it must be unless it was given up.
   *
   * @param {string} device @param {SimDisk} disk @param {StreamId} stream @param {PostedEntry} posted
   */
  #checkRow(device, disk, stream, posted) {
    const { seq, hlc } = posted;
    const row = disk.row(stream.conv, { hlc, device: stream.device, seq });
    const own = stream.device === device;
    const due = own || (addresses(posted, device) && !this.givenUp(stream, device, seq));
    if (due && (row?.id !== posted.id || !bytesEqual(row.body, posted.body))) {
      throw new SimViolation('I6 transcript', `${name(stream.device)} seq ${seq} at ${name(device)}`);
    }
    return row !== undefined;
  }

  /** @param {StreamId} stream @param {string} device @param {number} seq */
  #reached(stream, device, seq) {
    return this.#disk(device).cursor(stream) >= seq || this.givenUp(stream, device, seq);
  }

  /** @param {StreamId} stream */
  #log(stream) {
    return this.#accepted.get(streamKey(stream))?.log ?? NOTHING;
  }

  /** @param {string} device */
  #disk(device) {
    const disk = this.#disks.get(device);
    if (disk === undefined) {
      throw new Error(`no disk of ${device}`);
    }
    return disk;
  }
}

/** @param {Map<string, Set<number>>} sets @param {string} key @param {number} seq */
function addTo(sets, key, seq) {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set);
  set.add(seq);
}

/** @param {Entry} a @param {Entry} b */
function isSame(a, b) {
  return a.seq === b.seq && a.id === b.id && a.hlc === b.hlc && bytesEqual(a.body, b.body);
}

/** @param {PostedEntry} posted @param {string} device */
function addresses(posted, device) {
  return posted.to.some(({ target }) => target === device);
}
