import { compareStatus } from '../../lib/delivery/Status.js';
import { name, toKey } from './SimIds.js';
import { PATHS } from './SimScenario.js';
import { SimDetours } from './SimDetours.js';
import { SimLimits } from './SimLimits.js';
import { notDragged, sortsLast } from './SimStamps.js';
import { SimViolation, atMost } from './SimViolation.js';

/** @typedef {import('../../lib/core/DiskWrite.js').DiskWrite} DiskWrite */
/** @typedef {import('../../lib/core/PeerEvent.js').PeerEvent} PeerEvent */
/** @typedef {import('../../lib/delivery/Status.js').Status} Status */
/** @typedef {import('../../lib/wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../../lib/wire/types.js').Range} Range */

/** Looks over one device's shoulder: checks what it sends, writes and tells (I2, I4 to I7). */
export class SimWatch {
  /** @type {Map<string, string>} */
  #paths = new Map();
  /** @type {Map<string, Map<number, Status>>} stream and target to what was told */
  #told = new Map();
  /** @type {Map<string, { target: string, seqs: Set<number> }>} sent on the present path */
  #sent = new Map();
  /** @type {Map<string, { target: string, bytes: Map<number, number> }>} bodies sent directly and not acked, by seq */
  #inFlight = new Map();
  /** @type {Set<string>} */
  #full = new Set();
  /** @type {Map<string, number>} */
  #answeredAtMs = new Map();
  #linked = false;
  #world;
  #detours;
  #scenario;
  #checker;
  #device;
  #disk;

  /**
   * @param {import('./SimWorld.js').SimWorld} world
   * @param {import('./SimScenario.js').SimScenario} scenario
   * @param {import('./SimChecker.js').SimChecker} checker
   * @param {import('./SimDisk.js').SimDisk} disk
   */
  constructor(world, scenario, checker, disk) {
    this.#world = world;
    this.#detours = new SimDetours(world, scenario.channelBytes);
    this.#scenario = scenario;
    this.#checker = checker;
    this.#device = disk.device;
    this.#disk = disk;
    this.limits = new SimLimits(scenario, checker);
  }

  /** The device has started on what its disk holds. */
  started() {
    this.#linked = false;
    this.#paths.clear();
    this.#told.clear();
    this.#sent.clear();
    this.#inFlight.clear();
    this.#answeredAtMs.clear();
    this.#detours.started();
    this.#full.clear();
    this.#disk.statuses((stream, target, seq, status) => this.#toldOf(toKey(stream, target)).set(seq, status));
  }

  /** Whether there is a connection to the node. @param {boolean} on */
  linked(on) {
    this.#linked = on;
    if (on) {
      this.#checker.words.mayGo(this.#disk);
    }
  }

  #hasPath() {
    return this.#linked || [...this.#paths.values()].includes('direct');
  }

  /** A channel that has proven nothing yet. @param {string} peer */
  channelOpen(peer) {
    this.#answeredAtMs.delete(peer);
    this.#detours.channelOpen(peer);
    this.#full.delete(peer);
  }

  /** The open channel has answered a ping. @param {string} peer @param {number} n */
  answered(peer, n) {
    this.#detours.answered(peer, n);
    this.#answeredAtMs.set(peer, this.#world.nowMs());
  }

  /** Whether the open channel takes more. @param {string} peer @param {boolean} on */
  channelWritable(peer, on) {
    on ? this.#full.delete(peer) : this.#full.add(peer);
  }

  /** @param {import('../../lib/wire/types.js').ClientFrame} frame */
  toServer(frame) {
    if (frame.type === 'post') {
      const stream = { conv: frame.conv, device: this.#device, epoch: frame.epoch };
      for (const posted of frame.entries) {
        this.#checker.transmitted(this.#disk, stream, posted);
        for (const { target } of posted.to) {
          const path = this.#paths.get(target) ?? 'relay';
          if (path === 'direct') {
            this.#detours.check(frame.conv, target, posted.body.length); // in no order with what goes on the path (PTH-3)
          } else if (path === 'relay') {
            this.#transmitted(stream, target, posted.seq);
          } else {
            throw new SimViolation('I5 generation', `a post for a target on ${path}`);
          }
        }
      }
    } else {
      this.#acks(frame);
    }
  }

  /** @param {string} peer @param {import('../../lib/wire/types.js').PeerFrame} frame */
  toPeer(peer, frame) {
    if (frame.type === 'ping') {
      this.#detours.asked(peer, frame.n);
    }
    if (frame.type !== 'entries') {
      this.#acks(frame);
      return;
    }
    if (this.#paths.get(peer) !== 'direct') {
      throw new SimViolation('I5 generation', `direct to a target on ${this.#paths.get(peer)}`);
    }
    if (this.#full.has(peer)) {
      throw new SimViolation('I7 backpressure', 'sent on a full channel');
    }
    for (const entry of frame.entries) {
      this.#checker.transmitted(this.#disk, frame, entry);
      this.#transmitted(frame, peer, entry.seq);
      this.#checkDirectWindow(frame, peer, entry);
    }
  }

  /** @param {import('../../lib/wire/types.js').Frame} frame */
  #acks(frame) {
    if (frame.type === 'ack') {
      this.#checker.acked(this.#device, frame, frame.cursor);
    } else if (frame.type === 'have') {
      frame.in.forEach((at) => this.#checker.acked(this.#device, at, at.cursor));
    }
  }

  /**
   * I7: unacked on the direct path; from what is sent again on, all before counts as lost. The first that the target
   * lacks passes a full window.
   *
   * @param {StreamId} stream @param {string} target @param {import('../../lib/wire/types.js').Entry} entry
   */
  #checkDirectWindow(stream, target, { seq, body }) {
    const key = toKey(stream, target);
    const told = this.#toldOf(key);
    const inFlight = this.#inFlight.get(key) ?? { target, bytes: new Map() };
    this.#inFlight.set(key, inFlight);
    const { bytes } = inFlight;
    for (const one of bytes.keys()) {
      if (compareStatus(told.get(one) ?? 'queued', 'delivered') >= 0 || one > seq) {
        bytes.delete(one);
      }
    }
    bytes.set(seq, body.length);
    if (this.#scenario.server.expiryMs !== Infinity || Math.min(...bytes.keys()) === seq) {
      return;
    }
    atMost('I7 direct window', bytes.size, this.#scenario.sender.directEntries);
    const sum = [...bytes.values()].reduce((total, one) => total + one, 0);
    atMost('I7 direct window bytes', sum, this.#scenario.sender.directBytes);
  }

  /**
   * I5: on a new path nothing unacked is overtaken but what it cannot carry.
   *
   * @param {StreamId} stream @param {string} target @param {number} seq
   */
  #transmitted(stream, target, seq) {
    const { seqs } = setOf(this.#sent, stream, target);
    if (seqs.has(seq)) {
      this.#world.counts.add('resends');
      return;
    }
    seqs.add(seq);
    const told = this.#toldOf(toKey(stream, target));
    /** @param {number} one */
    const aside = (one) =>
      this.#paths.get(target) === 'direct' && this.#detours.tooLarge(this.#checker.bodyBytes(stream, one));
    for (const earlier of aside(seq) ? [] : this.#checker.addressedBefore(stream, target, seq)) {
      if (aside(earlier)) {
        continue;
      }
      if (!seqs.has(earlier) && compareStatus(told.get(earlier) ?? 'queued', 'sent') <= 0) {
        throw new SimViolation('I5 resend in order', `${seq} before ${earlier}`);
      }
    }
  }

  /** @param {string} key */
  #toldOf(key) {
    let told = this.#told.get(key);
    if (told === undefined) {
      told = new Map();
      this.#told.set(key, told);
    }
    return told;
  }

  /**
   * What is about to be written.
   *
   * @param {DiskWrite[]} writes
   * @param {number} nowMs as the device knows it, corrected if it can be
   * @param {number} latestMs what it may have taken for now, corrected or not
   */
  persisting(writes, nowMs, latestMs) {
    for (const write of writes) {
      if (write.write === 'sent') {
        sortsLast(write.stream.conv, this.#disk, write.entry.hlc, nowMs);
        notDragged(write.entry.hlc, latestMs);
        this.#disk.time().checkRises(write.entry.hlc);
        this.#checker.words.writing(this.#disk, write.entry, this.#hasPath());
      } else if (write.write === 'forget') {
        each(write.seqs, (seq) => this.#checker.forgotten(write.stream, seq));
      } else if (write.write === 'custody-taken-back') {
        this.#world.counts.add('custodyTakenBack');
        each(write.seqs, (seq) => {
          this.limits.comesBack(this.#checker.bodyBytes(write.stream, seq));
        });
      }
    }
  }

  /** The write is on disk from now on; returns what `SimDisk.apply` does. @param {DiskWrite} write */
  synced(write) {
    if (write.write === 'sent') {
      this.#checker.accepted(write.stream, write.entry);
      this.#checker.words.written(this.#world, write.entry);
      this.#world.counts.add('entries');
    } else if (write.write === 'received') {
      let cursor = this.#disk.cursor(write.stream);
      for (const entry of write.entries) {
        this.#checker.committed(this.#device, write.stream, cursor, entry);
        cursor = entry.seq;
        this.#world.counts.add('deliveries');
      }
    } else if (write.write === 'target-gone') {
      this.#checker.targetGone(write.stream, write.device);
    } else if (write.write === 'epoch-begun') {
      for (const { to, moved } of write.change.streams) {
        for (const { entry } of moved) {
          this.#checker.accepted(to, entry);
          this.limits.comesBack(entry.body.length); // the server has none of it under its new number
        }
      }
    } else if (write.write === 'reworded') {
      write.entries.forEach((entry) => this.#checker.says(write.stream, entry));
    } else if (write.write === 'strays') {
      write.entries.forEach((entry) => this.#checker.stray(this.#device, entry));
    }
    return this.#disk.apply(write);
  }

  /** Something came over the channel. @param {string} peer @param {import('../../lib/wire/types.js').PeerFrame} frame */
  heardDirectly(peer, frame) {
    if (frame.type === 'ack' && frame.device === this.#device) {
      this.#detours.acked(peer, frame.conv);
    }
    this.heard(frame);
  }

  /** A frame came: counts what was refused, and what begins after a gap. @param {import('../../lib/wire/types.js').Frame} frame */
  heard(frame) {
    if (frame.type === 'refused') {
      this.#world.counts.add('refused');
    } else if (frame.type === 'entries' && frame.entries[0].after > this.#disk.cursor(frame)) {
      this.#world.counts.add('reorders');
    } else if (frame.type === 'roster') {
      this.#detours.members(frame);
    }
  }

  /** @param {PeerEvent} event */
  told(event) {
    switch (event.event) {
      case 'status-changed':
        each(event.seqs, (seq) => this.#status(event.stream, event.device, seq, event.status));
        break;
      case 'undelivered':
        each(event.seqs, (seq) => this.#status(event.stream, event.device, seq, 'refused'));
        break;
      case 'target-replaced':
        this.#world.counts.add('replaced');
        each(event.seqs, (seq) => this.limits.comesBack(this.#checker.bodyBytes(event.stream, seq)));
        break;
      case 'conversation-gone':
        this.#detours.gone(event.conv);
        break;
      case 'path-changed':
        this.#pathChanged(event.device, event.path, event.reason);
        break;
      case 'warning':
        if (!this.#checker.disksGoBack()) {
          throw new SimViolation('honest peer', event.message);
        }
        break;
    }
  }

  /** @param {string} peer @param {string} path @param {string} reason */
  #pathChanged(peer, path, reason) {
    this.#world.counts.add('pathSwitches');
    this.#world.trace(name(this.#device), `path ${path} ${reason}`);
    if (path === 'direct' && !this.#answeredAtMs.has(peer)) {
      throw new SimViolation('I5 proven path', `direct before a pong, ${reason}`);
    }
    this.#paths.set(peer, path);
    if (this.#hasPath()) {
      this.#checker.words.mayGo(this.#disk);
    }
    for (const sets of [this.#sent, this.#inFlight]) {
      for (const [key, { target }] of sets) {
        if (target === peer) {
          sets.delete(key);
        }
      }
    }
  }

  /** @param {StreamId} stream @param {string} target @param {number} seq @param {Status} status */
  #status(stream, target, seq, status) {
    const told = this.#toldOf(toKey(stream, target));
    const before = told.get(seq);
    const entry = this.#disk.saidOne(stream, seq);
    this.#checker.status(stream, target, seq, entry, before ?? 'queued', status);
    told.set(seq, status);
    if (status === 'stored' || status === 'read') {
      this.#world.counts.add(status);
    }
  }

  /** I7: how long a silent channel counts as one that works. */
  checkPaths() {
    const mostMs = PATHS.pingIntervalMs + PATHS.pongDeadlineMs;
    for (const [peer, path] of this.#paths) {
      if (path === 'direct') {
        atMost('I7 silent channel', this.#world.nowMs() - (this.#answeredAtMs.get(peer) ?? 0), mostMs);
      }
    }
  }
}

/** @param {Map<string, { target: string, seqs: Set<number> }>} sets @param {StreamId} stream @param {string} target */
function setOf(sets, stream, target) {
  const key = toKey(stream, target);
  let set = sets.get(key);
  if (set === undefined) {
    set = { target, seqs: new Set() };
    sets.set(key, set);
  }
  return set;
}

/** @param {Range[]} ranges @param {(seq: number) => void} action */
function each(ranges, action) {
  for (const [from, through] of ranges) {
    for (let seq = from; seq <= through; seq++) {
      action(seq);
    }
  }
}
