import { DeviceCore } from './core/DeviceCore.js';
import { ApiError } from './drivers/ApiError.js';
import { DeadlineTimer } from './DeadlineTimer.js';
import { DiskReads } from './DiskReads.js';
import { EpochDriver } from './EpochDriver.js';
import { SendRefused } from './SendRefused.js';
import { Sendings } from './Sendings.js';
import { StampGate } from './StampGate.js';

/** @typedef {import('./Peer.js').PeerEvent} PeerEvent */

const FAULT = 'a fault in this program; nothing is lost, reload the page';

/**
 * Drives one {@link DeviceCore}: mutate, drain, re-arm. Decides nothing. Inputs that come while an effect is carried out
 * wait for their turn.
 */
export class PeerEngine {
  /** @type {((core: DeviceCore, nowMs: number) => void)[]} */
  #inputs = [];
  /** `renewing`: a new epoch begins, and what comes meanwhile waits for the next core. @type {'idle' | 'turning' | 'renewing' | 'halted'} */
  #state = 'idle';
  #sendings;
  #reads;
  #core;
  #settings;
  #epochs;
  #data;
  #timer;
  #clock;
  #stamps;
  #tell;
  /** @type {import('./drivers/ServerLink.js').ServerLink | undefined} */
  #link;
  /** @type {import('./RtcChannels.js').RtcChannels | import('./NoChannels.js').NoChannels | undefined} */
  #channels;

  /**
   * @param {object} parts
   * @param {import('./core/DeviceState.js').DeviceState} parts.state
   * @param {import('./core/CoreSettings.js').CoreSettings} parts.settings
   * @param {import('./drivers/DeviceData.js').DeviceData} parts.data
   * @param {import('./drivers/Timers.js').Timers} parts.timers
   * @param {import('./drivers/PeerClock.js').PeerClock} parts.clock
   * @param {(event: PeerEvent) => void} parts.tell hears every event, in order
   */
  constructor({ state, settings, data, timers, clock, tell }) {
    this.#core = new DeviceCore(state, settings, clock.nowMs());
    this.#settings = settings;
    this.#data = data;
    this.#epochs = new EpochDriver(data, clock);
    this.#timer = new DeadlineTimer(timers, clock, () => this.turn((core, nowMs) => core.handleTimeout(nowMs)));
    this.#stamps = new StampGate(timers);
    this.#clock = clock;
    this.#tell = tell;
    this.#sendings = new Sendings(tell);
    this.#reads = new DiskReads(timers);
  }

  /**
   * Hands over link and channels and starts; called once.
   *
   * @param {import('./drivers/ServerLink.js').ServerLink} link
   * @param {import('./RtcChannels.js').RtcChannels | import('./NoChannels.js').NoChannels} channels
   */
  start(link, channels) {
    this.#link = link;
    this.#channels = channels;
    this.turn(() => {});
    this.#stamps.close();
    link.start();
  }

  /** For questions only; what changes anything is a {@link turn}. */
  core() {
    return this.#core;
  }

  /** One driver turn. @param {(core: DeviceCore, nowMs: number) => void} input */
  turn(input) {
    if (this.#over()) {
      return;
    }
    this.#inputs.push(input);
    if (this.#state !== 'idle') {
      return;
    }
    this.#state = 'turning';
    this.#guarded(() => this.#takeInputs());
    if (this.#turning()) {
      this.#state = 'idle';
      this.#timer.arm(this.#core.deadlineMs());
    }
  }

  /** @param {() => void} work */
  #guarded(work) {
    try {
      work();
    } catch (bug) {
      this.#fault();
      throw bug;
    }
  }

  /**
   * An input of a session with the server; nothing while a new epoch begins, since that session told what was before, and
   * ends then.
   *
   * @param {(core: DeviceCore, nowMs: number) => void} input
   * @returns whether the session goes on
   */
  turnOfSession(input) {
    if (!this.#renewing()) {
      this.turn(input);
    }
    return !this.#renewing();
  }

  /** Like {@link turn}, for an input that stamps something. @param {(core: DeviceCore, nowMs: number) => void} input */
  turnStamped(input) {
    this.#stamps.pass(() => this.turn(input));
  }

  /** The device ends: what waits for the server's time is said without it. */
  handleClosing() {
    this.#stamps.open();
    this.turn((core, nowMs) => core.handleClosing(nowMs));
  }

  /** An effect may end the core. */
  #turning() {
    return this.#state === 'turning';
  }

  #renewing() {
    return this.#state === 'renewing';
  }

  /** An effect may end it all. */
  #over() {
    return this.#state === 'halted';
  }

  #takeInputs() {
    for (let next = this.#inputs.shift(); next; next = this.#turning() ? this.#inputs.shift() : undefined) {
      next(this.#core, this.#clock.nowMs());
      const past = this.#drain();
      if (past !== null) {
        this.#state = 'renewing';
        this.#timer.arm(Infinity);
        this.#reads.read(
          () => this.#epochs.begin(past),
          ({ state, event }) => this.#goOnInNewEpoch(state, event),
        );
      }
    }
  }

  /**
   * Does what the core wants.
   *
   * @returns {import('./core/CoreEffect.js').BeginEpoch | null} what shows that its past is not its own
   */
  #drain() {
    let past = null;
    for (let effect = this.#core.poll(); effect !== null && !this.#over(); effect = this.#core.poll()) {
      if (effect.effect === 'begin-epoch') {
        past = effect;
      } else {
        this.#apply(effect);
      }
    }
    return this.#over() ? null : past;
  }

  /** @param {import('./core/DeviceState.js').DeviceState} state @param {PeerEvent} event */
  #goOnInNewEpoch(state, event) {
    const waiting = this.#inputs;
    this.#inputs = [];
    this.#core = new DeviceCore(state, this.#settings, this.#clock.nowMs());
    this.#state = 'idle';
    this.#tell(event);
    this.turn(() => {});
    this.#link?.renew('a new epoch begins');
    this.#channels?.tellOpen();
    waiting.forEach((input) => this.turn(input));
  }

  /** A bug: what is on disk is safe, and nothing is done any more that could spoil it. */
  #fault() {
    this.halt();
    this.#data.halt();
    this.#channels?.close();
    this.#link?.close('a fault');
    this.#sendings.refuseAll(new ApiError(0, 'stopped', FAULT));
    this.tellConnection('stopped', FAULT, 0);
  }

  /**
   * Says something. Settles once it is durable.
   *
   * @param {string} conv
   * @param {string} id of the message
   * @param {Uint8Array} body
   * @returns {Promise<import('./Device.js').Sent>}
   */
  send(conv, id, body) {
    return new Promise((taken, refused) => {
      this.#stamps.pass(() => {
        if (this.#over()) {
          refused(new ApiError(0, 'stopped', FAULT));
          return;
        }
        this.turn((core, nowMs) => {
          const result = core.handleSend(conv, id, body, nowMs);
          if (result.result === 'taken') {
            this.#sendings.await(result.ticket, {
              targets: [...result.targets],
              counted: Object.fromEntries(result.counted),
              taken,
              refused,
            });
          } else {
            refused(SendRefused.of(result.refusal));
          }
        });
      });
    });
  }

  /** All writes up to that ticket are on disk. @param {number} throughTicket @param {Map<number, Set<string>>} known */
  handleDurable(throughTicket, known) {
    this.#sendings.handleDurable(throughTicket);
    if (this.#state === 'renewing') {
      this.#guarded(() => this.#tellDurable(throughTicket, known));
    } else {
      this.turn((core, nowMs) => core.handleDurable(throughTicket, known, nowMs));
    }
  }

  /**
   * What was on its way to the disk when the core was over is told, and nothing else done.
   *
   * @param {number} throughTicket @param {Map<number, Set<string>>} known
   */
  #tellDurable(throughTicket, known) {
    this.#core.handleDurable(throughTicket, known, this.#clock.nowMs());
    this.#drain();
  }

  /** @param {import('./wire/types.js').ClientFrame} frame */
  sendToServer(frame) {
    this.#link?.send(frame);
  }

  /** Tells the application something that a person should know. @param {string} message */
  warn(message) {
    this.#tell({ event: 'warning', message });
  }

  /**
   * Tells how the session with the server is.
   *
   * @param {'online' | 'offline' | 'stopped'} state @param {string} reason @param {number} retryInMs
   */
  tellConnection(state, reason, retryInMs) {
    this.#tell({ event: 'connection-changed', state, reason, retryInMs });
  }

  /** There is reason to doubt that channels work: they have to answer now. */
  handleDoubt() {
    this.turn((core, nowMs) => core.handleDoubt(nowMs));
  }

  /** The clock was set, or the machine has slept: what the clock shows is doubtful until the server says. */
  handleJump() {
    this.#link?.renew('the clock was set');
    this.#stamps.close();
    this.handleNetworkChanged();
  }

  /** The network has changed, or the machine has slept: nothing that worked need work any more. */
  handleNetworkChanged() {
    this.handleDoubt();
    this.#channels?.handleNetworkChanged();
  }

  /** A session has begun, and knows this device's past. */
  handleWelcomed() {
    this.#stamps.open();
    this.#channels?.handleLinkUp();
  }

  /** No session is near that would tell the time. */
  handleNoSession() {
    this.#stamps.open();
  }

  /** Nothing is done any more. */
  halt() {
    this.#state = 'halted';
    this.#reads.halt();
    this.#timer.arm(Infinity);
    this.#inputs = [];
  }

  /** @param {import('./core/CoreEffect.js').CoreEffect} effect */
  #apply(effect) {
    switch (effect.effect) {
      case 'to-server':
        this.#link?.send(effect.frame);
        break;
      case 'to-peer':
        this.#channels?.send(effect.device, effect.generation, effect.frame);
        break;
      case 'persist':
        this.#sendings.handleWrites(effect.ticket, effect.writes);
        this.#data.write(effect.ticket, effect.writes);
        break;
      case 'tell':
        this.#tell(effect.event);
        break;
      case 'read-own':
        this.#reads.read(
          () => this.#data.entries(effect.stream, effect.seqs),
          (entries) => this.turn((core, nowMs) => core.handleTranscript(effect.stream, entries, nowMs)),
        );
        break;
      case 'read-again':
        this.#reads.read(
          () => this.#data.again(effect),
          (entries) => this.turn((core, nowMs) => core.handleAgain(effect, entries, nowMs)),
        );
        break;
      case 'begin-epoch':
        break; // between turns
      case 'signalled':
        this.#channels?.handleSignal(effect.conversation, effect.device, effect.payload);
        break;
      case 'unreachable':
        this.#channels?.handleUnreachable(effect.device);
        break;
      case 'want-channels':
        this.#channels?.want(effect.wanted);
        break;
      case 'channel-failed':
        this.#channels?.handleDead(effect.device);
        break;
      case 'server-doubted':
        this.#link?.doubt();
        break;
      case 'channel-violated':
        this.#channels?.handleViolated(effect.device, effect.generation);
        break;
      case 'channel-finished':
        this.#channels?.handleFinished(effect.device, effect.generation);
        break;
    }
  }
}
