import { Limits } from '../wire/Limits.js';
import { ChannelEnds } from './ChannelEnds.js';
import { ChannelWishes } from './ChannelWishes.js';
import { DevicePaths } from './DevicePaths.js';
import { DirectFrames } from './DirectFrames.js';
import { Effects } from './Effects.js';
import { Forks } from './Forks.js';
import { InStreams } from './InStreams.js';
import { OutStreams } from './OutStreams.js';
import { ReadMarks } from './ReadMarks.js';
import { Rosters } from './Rosters.js';
import { ServerFrames } from './ServerFrames.js';
import { Stamps } from './Stamps.js';

/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */

/**
 * One device as a state machine: everything it says and hears, whichever path it takes. Inputs are `handle*` methods with
 * the time in ms; after each, {@link poll} until null, then wait until {@link deadlineMs}. Knows no clock, timer, socket or
 * disk.
 */
export class DeviceCore {
  #effects = new Effects();
  #device;
  #rosters;
  #paths;
  #out;
  #in;
  #direct;
  #forks;
  #marks;
  #wishes;
  #ends;
  #serverFrames;
  #stamps;
  #nowMs = 0;

  /**
   * Starts from what the disk holds.
   *
   * @param {import('./DeviceState.js').DeviceState} state
   * @param {import('./CoreSettings.js').CoreSettings} settings
   * @param {number} nowMs
   */
  constructor(state, settings, nowMs) {
    const { device, epoch } = state;
    const effects = this.#effects;
    this.#device = device;
    const rosters = new Rosters(state.account, device, state.changes);
    this.#rosters = rosters;
    state.rosters.forEach((roster) => rosters.put(roster));
    const paths = new DevicePaths(effects, settings.path);
    this.#paths = paths;
    const forks = new Forks(state, paths, effects, () => this.#nowMs);
    this.#forks = forks;
    const out = new OutStreams({ device, epoch, limits: settings.sender, rosters, paths, effects, forks });
    this.#out = out;
    this.#marks = new ReadMarks((stream) => this.#ofOwnAccount(stream), {
      handleRead: (target, stream, throughSeq) => out.handleRead(target, stream, throughSeq),
      handleOwnRead: (stream, throughSeq) => effects.persistLazily({ write: 'own-read', stream, throughSeq }),
    });
    this.#in = new InStreams(settings.receiver, effects, (stream, entry) => this.#committed(stream, entry));
    this.#direct = new DirectFrames({ effects, rosters, paths, in: this.#in, out });
    const ends = new ChannelEnds({ effects, rosters, paths, out });
    this.#ends = ends;
    this.#stamps = new Stamps(state.clock, effects, nowMs);
    this.#wishes = new ChannelWishes({
      rosters,
      effects,
      most: settings.maxChannels,
      hasChannel: (to) => paths.hasChannel(to),
      finish: (to) => ends.end(to, this.#nowMs),
    });
    const parts = { effects, rosters, out, in: this.#in, wishes: this.#wishes, ends };
    this.#serverFrames = new ServerFrames(parts);
    for (const cursor of state.in) {
      this.#in.restore(cursor);
      this.#marks.restore(cursor);
    }
    state.out.forEach((kept) => out.restore(kept));
  }

  /** The next thing to do, or null. */
  poll() {
    return this.#effects.poll();
  }

  /** When {@link handleTimeout} is due; `Infinity` for never. */
  deadlineMs() {
    return Math.min(this.#out.deadlineMs(), this.#in.deadlineMs(), this.#paths.deadlineMs(), this.#forks.deadlineMs());
  }

  /** How full the queues are. @returns {import('./CoreLoad.js').CoreLoad} */
  load() {
    return {
      outboxEntries: this.#out.most((sender) => sender.waitingEntries()),
      outboxBytes: this.#out.most((sender) => sender.waitingBytes()),
      pendingEntries: this.#in.most((receiver) => receiver.pendingEntries()),
      pendingBytes: this.#in.most((receiver) => receiver.pendingBytes()),
      unansweredEntries: this.#out.window().entries(),
      unansweredBytes: this.#out.window().bytes(),
    };
  }

  /** Whether every target is known to have all that was said to it. */
  settled() {
    return this.#out.open().length === 0;
  }

  /** For logs: what is lacking where, without content. */
  toString() {
    return `${this.#device} ${this.#out}`;
  }

  /** The incarnations to tell in `hello`, the present one first (SES-11). */
  incarnations() {
    return this.#forks.incarnations();
  }

  /** Which changes of the conversations are known here, to tell in `hello` (SES-14). */
  knownChanges() {
    return this.#rosters.known();
  }

  /** Conversations as last told by the server. */
  conversations() {
    return this.#rosters.all();
  }

  /** How the other devices of a conversation are reached. @param {string} conversation */
  paths(conversation) {
    return [...this.#rosters.targets(conversation)].map((target) => this.#paths.view(target));
  }

  /**
   * Takes a message: numbers it and asks for it to be written.
   *
   * @param {string} conversation
   * @param {string} id
   * @param {Uint8Array} body
   * @param {number} nowMs
   * @returns {import('./SendResult.js').SendResult}
   */
  handleSend(conversation, id, body, nowMs) {
    this.#nowMs = nowMs;
    if (this.#rosters.get(conversation) === undefined) {
      return { result: 'not-taken', refusal: 'not-a-member' };
    }
    if (!this.#rosters.isAccepted(conversation)) {
      return { result: 'not-taken', refusal: 'not-accepted' };
    }
    if (body.length > Limits.BODY_BYTES) {
      return { result: 'not-taken', refusal: 'too-large' };
    }
    this.#wishes.handleActivity(conversation, nowMs);
    return this.#out.send(conversation, id, this.#stamps.next(nowMs), body, nowMs);
  }

  /**
   * Says that everything handed over in a conversation has been seen; one marker per stream.
   *
   * @param {string} conversation
   * @param {() => string} ids fresh message ids
   * @param {number} nowMs
   */
  handleMarkRead(conversation, ids, nowMs) {
    this.#nowMs = nowMs;
    for (const { stream, through } of this.#marks.takeUnread(conversation)) {
      this.#effects.persistLazily({ write: 'own-read', stream, throughSeq: through });
      this.handleSend(conversation, ids(), ReadMarks.marker(stream, through), nowMs);
    }
  }

  /**
   * Says that this person is typing; lost when the link is down.
   *
   * @param {string} conversation @param {boolean} active
   */
  handleTyping(conversation, active) {
    this.#effects.add({ effect: 'to-server', frame: { type: 'typing', conv: conversation, active } });
  }

  /** Says whether this person is there; lost when the link is down. @param {'online' | 'away'} state */
  handlePresence(state) {
    this.#effects.add({ effect: 'to-server', frame: { type: 'presence', state, lastSeenMs: 0 } });
  }

  /**
   * All writes up to and including that ticket are durable.
   *
   * @param {number} throughTicket
   * @param {ReadonlyMap<number, ReadonlySet<string>>} known by ticket, ids of received entries that the transcript had
   *   under another number
   * @param {number} nowMs
   */
  handleDurable(throughTicket, known, nowMs) {
    this.#nowMs = nowMs;
    this.#out.handleDurable(throughTicket, nowMs);
    this.#in.handleDurable(throughTicket, known, nowMs);
  }

  /**
   * Own entries that were asked for with `read-own`.
   *
   * @param {StreamId} stream @param {import('../wire/types.js').Entry[]} entries @param {number} nowMs
   */
  handleTranscript(stream, entries, nowMs) {
    this.#nowMs = nowMs;
    this.#out.handleTranscript(stream, entries, nowMs);
  }

  /**
   * Own entries that were asked for with `read-again`.
   *
   * @param {import('./CoreEffect.js').ReadAgain} asked @param {import('../wire/types.js').Entry[]} entries
   * @param {number} nowMs
   */
  handleAgain(asked, entries, nowMs) {
    this.#nowMs = nowMs;
    this.#out.handleAgain(asked, entries, nowMs);
  }

  /** Something is due. @param {number} nowMs */
  handleTimeout(nowMs) {
    this.#nowMs = nowMs;
    this.#paths.handleTimeout(this.#out.paths, nowMs);
    this.#out.drainAll();
    this.#out.handleTimeout(nowMs);
    this.#forks.handleTimeout();
    this.#in.handleTimeout((device, ack) => this.#direct.restate(device, ack), nowMs);
  }

  /**
   * The server said welcome: say what is here, then everything open goes out again.
   *
   * @param {import('../wire/types.js').Welcome} welcome @param {number} nowMs
   */
  handleLinkUp(welcome, nowMs) {
    this.#nowMs = nowMs;
    this.#stamps.handleServerTime(welcome.serverTimeMs, nowMs);
    this.#forks.handleLastIncarnation(welcome.lastIncarnation);
    this.#rosters.handleLinkUp();
    this.#serverFrames.handleLinkUp();
    this.#ends.handleLinkUp();
    this.#wishes.handleLinkUp();
    this.#out.handleWelcome(welcome);
    const open = this.#out.open();
    for (const positions of this.#in.positions(Limits.CHANNEL_BATCH_BYTES, () => true)) {
      this.#effects.add({ effect: 'to-server', frame: { type: 'have', in: positions, out: [] } });
    }
    for (let from = 0; from < open.length; from += Limits.HAVE_STREAMS) {
      const out = open.slice(from, from + Limits.HAVE_STREAMS);
      this.#effects.add({ effect: 'to-server', frame: { type: 'have', in: [], out } });
    }
    this.#paths.handleRelay(true, this.#out.paths, nowMs);
    this.#out.drainAll();
  }

  /** The link to the server is gone. @param {number} nowMs */
  handleLinkDown(nowMs) {
    this.#leaveServer(nowMs);
    this.#out.drainAll();
  }

  /** @param {number} nowMs */
  #leaveServer(nowMs) {
    this.#nowMs = nowMs;
    this.#paths.handleRelay(false, this.#out.paths, nowMs);
    this.#wishes.handleLinkDown();
  }

  /** The network may have changed, or the device has slept: every channel has to answer now. @param {number} nowMs */
  handleDoubt(nowMs) {
    this.#nowMs = nowMs;
    this.#paths.handleDoubt(this.#out.paths, nowMs);
  }

  /** The device ends: every channel says that nothing more comes, and none is opened again. @param {number} nowMs */
  handleClosing(nowMs) {
    this.#nowMs = nowMs;
    this.#wishes.handleClosing(nowMs);
  }

  /**
   * The session has ended for good, since this device is signed out or another program runs as it: nothing is said or taken
   * (SES-13) until there is another. What was not delivered waits.
   *
   * @param {number} nowMs
   */
  handleOut(nowMs) {
    this.#leaveServer(nowMs);
    this.#ends.endAll(nowMs);
    this.#wishes.handleOut(nowMs);
  }

  /**
   * Takes a frame of the server other than those of the session itself.
   *
   * @param {import('../wire/types.js').ServerFrame} frame @param {number} nowMs
   */
  handleServerFrame(frame, nowMs) {
    this.#nowMs = nowMs;
    this.#serverFrames.handle(frame, nowMs);
  }

  /**
   * Leaves out what the server said about one conversation and cannot be read (FRM-9).
   *
   * @param {string} conversation @param {string} rule the field and the rule that it breaks
   */
  handleUnreadable(conversation, rule) {
    this.#serverFrames.handleUnreadable(conversation, rule);
  }

  /**
   * A data channel is open; it is used once it answers. Generations grow and are not reused.
   *
   * @param {string} from @param {number} channel @param {number} bytes most of a message @param {number} nowMs
   */
  handleChannelOpen(from, channel, bytes, nowMs) {
    this.#nowMs = nowMs;
    if (!this.#ends.refuses(from, channel, this.#wishes.wanted())) {
      this.#paths.handleChannelOpen(from, channel, bytes, this.#out.paths, nowMs);
      this.#out.drainAll();
    }
  }

  /**
   * A data channel is over.
   *
   * @param {string} from @param {number} channel @param {string} reason @param {number} nowMs
   */
  handleChannelClosed(from, channel, reason, nowMs) {
    this.#nowMs = nowMs;
    this.#paths.handleChannelClosed(from, channel, reason, this.#out.paths, nowMs);
    this.#out.drainAll();
    this.#wishes.handleChange(nowMs);
  }

  /**
   * A channel's buffer is full, or has room again.
   *
   * @param {string} to @param {number} channel @param {boolean} writable @param {number} nowMs
   */
  handleChannelWritable(to, channel, writable, nowMs) {
    this.#nowMs = nowMs;
    if (this.#paths.isCurrentChannel(to, channel)) {
      this.#paths.channelWritable(to, writable);
      this.#out.handleWritable(to, nowMs);
    }
  }

  /**
   * Takes a frame of a data channel; late frames of an older channel are still facts.
   *
   * @param {string} from
   * @param {number} channel
   * @param {import('../wire/types.js').PeerFrame} frame
   * @param {number} nowMs
   */
  handleChannelFrame(from, channel, frame, nowMs) {
    this.#nowMs = nowMs;
    if (!this.#ends.isOut()) {
      this.#direct.handle(from, channel, frame, nowMs);
    }
  }

  /** @param {StreamId} stream */
  #ofOwnAccount(stream) {
    const member = this.#rosters.memberOf(stream.conv, stream.device);
    return stream.device === this.#device || (member !== undefined && this.#rosters.isSelf(member));
  }

  /** @param {StreamId} stream @param {import('../wire/types.js').Entry} entry */
  #committed(stream, entry) {
    this.#stamps.handleCommitted(entry.hlc, this.#nowMs);
    this.#marks.handleEntry(stream, entry);
    this.#wishes.handleActivity(stream.conv, this.#nowMs);
  }
}
