import { Deque } from '../delivery/Deque.js';
import { Receiver } from '../delivery/Receiver.js';
import { check } from '../wire/check.js';
import { Limits } from '../wire/Limits.js';
import { streamKey } from '../wire/StreamId.js';

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
 */

/** The most that a position without ranges takes as JSON. */
const POSITION_BYTES = 192;

/** The most that one range takes: two numbers of 16 digits. */
const RANGE_BYTES = 36;

/**
 * Other devices' streams: one receiving half each. What is handed over goes to the disk with its cursor in one
 * transaction; only then is it acked and told.
 */
export class InStreams {
  /** @type {Map<string, Receiver>} */
  #receivers = new Map();
  /** @type {Deque<Writing>} */
  #writing = new Deque();
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
  restore({ stream, seq }) {
    this.#receivers.set(streamKey(stream), new Receiver(stream, this.#limits, seq));
  }

  /**
   * Takes entries that came by `path`.
   *
   * @param {import('../wire/types.js').Entries} frame
   * @param {import('../delivery/Path.js').Path} path
   * @param {number} generation
   * @returns {string | null} the rule that the sender broke
   */
  handleEntries(frame, path, generation) {
    const key = streamKey(frame);
    let receiver = this.#receivers.get(key);
    if (receiver === undefined) {
      receiver = new Receiver(frame, this.#limits, 0);
      this.#receivers.set(key, receiver);
    }
    receiver.handleEntries(frame.entries, path, generation);
    return this.#drain(receiver);
  }

  /** Everything up to the ticket is durable: ack and tell. @param {number} throughTicket */
  handleDurable(throughTicket) {
    for (let next = this.#writing.first(); next !== undefined && next.ticket <= throughTicket;) {
      const { receiver, entries, by } = next;
      this.#writing.poll();
      const stream = receiver.stream();
      receiver.handleCommitted(entries[entries.length - 1].seq);
      for (const entry of entries) {
        this.#committed(stream, entry);
        const { seq, id, hlc, body } = entry;
        this.#effects.tell({ event: 'message-arrived', stream, entry: { seq, id, hlc, body }, by });
      }
      check(this.#drain(receiver) === null, 'a commit broke a rule');
      next = this.#writing.first();
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
      if (frame.length === Limits.HAVE_STREAMS || bytes + size > most) {
        frames.push(frame);
        frame = [];
        bytes = 0;
      }
      frame.push(position);
      bytes += size;
    }
    return frame.length === 0 ? frames : [...frames, frame];
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
          const { entries, from } = effect;
          const by = from === 'direct' || from === 'store' ? from : 'relay';
          const cursorSeq = entries[entries.length - 1].seq;
          const ticket = this.#effects.persist([{ write: 'received', stream, entries, cursorSeq, by }]);
          this.#writing.add({ ticket, receiver, entries, by });
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
