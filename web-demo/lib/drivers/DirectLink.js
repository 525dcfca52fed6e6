import { SignalPayloadCodec } from '../codec/SignalPayloadCodec.js';
import { Negotiation } from '../signaling/Negotiation.js';
import { check } from '../wire/check.js';
import { RtcConnection } from './RtcConnection.js';
import { NO_STATS } from './StatsReader.js';

/**
 * How often a connection is asked which pair it uses: more than once before a better one than TURN is looked for (SIG-11),
 * since it often becomes direct by itself.
 */
const PAIR_WATCH_MS = 2_000;

/**
 * @typedef {object} IceServerSource
 * @property {(then: (servers: RTCIceServer[]) => void) => void} forConnection for one that is being made; now or soon
 * @property {() => void} demand those that are known did not help
 *
 * @typedef {object} DirectLinkEvents
 * @property {(payload: string) => void} onSignal send this to the other device
 * @property {(generation: number, bytes: number) => void} onOpen `bytes`: the most that a message may have
 * @property {(generation: number, text: string) => void} onFrame
 * @property {(generation: number, reason: string) => void} onClosed
 * @property {(generation: number, writable: boolean) => void} onWritable
 * @property {(rule: string) => void} onViolation
 */

/**
 * The direct path to one peer device: drives one {@link Negotiation} and the peer connection that it wants. Arms its own
 * timer. Ends with {@link stop}; may be started again.
 */
export class DirectLink {
  /** @type {RtcConnection | undefined} */
  #connection;
  #connectionNumber = 0;
  /** @type {Set<string>} types of the own candidates of the present connection, or of the last one */
  #gathered = new Set();
  #generation = 0;
  #channelOpen = false;
  #cancelAlarm = () => {};
  #negotiation;
  #iceServers;
  #timers;
  #clock;
  #events;

  /**
   * Makes a stopped link.
   *
   * @param {object} parts
   * @param {string} parts.self own device
   * @param {string} parts.remote the peer device
   * @param {import('../signaling/NegotiationLimits.js').NegotiationLimits} [parts.limits] times of the recovery ladder
   * @param {IceServerSource} parts.iceServers of its connections
   * @param {import('./Timers.js').Timers} parts.timers
   * @param {import('./PeerClock.js').PeerClock} parts.clock
   * @param {DirectLinkEvents} parts.events
   */
  constructor({ self, remote, limits, iceServers, timers, clock, events }) {
    this.#negotiation = new Negotiation(self, remote, limits);
    this.#iceServers = iceServers;
    this.#timers = timers;
    this.#clock = clock;
    this.#events = events;
  }

  /** Wants a channel from now on, and keeps trying. */
  start() {
    this.#turn((negotiation, nowMs) => negotiation.handleStart(nowMs));
  }

  /** Says goodbye and closes. Buffered frames are lost: exchange FIN and FIN-ACK first. */
  stop() {
    this.#turn((negotiation) => negotiation.handleStop());
  }

  /** Takes the payload of a `signal` frame from the other device. @param {string} payload */
  handleSignal(payload) {
    const decoded = SignalPayloadCodec.decode(payload);
    if (decoded.ok) {
      this.#turn((negotiation, nowMs) => negotiation.handleSignal(decoded.payload, nowMs));
    } else {
      this.#events.onViolation('signal-' + decoded.rule);
    }
  }

  /** The path layer missed its ping deadline: begins the recovery ladder. */
  handlePingDead() {
    this.#turn((negotiation, nowMs) => negotiation.handlePingDead(nowMs));
  }

  /** The server could not pass a signal on. */
  handleUnreachable() {
    this.#turn((negotiation, nowMs) => negotiation.handleUnreachable(nowMs));
  }

  /** Sends one frame. @param {string} text */
  send(text) {
    if (!this.#connection || !this.#channelOpen) {
      return 'closed';
    }
    return this.#connection.send(text);
  }

  /** Other ICE servers from now on: the next ICE restart gathers with them. @param {RTCIceServer[]} servers */
  use(servers) {
    if (this.#connection?.use(servers)) {
      this.#turn((negotiation, nowMs) => negotiation.handleServersCame(nowMs));
    }
  }

  /** The network has changed, or the machine has slept. */
  handleNetworkChanged() {
    this.#turn((negotiation, nowMs) => negotiation.handleNetworkChanged(nowMs));
  }

  /** The connection to the server is up again. */
  handleLinkUp() {
    this.#turn((negotiation, nowMs) => negotiation.handleLinkUp(nowMs));
  }

  /** The generation of the open channel; 0 when none is open. */
  openGeneration() {
    return this.#channelOpen ? this.#generation : 0;
  }

  /** Largest frame in bytes that the other side takes. */
  maxMessageBytes() {
    return this.#connection?.maxMessageBytes ?? 0;
  }

  /** The selected pair and round trip. */
  async stats() {
    return this.#connection ? this.#connection.stats() : NO_STATS;
  }

  /** What has been done to have a channel. @returns {import('../path/ChannelTries.js').ChannelTries} */
  tries() {
    return {
      rung: this.#negotiation.rung(),
      reason: this.#negotiation.reason(),
      failures: this.#negotiation.counters().rebuild.requested,
      gathered: [...this.#gathered].sort(),
    };
  }

  /** How often each rung was taken. */
  counters() {
    return this.#negotiation.counters();
  }

  /** @param {(negotiation: Negotiation, nowMs: number) => void} input */
  #turn(input) {
    input(this.#negotiation, this.#clock.nowMs());
    for (let effect = this.#negotiation.poll(); effect !== null; effect = this.#negotiation.poll()) {
      this.#perform(effect);
    }
    this.#arm();
  }

  /** @param {import('../signaling/NegotiationEffect.js').NegotiationEffect} effect */
  #perform(effect) {
    switch (effect.effect) {
      case 'open':
        this.#open(effect.connection);
        break;
      case 'make-offer':
        this.#of(effect.connection).createOffer(effect.iceRestart);
        break;
      case 'rollback':
        this.#of(effect.connection).rollback();
        break;
      case 'take-offer':
        this.#of(effect.connection).takeOffer(effect.sdp);
        break;
      case 'take-answer':
        this.#of(effect.connection).takeAnswer(effect.sdp);
        break;
      case 'add-candidate':
        this.#of(effect.connection).addCandidate(effect.candidate);
        break;
      case 'close':
        this.#close(effect.connection, effect.reason);
        break;
      case 'send':
        this.#events.onSignal(SignalPayloadCodec.encode(effect.payload));
        break;
      case 'want-servers':
        this.#iceServers.demand();
        break;
      case 'peer-violation':
        this.#events.onViolation(effect.rule);
        break;
    }
  }

  /** @param {number} number */
  #open(number) {
    this.#connectionNumber = number;
    this.#gathered.clear();
    try {
      const opened = new RtcConnection(this.#connectionEvents(number));
      this.#connection = opened;
      this.#iceServers.forConnection((servers) => opened.open(servers));
    } catch (failure) {
      // A browser refuses more connections than it can hold.
      this.#connection = undefined;
      queueMicrotask(() => this.#turn((n, nowMs) => n.handleFailure(number, 'open: ' + failure, nowMs)));
    }
  }

  /** @param {number} number @param {string} reason */
  #close(number, reason) {
    if (number === this.#connectionNumber) {
      this.#connection?.dispose();
      this.#connection = undefined;
    }
    if (this.#channelOpen) {
      this.#channelOpen = false;
      this.#events.onClosed(this.#generation, reason);
    }
  }

  /** @param {number} number */
  #of(number) {
    check(number === this.#connectionNumber, `an effect for connection ${number} came too late`);
    return this.#connection ?? NOTHING;
  }

  #arm() {
    this.#cancelAlarm();
    const deadline = this.#negotiation.deadline();
    this.#cancelAlarm =
      deadline === null
        ? () => {}
        : this.#timers.after(deadline.atMs - this.#clock.nowMs(), () =>
            this.#turn((negotiation, nowMs) => negotiation.handleTimeout(nowMs)),
          );
  }

  /**
   * Feeds what one connection reports into the negotiation, which knows the current one.
   *
   * @param {number} number
   * @returns {import('./RtcConnection.js').RtcEvents}
   */
  #connectionEvents(number) {
    const turn = this.#turn.bind(this);
    const current = () => number === this.#connectionNumber && this.#channelOpen;
    return {
      onLocalOffer: (sdp) => turn((n, nowMs) => n.handleLocalOffer(number, sdp, nowMs)),
      onLocalAnswer: (sdp) => turn((n, nowMs) => n.handleLocalAnswer(number, sdp, nowMs)),
      onAnswerTaken: () => turn((n, nowMs) => n.handleAnswerTaken(number, nowMs)),
      onLocalCandidate: (mid, index, candidate) => {
        if (number === this.#connectionNumber) {
          this.#gathered.add(/ typ (\w+)/.exec(candidate)?.[1] ?? 'unknown'); // RFC 8839 §5.1
        }
        turn((n) => n.handleLocalCandidate(number, mid, index, candidate));
      },
      onIce: (state) => {
        turn((n, nowMs) => n.handleIce(number, state, nowMs));
        if (state === 'connected') {
          this.#askPair(number);
        }
      },
      onChannelOpen: () => this.#opened(number),
      onFrame: (text) => {
        if (current()) {
          turn((n, nowMs) => n.handleAlive(nowMs));
          this.#events.onFrame(this.#generation, text);
        }
      },
      onWritable: (writable) => {
        if (number === this.#connectionNumber && this.#channelOpen) {
          this.#events.onWritable(this.#generation, writable);
        }
      },
      onChannelClosed: () => turn((n, nowMs) => n.handleChannelClosed(number, 'channel-closed', nowMs)),
      onFailure: (reason) => turn((n, nowMs) => n.handleFailure(number, reason, nowMs)),
    };
  }

  /** @param {number} number */
  #opened(number) {
    if (number === this.#connectionNumber && !this.#channelOpen) {
      this.#channelOpen = true;
      this.#generation++;
      this.#turn((negotiation, nowMs) => negotiation.handleChannelOpen(number, nowMs));
      this.#events.onOpen(this.#generation, this.maxMessageBytes());
      this.#watchPair(number);
    }
  }

  /** While the channel is open, no browser tells of every change of its pair. @param {number} number */
  #watchPair(number) {
    if (number === this.#connectionNumber && this.#channelOpen) {
      this.#askPair(number);
      this.#timers.after(PAIR_WATCH_MS, () => this.#watchPair(number));
    }
  }

  /** @param {number} number */
  async #askPair(number) {
    const { local, remote } = await this.stats();
    if (number === this.#connectionNumber && local && remote) {
      this.#turn((n, nowMs) => n.handlePair(number, local.type === 'relay', remote.type === 'relay', nowMs));
    }
  }
}

/** Stands in for a connection that could not be opened, until the negotiation has heard of it. */
const NOTHING = {
  createOffer() {},
  rollback() {},
  takeOffer() {},
  takeAnswer() {},
  addCandidate() {},
};
