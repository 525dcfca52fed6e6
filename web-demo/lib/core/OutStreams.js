import { RelayWindow } from '../delivery/RelayWindow.js';
import { Sender } from '../delivery/Sender.js';
import { OutCommits } from './OutCommits.js';
import { OutEffects } from './OutEffects.js';
import { OutPaths } from './OutPaths.js';
import { Unsent } from './Unsent.js';

/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */

/** Own streams: one sending half per conversation. */
export class OutStreams {
  /** @type {Map<string, Sender>} */
  #senders = new Map();
  #window = new RelayWindow(1, 1);
  #device;
  #epoch;
  #limits;
  #rosters;
  #paths;
  #effects;
  #wants;
  #commits;

  /**
   * @param {object} parts
   * @param {string} parts.device
   * @param {string} parts.epoch
   * @param {import('../delivery/SenderLimits.js').SenderLimits} parts.limits
   * @param {import('./Rosters.js').Rosters} parts.rosters
   * @param {import('./DevicePaths.js').DevicePaths} parts.paths
   * @param {import('./Effects.js').Effects} parts.effects
   * @param {import('./Forks.js').Forks} parts.forks
   */
  constructor({ device, epoch, limits, rosters, paths, effects, forks }) {
    this.#device = device;
    this.#epoch = epoch;
    this.#limits = limits;
    this.#rosters = rosters;
    this.#paths = paths;
    this.#effects = effects;
    /** Hears how targets are reached. */
    this.paths = new OutPaths(this.#senders, rosters, paths);
    this.#wants = new OutEffects(effects, rosters, paths, forks);
    this.#commits = new OutCommits(effects, new Unsent(rosters, paths), limits.outboxBytes);
  }

  /** @param {import('./DeviceState.js').OutStream} kept */
  restore({ stream, nextSeq, targets, entries, givenUp }) {
    const sender = new Sender(stream, this.#limits, nextSeq, this.#window);
    for (const { device, firstSeq, addressedSeq, deliveredSeq, mark, readSeq, refused } of targets) {
      sender.log().restoreTarget(device, firstSeq, addressedSeq, deliveredSeq, mark, readSeq, refused);
    }
    givenUp.forEach(({ device, seq, message }) => sender.log().restoreGivenUp(device, seq, message));
    this.#commits.restore(
      sender,
      entries.flatMap(({ entry, unsent }) => (unsent ? [entry] : [])),
    );
    for (const { entry, to, unsent } of entries) {
      const addresses = to.map(({ device, afterSeq, part }) => ({ target: device, after: afterSeq, part }));
      /** @type {Map<string, import('../delivery/Status.js').Status>} */
      const statuses = new Map(to.map(({ device, stored }) => [device, statusOf(stored, unsent)]));
      sender.log().restore({ ...entry, to: addresses }, statuses);
    }
    const members = this.#rosters.targets(stream.conv);
    this.paths.begin(sender, members);
    this.#senders.set(stream.conv, sender);
    // The roster that is without them was kept, and then came a crash.
    const known = targets.map(({ device }) => device);
    this.#targetsGone(sender, known, 0);
    this.#drain(stream.conv);
  }

  /**
   * @param {string} conversation @param {string} id @param {bigint} hlc @param {Uint8Array} body @param {number} nowMs
   * @returns {import('./SendResult.js').SendResult}
   */
  send(conversation, id, hlc, body, nowMs) {
    const targets = this.#rosters.targets(conversation);
    const parts = new Map([...targets].map((target) => /** @type {[string, undefined]} */ ([target, undefined])));
    const prepared = this.#sender(conversation).prepare(id, hlc, body, parts);
    if (!prepared.ok) {
      return { result: 'not-taken', refusal: prepared.code === 'too-large' ? 'too-large' : 'queue-full' };
    }
    const stream = this.#stream(conversation);
    const { entry } = prepared;
    const ticket = this.#commits.write(this.#sender(conversation), entry, nowMs);
    return { result: 'taken', stream, seq: entry.seq, targets, counted: this.#rosters.counted(conversation), ticket };
  }

  /** @param {number} throughTicket @param {number} nowMs */
  handleDurable(throughTicket, nowMs) {
    this.#handleTakenBack(throughTicket, nowMs);
    for (const [conversation, seq] of this.#commits.durable(throughTicket)) {
      this.#sender(conversation).handleCommitted(seq, nowMs);
      this.#drain(conversation);
    }
  }

  /** @param {import('../wire/types.js').Welcome} welcome */
  handleWelcome(welcome) {
    this.#window.open(welcome.windowEntries, welcome.windowBytes);
    for (const sender of this.#senders.values()) {
      sender.handleAsked();
    }
  }

  /** A channel's buffer is full, or has room again. @param {string} target @param {number} nowMs */
  handleWritable(target, nowMs) {
    const generation = this.#paths.generationOf(target);
    const writable = this.#paths.writable(target);
    for (const [conversation, sender] of this.#senders) {
      if (this.#rosters.isMember(conversation, target)) {
        sender.handleWritable(target, generation, writable, nowMs);
        this.#drain(conversation);
      }
    }
  }

  /** @param {string} target @param {import('../wire/types.js').StreamPosition} position @param {number} nowMs */
  handleAck(target, position, nowMs) {
    this.#toOwn(position, (sender) => sender.handleAck(target, position, nowMs));
  }

  /** An ack that came over a channel. @param {string} target @param {import('../wire/types.js').Ack} ack @param {number} nowMs */
  handleDirectAck(target, ack, nowMs) {
    if (ack.device === this.#device) {
      this.paths.handleDirectAck(ack.conv, target, nowMs);
    }
    this.handleAck(target, ack, nowMs);
  }

  /** @param {import('../wire/types.js').Receipt} receipt @param {number} nowMs */
  handleReceipt(receipt, nowMs) {
    const { conv, device, epoch, target, delivered, mark, held, stored, storedMark } = receipt;
    this.#toOwn(receipt, (sender) => {
      sender.handleAck(target, { conv, device, epoch, cursor: delivered, mark, held }, nowMs);
      sender.handleStored(target, stored, storedMark, nowMs);
    });
  }

  /** @param {import('../wire/types.js').Told} told @param {number} nowMs */
  handleTold(told, nowMs) {
    this.#toOwn(told, (sender) => sender.handleTold(told.ref, nowMs));
  }

  /** @param {StreamId} stream @param {import('../wire/types.js').Refused} refused @param {number} nowMs */
  handleRefused(stream, { target, seqs, code, retryAfterMs }, nowMs) {
    this.#toOwn(stream, (sender) => sender.handleRefused(target, seqs, code, retryAfterMs, nowMs));
  }

  /** @param {string} target @param {StreamId} stream @param {number} throughSeq */
  handleRead(target, stream, throughSeq) {
    this.#toOwn(stream, (sender) => sender.handleRead(target, throughSeq));
  }

  /**
   * Members changed: new targets get their path, gone ones are let go.
   *
   * @param {string} conversation @param {ReadonlySet<string>} before
   * @param {ReadonlySet<string>} directBefore the devices that could be written to directly @param {number} nowMs
   */
  handleRoster(conversation, before, directBefore, nowMs) {
    this.paths.handleRoster(conversation, directBefore, nowMs);
    const sender = this.#senders.get(conversation);
    if (sender === undefined) {
      return;
    }
    const now = this.#rosters.targets(conversation);
    this.#targetsGone(sender, [...before], nowMs);
    for (const target of now) {
      if (!before.has(target)) {
        this.paths.tell(sender, target, nowMs);
      }
    }
    this.#drain(conversation);
  }

  /** @param {StreamId} stream @param {import('../wire/types.js').Entry[]} entries @param {number} nowMs */
  handleTranscript(stream, entries, nowMs) {
    this.#toOwn(stream, (sender) => sender.handleTranscript(entries, nowMs));
  }

  /**
   * @param {import('./CoreEffect.js').ReadAgain} asked @param {import('../wire/types.js').Entry[]} entries
   * @param {number} nowMs
   */
  handleAgain({ stream, target, throughSeq, most }, entries, nowMs) {
    const through = entries.length < most ? throughSeq : entries[entries.length - 1].seq;
    this.#toOwn(stream, (sender) => sender.handleAgain(target, entries, through, nowMs));
  }

  /** The largest of any stream. @param {(sender: Sender) => number} what */
  most(what) {
    let most = 0;
    for (const sender of this.#senders.values()) {
      most = Math.max(most, what(sender));
    }
    return most;
  }

  /** What is posted to the server and not answered. */
  window() {
    return this.#window;
  }

  toString() {
    return [...this.#senders.values()].filter((sender) => sender.unsettled()).join(', ');
  }

  /** Own streams with something not delivered everywhere. */
  open() {
    return [...this.#senders.values()].filter((sender) => sender.unsettled()).map((sender) => sender.stream());
  }

  /** @param {number} nowMs */
  handleTimeout(nowMs) {
    for (const [conversation, sender] of this.#senders) {
      const deadline = sender.deadline();
      if (deadline !== null && nowMs >= deadline.atMs) {
        sender.handleTimeout(nowMs);
        this.#drain(conversation);
      }
    }
  }

  deadlineMs() {
    let least = Infinity;
    for (const sender of this.#senders.values()) {
      least = Math.min(least, sender.deadline()?.atMs ?? Infinity);
    }
    return least;
  }

  /** Lets every sender go on. */
  drainAll() {
    for (const sender of this.#senders.values()) {
      this.#drainOne(sender);
    }
    this.#drainReleased();
  }

  /** @param {number} throughTicket @param {number} nowMs */
  #handleTakenBack(throughTicket, nowMs) {
    for (let next = this.#wants.takenBack(throughTicket); next; next = this.#wants.takenBack(throughTicket)) {
      const { conversation, target } = next;
      this.#sender(conversation).handleTakenBack(target, nowMs);
      this.#drain(conversation);
    }
  }

  /** @param {string} conversation @returns {StreamId} */
  #stream(conversation) {
    return { conv: conversation, device: this.#device, epoch: this.#epoch };
  }

  /** @param {string} conversation */
  #sender(conversation) {
    let sender = this.#senders.get(conversation);
    if (sender === undefined) {
      sender = new Sender(this.#stream(conversation), this.#limits, 1, this.#window);
      this.paths.begin(sender, this.#rosters.targets(conversation));
      this.#senders.set(conversation, sender);
    }
    return sender;
  }

  /**
   * Lets those go that are no targets any more: all of them, before room that one leaves at the server is given to
   * another. What they will never get is written first, while the rows that say so are there.
   *
   * @param {Sender} sender @param {string[]} known @param {number} nowMs
   */
  #targetsGone(sender, known, nowMs) {
    const stream = sender.stream();
    const now = this.#rosters.targets(stream.conv);
    const gone = known.filter((target) => !now.has(target));
    if (gone.length === 0) {
      return;
    }
    gone.forEach((target) => this.#targetGone(sender, target, nowMs));
    this.#drainOne(sender);
    gone
      .filter((target) => this.#rosters.replacing(stream.conv, target).length === 0)
      .forEach((device) => this.#effects.persistLazily({ write: 'target-gone', stream, device }));
  }

  /** @param {Sender} sender @param {string} target @param {number} nowMs */
  #targetGone(sender, target, nowMs) {
    const by = this.#rosters.replacing(sender.stream().conv, target);
    if (by.length === 0) {
      sender.handleTargetGone(target, nowMs);
    } else {
      sender.handleReplaced(target, by, nowMs);
    }
  }

  /** @param {StreamId} stream @param {(sender: Sender) => void} event */
  #toOwn({ conv, device, epoch }, event) {
    const sender = this.#senders.get(conv);
    if (sender !== undefined && device === this.#device && epoch === this.#epoch) {
      event(sender);
      this.#drain(conv);
    }
  }

  /** @param {string} conversation */
  #drain(conversation) {
    this.#drainOne(this.#sender(conversation));
    this.#drainReleased();
  }

  #drainReleased() {
    while (this.#window.takeReleased()) {
      for (const sender of this.#senders.values()) {
        this.#drainOne(sender);
      }
    }
  }

  /** @param {Sender} sender */
  #drainOne(sender) {
    this.#commits.letGo(sender);
    this.#wants.drain(sender);
  }
}

/** How far an entry has come, as far as the disk knows. @param {boolean} stored @param {boolean} unsent */
function statusOf(stored, unsent) {
  if (unsent) {
    return 'queued';
  }
  return stored ? 'stored' : 'sent';
}
