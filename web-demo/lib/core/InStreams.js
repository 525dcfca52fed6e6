import { Deque } from '../delivery/Deque.js';
import { NO_MARK } from '../wire/Marks.js';
import { Receiver } from '../delivery/Receiver.js';
import { check } from '../wire/check.js';
import { Limits } from '../wire/Limits.js';
import { streamKey } from '../wire/StreamId.js';
import { isStrayPlace, strayPlace } from './DiskWrite.js';
import { Holes } from './Holes.js';
import { NewStreams } from './NewStreams.js';
import { speaker } from './Speaker.js';

/** @typedef {import('../wire/StreamId.js').StreamId} StreamId */
/** @typedef {import('../wire/types.js').StreamPosition} StreamPosition */
/** @typedef {import('../wire/types.js').AddressedEntry} AddressedEntry */

/**
 * Entries on their way to the disk.
 *
 * @typedef {object} Writing
 * @property {number} ticket
 * @property {Receiver} receiver
 * @property {AddressedEntry[]} entries
 * @property {import('./ArrivedBy.js').ArrivedBy} by
 * @property {boolean} strays whether they are kept beside the order
 */

/**
 * Most streams of one device in one conversation that hold something; each may take up the holding limit. A device
 * speaks in one at a time.
 */
const HOLDING_STREAMS = 8;

/** The most that a position without ranges takes as JSON. */
const POSITION_BYTES = 224;

/** @type {ReadonlySet<string>} */
const NONE = new Set();

/** The most that one range takes: two numbers of 16 digits. */
const RANGE_BYTES = 36;

/**
 * Other devices' streams: one receiving half each. What is handed over goes to the disk with its cursor in one
 * transaction; only then is it acked and told.
 */
export class InStreams {
  /** @type {Map<string, Receiver>} */
  #receivers = new Map();
  /** How many streams of a device there are in a conversation: with two, an id may come twice. @type {Map<string, number>} */
  #epochs = new Map();
  /** @type {Deque<Writing>} */
  #writing = new Deque();
  #holes = new Holes();
  #newStreams = new NewStreams();
  #limits;
  #effects;
  #committed;

  /**
   * @param {import('../delivery/ReceiverLimits.js').ReceiverLimits} limits
   * @param {import('./Effects.js').Effects} effects
   * @param {(stream: StreamId, entry: AddressedEntry) => void} committed told of each entry once it is durable, before
   *   the application is
   */
  constructor(limits, effects, committed) {
    this.#limits = limits;
    this.#effects = effects;
    this.#committed = committed;
  }

  /** @param {import('./DeviceState.js').Cursor} cursor */
  restore({ stream, seq, mark }) {
    if (isStrayPlace(stream, mark)) {
      this.#count(stream); // nothing more comes in it
    } else {
      this.#begin(stream, seq, mark);
    }
  }

  /** @param {StreamId} stream @param {number} cursor @param {bigint} mark */
  #begin(stream, cursor, mark) {
    const receiver = new Receiver(stream, this.#limits, cursor, mark);
    this.#receivers.set(streamKey(stream), receiver);
    this.#count(stream);
    return receiver;
  }

  /** @param {StreamId} stream */
  #count(stream) {
    this.#epochs.set(speaker(stream), (this.#epochs.get(speaker(stream)) ?? 0) + 1);
  }

  /**
   * Takes entries that came by `path`. What is of one stream too many is dropped without ack, and comes again (DLV-10).
   *
   * @param {import('../wire/types.js').Entries} frame
   * @param {import('../delivery/Path.js').Path} path
   * @param {number} generation
   * @param {number} nowMs
   * @returns {string | null} the rule that the sender broke
   */
  handleEntries(frame, path, generation, nowMs) {
    const known = this.#receivers.get(streamKey(frame));
    const holds = known?.hasHoles() ?? false;
    if (
      (!holds && this.#holes.holdIn(HOLDING_STREAMS, frame)) ||
      (known === undefined && !this.#newStreams.take(frame, nowMs))
    ) {
      return null;
    }
    const receiver = known ?? this.#begin(frame, 0, NO_MARK);
    receiver.handleEntries(frame.entries, path, generation);
    this.#holes.handleChange(receiver, nowMs);
    return this.#drain(receiver);
  }

  /**
   * Everything up to the ticket is durable: ack and tell.
   *
   * @param {number} throughTicket
   * @param {ReadonlyMap<number, ReadonlySet<string>>} known by ticket, ids that the transcript had under another number
   * @param {number} nowMs
   */
  handleDurable(throughTicket, known, nowMs) {
    for (let next = this.#writing.first(); next !== undefined && next.ticket <= throughTicket;) {
      const { receiver, entries, strays, ticket } = next;
      this.#writing.poll();
      if (strays) {
        receiver.handleStraysCommitted(entries.length);
      } else {
        receiver.handleCommitted(entries[entries.length - 1].seq);
        this.#holes.handleProgress(receiver, nowMs);
      }
      this.#tell(next, known.get(ticket) ?? NONE);
      check(this.#drain(receiver) === null, 'a commit broke a rule');
      next = this.#writing.first();
    }
  }

  /** @param {Writing} written @param {ReadonlySet<string>} known */
  #tell({ receiver, entries, by, strays }, known) {
    for (const entry of entries) {
      const { seq, id, hlc, body } = entry;
      const stream = strays ? strayPlace(receiver.stream(), entry) : receiver.stream();
      if (!strays || !known.has(id)) {
        this.#committed(stream, entry);
      }
      if (!known.has(id)) {
        this.#effects.tell({ event: 'message-arrived', stream, entry: { seq, id, hlc, body }, by });
      }
    }
  }

  /**
   * Positions of the streams that match, in frames of at most `Limits.HAVE_STREAMS` that fit a channel whatever they
   * hold.
   *
   * @param {number} channelBytes most bytes of a message on it
   * @param {(stream: StreamId) => boolean} which
   * @returns {StreamPosition[][]}
   */
  positions(channelBytes, which) {
    const most = Math.min(Limits.CHANNEL_BATCH_BYTES, channelBytes);
    const frames = [];
    /** @type {StreamPosition[]} */
    let frame = [];
    let bytes = 0;
    for (const receiver of this.#receivers.values()) {
      if (!which(receiver.stream())) {
        continue;
      }
      const position = receiver.position();
      const size = POSITION_BYTES + position.held.length * RANGE_BYTES;
      if (frame.length === Limits.HAVE_STREAMS || (bytes > 0 && bytes + size > most)) {
        frames.push(frame);
        frame = [];
        bytes = 0;
      }
      frame.push(position);
      bytes += size;
    }
    return frame.length === 0 ? frames : [...frames, frame];
  }

  /**
   * While something is held the sender hears now and then what is lacking: it may have been away when this was said, or
   * think that it was delivered (DLV-23).
   *
   * @param {(device: string, ack: import('../wire/types.js').Ack) => void} say
   * @param {number} nowMs
   */
  handleTimeout(say, nowMs) {
    const restate = (/** @type {Receiver} */ receiver) =>
      say(receiver.stream().device, { type: 'ack', ...receiver.position() });
    const giveUp = (/** @type {Receiver} */ receiver) => {
      receiver.handleHoleGivenUp();
      this.#holes.handleChange(receiver, nowMs);
      this.#drain(receiver);
    };
    this.#holes.handleTimeout(restate, giveUp, nowMs);
  }

  /** When {@link handleTimeout} is due. */
  deadlineMs() {
    return this.#holes.deadlineMs();
  }

  /** The largest of any stream. @param {(receiver: Receiver) => number} what */
  most(what) {
    let most = 0;
    for (const receiver of this.#receivers.values()) {
      most = Math.max(most, what(receiver));
    }
    return most;
  }

  /** @param {Receiver} receiver @returns {string | null} */
  #drain(receiver) {
    const stream = receiver.stream();
    let broken = null;
    for (let effect = receiver.poll(); effect !== null; effect = receiver.poll()) {
      switch (effect.effect) {
        case 'hand-over': {
          const { entries, from, mark } = effect;
          const by = arrivedBy(from);
          const cursorSeq = entries[entries.length - 1].seq;
          const again = (this.#epochs.get(speaker(stream)) ?? 0) > 1;
          const ticket = this.#effects.persist([{ write: 'received', stream, entries, cursorSeq, mark, by, again }]);
          this.#writing.add({ ticket, receiver, entries, by, strays: false });
          break;
        }
        case 'hand-over-strays': {
          const { entries, from } = effect;
          const by = arrivedBy(from);
          const ticket = this.#effects.persist([{ write: 'strays', stream, entries, by }]);
          this.#writing.add({ ticket, receiver, entries, by, strays: true });
          break;
        }
        case 'send-ack': {
          const frame = /** @type {const} */ ({ type: 'ack', ...effect.position, proof: effect.proof });
          this.#effects.add(
            effect.path === 'direct'
              ? { effect: 'to-peer', device: stream.device, generation: effect.generation, frame }
              : { effect: 'to-server', frame },
          );
          break;
        }
        case 'peer-violation':
          broken = effect.rule;
          break;
      }
    }
    return broken;
  }
}

/** @param {import('../delivery/Path.js').Path} from @returns {import('./ArrivedBy.js').ArrivedBy} */
const arrivedBy = (from) => (from === 'direct' || from === 'store' ? from : 'relay');
