import { DeviceCore } from './core/DeviceCore.js';
import { ApiError } from './drivers/ApiError.js';
import { EpochDriver } from './EpochDriver.js';

/** @typedef {import('./Peer.js').PeerEvent} PeerEvent */

/** A message was not taken; nothing of it was kept. */
export class SendRefused extends Error {
  /**
   * @param {'queue-full' | 'too-large' | 'not-a-member'} code
   * @param {string} message what to do
   */
  constructor(code, message) {
    super(message);
    this.name = 'SendRefused';
    this.code = code;
  }
}

const FAULT = 'a fault in this program; nothing is lost, reload the page';

/** How long after the disk has refused to read it is asked again. */
const READ_AGAIN_MS = 1_000;

const REFUSALS = {
  'queue-full': 'too much waits to be delivered; wait until some of it is, and send again',
  'too-large': 'the message is too long; make it shorter, or several',
  'not-a-member': 'you are not a member of that conversation any more',
};

/**
 * A message on its way to the disk.
 *
 * @typedef {object} Sending
 * @property {string[]} targets
 * @property {Record<string, string>} counted account by device
 * @property {(sent: import('./Device.js').Sent) => void} taken
 * @property {(failure: Error) => void} refused
 */

/**
 * Drives one {@link DeviceCore}: mutate, drain, re-arm. Decides nothing. Inputs that come while an effect is carried out
 * wait for their turn.
 */
export class PeerEngine {
  /** @type {((core: DeviceCore, nowMs: number) => void)[]} */
  #inputs = [];
  /** `renewing`: a new epoch begins, and what comes meanwhile waits for the next core. @type {'idle' | 'turning' | 'renewing' | 'halted'} */
  #state = 'idle';
  #cancelTimer = () => {};
  #timerAtMs = Infinity;
  /** @type {Map<number, Sending>} by ticket */
  #sends = new Map();
  /** @type {Map<number, {stream: import('./wire/StreamId.js').StreamId, entry: import('./wire/types.js').PostedEntry}>} by ticket */
  #onTheWay = new Map();
  #core;
  #settings;
  #epochs;
  #data;
  #timers;
  #clock;
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
    this.#timers = timers;
    this.#clock = clock;
    this.#tell = tell;
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
    try {
      this.#takeInputs();
    } catch (bug) {
      this.#fault();
      throw bug;
    }
    if (this.#turning()) {
      this.#state = 'idle';
      this.#arm(this.#core.deadlineMs());
    }
  }

  /** An effect may end the core. */
  #turning() {
    return this.#state === 'turning';
  }

  /** An effect may end it all. */
  #over() {
    return this.#state === 'halted';
  }

  #takeInputs() {
    for (let next = this.#inputs.shift(); next; next = this.#turning() ? this.#inputs.shift() : undefined) {
      next(this.#core, this.#clock.nowMs());
      for (let effect = this.#core.poll(); effect !== null && !this.#over(); effect = this.#core.poll()) {
        if (this.#turning() || effect.effect === 'persist') {
          this.#apply(effect);
        }
      }
    }
  }

  /** The disk may refuse to be read: then once more. */
  #beginEpoch() {
    this.#state = 'renewing';
    this.#arm(Infinity);
    this.#epochs.begin().then(
      ({ state, event }) => this.#over() || this.#goOnInNewEpoch(state, event),
      () => this.#over() || this.#timers.after(READ_AGAIN_MS, () => this.#beginEpoch()),
    );
  }

  /** @param {import('./core/DeviceState.js').DeviceState} state @param {PeerEvent} event */
  #goOnInNewEpoch(state, event) {
    const waiting = this.#inputs;
    this.#inputs = [];
    this.#core = new DeviceCore(state, this.#settings, this.#clock.nowMs());
    this.#state = 'idle';
    this.#tell(event);
    this.turn(() => {});
    this.#channels?.tellOpen();
    waiting.forEach((input) => this.turn(input));
    this.#link?.renew('a new epoch begins');
  }

  /** A bug: what is on disk is safe, and nothing is done any more that could spoil it. */
  #fault() {
    this.halt();
    this.#data.halt();
    this.#channels?.close();
    this.#link?.close('a fault');
    this.#sends.forEach(({ refused }) => refused(new ApiError(0, 'stopped', FAULT)));
    this.#tell({ event: 'connection-changed', state: 'stopped', reason: FAULT, retryInMs: 0 });
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
      if (this.#over()) {
        refused(new ApiError(0, 'stopped', FAULT));
        return;
      }
      this.turn((core, nowMs) => {
        const result = core.handleSend(conv, id, body, nowMs);
        if (result.result === 'taken') {
          this.#sends.set(result.ticket, {
            targets: [...result.targets],
            counted: Object.fromEntries(result.counted),
            taken,
            refused,
          });
        } else {
          refused(new SendRefused(result.refusal, REFUSALS[result.refusal]));
        }
      });
    });
  }

  /** All writes up to that ticket are on disk. @param {number} throughTicket @param {Map<number, Set<string>>} known */
  handleDurable(throughTicket, known) {
    for (const [ticket, { stream, entry }] of this.#onTheWay) {
      if (ticket <= throughTicket) {
        this.#onTheWay.delete(ticket);
        this.#sent(ticket, stream, entry);
      }
    }
    const asked = this.#core;
    this.turn((core, nowMs) => core === asked && core.handleDurable(throughTicket, known, nowMs));
  }

  /**
   * Told before anything becomes of it.
   *
   * @param {number} ticket
   * @param {import('./wire/StreamId.js').StreamId} stream
   * @param {import('./wire/types.js').PostedEntry} posted
   */
  #sent(ticket, stream, { seq, id, hlc, body, to }) {
    const { targets, counted, taken } = this.#sends.get(ticket) ?? {
      targets: to.map(({ target }) => target),
      counted: {},
      taken: () => {},
    };
    this.#sends.delete(ticket);
    this.#tell({ event: 'sent-here', stream, entry: { seq, id, hlc, body }, targets, counted });
    taken({ id, stream, seq, hlc, targets, counted });
  }

  /** @param {import('./wire/types.js').ClientFrame} frame */
  sendToServer(frame) {
    this.#link?.send(frame);
  }

  /** Tells the application something that a person should know. @param {string} message */
  warn(message) {
    this.#tell({ event: 'warning', message });
  }

  /** @param {import('./wire/types.js').Welcome} welcome */
  handleLinkUp(welcome) {
    this.turn((core, nowMs) => core.handleLinkUp(welcome, nowMs));
    this.#channels?.handleLinkUp();
    this.#tell({ event: 'connection-changed', state: 'online', reason: 'welcome', retryInMs: 0 });
  }

  /** There is reason to doubt that channels work: they have to answer now. */
  handleDoubt() {
    this.turn((core, nowMs) => core.handleDoubt(nowMs));
  }

  /** The network has changed, or the machine has slept: nothing that worked need work any more. */
  handleNetworkChanged() {
    this.handleDoubt();
    this.#channels?.handleNetworkChanged();
  }

  /** @param {import('./wire/types.js').ServerFrame} frame */
  handleServerFrame(frame) {
    this.turn((core, nowMs) => core.handleServerFrame(frame, nowMs));
  }

  /** @param {string} reason @param {number} retryInMs */
  handleLinkDown(reason, retryInMs) {
    this.turn((core, nowMs) => core.handleLinkDown(nowMs));
    this.#tell({ event: 'connection-changed', state: 'offline', reason, retryInMs });
  }

  /** @param {number} code @param {string} reason */
  handleLinkStopped(code, reason) {
    this.turn((core, nowMs) => core.handleLinkDown(nowMs));
    this.#tell({ event: 'connection-changed', state: 'stopped', reason: `${reason} (${code})`, retryInMs: 0 });
  }

  /** Nothing is done any more. */
  halt() {
    this.#state = 'halted';
    this.#cancelTimer();
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
        this.#persist(effect);
        break;
      case 'tell':
        this.#tell(effect.event);
        break;
      case 'read-own':
        this.#readOwn(effect.stream, effect.seqs);
        break;
      case 'read-again':
        this.#readAgain(effect);
        break;
      case 'begin-epoch':
        this.#beginEpoch();
        break;
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

  /** @param {Extract<import('./core/CoreEffect.js').CoreEffect, {effect: 'persist'}>} effect */
  #persist({ ticket, writes }) {
    for (const write of writes) {
      if (write.write === 'sent') {
        this.#onTheWay.set(ticket, { stream: write.stream, entry: write.entry });
      }
    }
    this.#data.write(ticket, writes);
  }

  /** @param {import('./wire/StreamId.js').StreamId} stream @param {import('./wire/types.js').Range[]} seqs */
  #readOwn(stream, seqs) {
    this.#data.entries(stream, seqs).then(
      (entries) => this.turn((core, nowMs) => core.handleTranscript(stream, entries, nowMs)),
      () => this.#over() || this.#timers.after(READ_AGAIN_MS, () => this.#readOwn(stream, seqs)),
    );
  }

  /** @param {import('./core/CoreEffect.js').ReadAgain} asked */
  #readAgain(asked) {
    this.#data.again(asked).then(
      (entries) => this.turn((core, nowMs) => core.handleAgain(asked, entries, nowMs)),
      () => this.#over() || this.#timers.after(READ_AGAIN_MS, () => this.#readAgain(asked)),
    );
  }

  /** @param {number} atMs */
  #arm(atMs) {
    if (atMs === this.#timerAtMs) {
      return;
    }
    this.#cancelTimer();
    this.#timerAtMs = atMs;
    this.#cancelTimer =
      atMs === Infinity
        ? () => {}
        : this.#timers.after(atMs - this.#clock.nowMs(), () => {
            this.#timerAtMs = Infinity;
            this.turn((core, nowMs) => core.handleTimeout(nowMs));
          });
  }
}
