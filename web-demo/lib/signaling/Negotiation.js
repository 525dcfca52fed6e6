import { check } from '../wire/check.js';
import { Exchange } from './Exchange.js';
import { STANDARD_NEGOTIATION_LIMITS } from './NegotiationLimits.js';
import { verdictOn } from './OfferVerdict.js';
import { Recovery } from './Recovery.js';
import { SessionDescriptions } from './SessionDescriptions.js';
import { SessionNumbers } from './SessionNumbers.js';
import { Tally } from './Tally.js';

/** @typedef {import('./SignalPayload.js').Offer} Offer */

/**
 * Negotiates one direct connection with one peer device and keeps it alive: perfect negotiation (W3C webrtc §10.7) with
 * the lexically smaller device id polite, and the recovery ladder ICE restart → rebuild with backoff (the relay carries on
 * all the while).
 *
 * Inputs are `handle*` methods, outputs are drained by {@link poll}, and {@link deadline} says when to call
 * {@link handleTimeout}. Events of a connection that is no longer the current one are ignored.
 */
export class Negotiation {
  #tally = new Tally();
  #numbers = new SessionNumbers();
  /** @type {import('./NegotiationEffect.js').NegotiationEffect[]} */
  #effects = [];
  #exchange = new Exchange(this.#effects);
  #resendAtMs = 0;
  #resendPauseMs = 0;
  #polite;
  #limits;
  #recovery;

  /**
   * Makes a stopped negotiation.
   *
   * @param {string} self own device
   * @param {string} remote the peer device, another one
   * @param {import('./NegotiationLimits.js').NegotiationLimits} [limits] times
   */
  constructor(self, remote, limits = STANDARD_NEGOTIATION_LIMITS) {
    check(self !== remote, 'a device cannot negotiate with itself: ' + self);
    this.#polite = self < remote;
    this.#limits = limits;
    this.#recovery = new Recovery(limits, this.#polite, this.#exchange, this.#tally, this.#numbers, this.#effects);
  }

  /** Wants a connection from now on. Does nothing when it already does. @param {number} nowMs */
  handleStart(nowMs) {
    this.#recovery.start(nowMs);
  }

  /** Wants no connection any more: says goodbye, closes, and refuses offers. */
  handleStop() {
    this.#recovery.stop();
  }

  /** Takes what the other device sent. @param {import('./SignalPayload.js').SignalPayload} payload @param {number} nowMs */
  handleSignal(payload, nowMs) {
    switch (payload.type) {
      case 'offer':
        this.#offerCame(payload, nowMs);
        break;
      case 'answer':
        this.#answerCame(payload);
        break;
      case 'candidate':
        if (this.#exchange.inSession(payload) || this.#numbers.newerThanOffered(payload.session)) {
          this.#exchange.remoteCandidate(payload);
        } else {
          this.#tally.stale++;
        }
        break;
      case 'bye':
        if (this.#exchange.inSession(payload) || this.#exchange.explains(payload)) {
          this.#recovery.peerLeft(nowMs);
        } else {
          this.#tally.stale++;
        }
        break;
    }
  }

  /** The offer asked for is made and set. @param {number} ofConnection @param {string} sdp @param {number} nowMs */
  handleLocalOffer(ofConnection, sdp, nowMs) {
    if (!this.#exchange.isCurrent(ofConnection) || this.#exchange.state() !== 'offering') {
      return;
    }
    this.#exchange.offerMade(sdp);
    const held = this.#exchange.releaseHeld();
    if (held !== undefined) {
      this.#offerCame(held, nowMs);
    } else {
      this.#sendOffer(nowMs);
    }
  }

  /**
   * The remote offer is set, and the answer to it made and set.
   *
   * @param {number} ofConnection
   * @param {string} sdp
   * @param {number} nowMs
   */
  handleLocalAnswer(ofConnection, sdp, nowMs) {
    if (this.#exchange.isCurrent(ofConnection) && this.#exchange.state() === 'answering') {
      this.#exchange.answerMade(sdp);
      this.#goOn(nowMs);
    }
  }

  /** The remote answer is set. @param {number} ofConnection @param {number} nowMs */
  handleAnswerTaken(ofConnection, nowMs) {
    if (this.#exchange.isCurrent(ofConnection) && this.#exchange.state() === 'taking-answer') {
      this.#exchange.answerTaken();
      this.#goOn(nowMs);
    }
  }

  /**
   * An operation on the connection failed; it cannot be trusted any more.
   *
   * @param {number} ofConnection
   * @param {string} reason
   * @param {number} nowMs
   */
  handleFailure(ofConnection, reason, nowMs) {
    if (this.#exchange.isCurrent(ofConnection)) {
      this.#recovery.rebuild(reason, nowMs);
    }
  }

  /**
   * The connection found a way that it can be reached by.
   *
   * @param {number} ofConnection
   * @param {string} mid
   * @param {number} index
   * @param {string} candidate
   */
  handleLocalCandidate(ofConnection, mid, index, candidate) {
    if (this.#exchange.isCurrent(ofConnection)) {
      const ufrag = SessionDescriptions.ufragOf(candidate);
      this.#exchange.localCandidate({ mid, index, candidate, ...(ufrag === undefined ? {} : { ufrag }) });
    }
  }

  /** The ICE agent changed its mind. @param {number} ofConnection @param {import('./IceState.js').IceState} ice @param {number} nowMs */
  handleIce(ofConnection, ice, nowMs) {
    if (this.#exchange.isCurrent(ofConnection)) {
      this.#recovery.ice(ice, nowMs);
    }
  }

  /** The data channel is open. @param {number} ofConnection @param {number} nowMs */
  handleChannelOpen(ofConnection, nowMs) {
    if (this.#exchange.isCurrent(ofConnection)) {
      this.#recovery.opened(nowMs);
    }
  }

  /**
   * The data channel closed without this side having asked for it.
   *
   * @param {number} ofConnection
   * @param {string} reason
   * @param {number} nowMs
   */
  handleChannelClosed(ofConnection, reason, nowMs) {
    this.handleFailure(ofConnection, reason, nowMs);
  }

  /** The path layer missed its ping deadline on the open channel. @param {number} nowMs */
  handlePingDead(nowMs) {
    this.#recovery.pingDead(nowMs);
  }

  /** Something came through the channel: whatever was wrong is over. @param {number} nowMs */
  handleAlive(nowMs) {
    this.#recovery.alive(nowMs);
  }

  /**
   * The server could not pass a signal on: an attempt ends now, and the next one comes later. An open channel is left
   * alone, and an offer on it waits for long.
   *
   * @param {number} nowMs
   */
  handleUnreachable(nowMs) {
    this.#recovery.unreachable(nowMs);
    if (this.#recovery.calm()) {
      this.#resendAtMs = nowMs + this.#limits.backoffMaxMs;
    }
  }

  /** The connection to the server is up again: what was said in vain is said once more. @param {number} nowMs */
  handleLinkUp(nowMs) {
    this.#recovery.linkUp(nowMs);
    if (this.#exchange.state() === 'have-local-offer') {
      this.#tally.resends++;
      this.#sendOffer(nowMs);
    }
  }

  /**
   * Which candidate pair carries the open channel: told when it opens and now and then.
   *
   * @param {number} ofConnection
   * @param {boolean} localRelayed whether the own end is at a TURN server
   * @param {boolean} remoteRelayed whether the other one is
   * @param {number} nowMs
   */
  handlePair(ofConnection, localRelayed, remoteRelayed, nowMs) {
    if (this.#exchange.isCurrent(ofConnection)) {
      this.#recovery.pair(localRelayed, remoteRelayed, nowMs);
    }
  }

  /** The connection has other ICE servers, for whatever it gathers from now on. @param {number} nowMs */
  handleServersCame(nowMs) {
    this.#recovery.serversCame(nowMs);
  }

  /** The device is on another network, or has slept: nothing that worked need work any more. @param {number} nowMs */
  handleNetworkChanged(nowMs) {
    this.#recovery.networkChanged(nowMs);
  }

  /** Does what is due. @param {number} nowMs */
  handleTimeout(nowMs) {
    this.#recovery.timeout(nowMs);
    if (this.#exchange.state() === 'have-local-offer' && nowMs >= this.#resendAtMs) {
      this.#tally.resends++;
      const { resendMs, backoffMaxMs } = this.#limits;
      // Who does not answer while the channel works may not want to, or cannot.
      this.#sendOffer(nowMs, this.#recovery.calm() ? Math.min(2 * this.#resendPauseMs, backoffMaxMs) : resendMs);
    }
  }

  /** Takes the next thing to do; null when there is nothing. */
  poll() {
    return this.#effects.shift() ?? null;
  }

  /**
   * When to call {@link handleTimeout} next; null for never.
   *
   * @returns {import('./Deadline.js').Deadline | null}
   */
  deadline() {
    const next = this.#recovery.deadline();
    const resends = this.#exchange.state() === 'have-local-offer';
    if (resends && (next === null || this.#resendAtMs < next.atMs)) {
      return { atMs: this.#resendAtMs, reason: 'resend' };
    }
    return next;
  }

  /** Whether this side gives way when two offers meet. */
  polite() {
    return this.#polite;
  }

  /** The rung and why it was taken, for a person: `open: channel-open`. */
  describe() {
    return `${this.rung()}: ${this.reason()}`;
  }

  /** Where recovery stands: `stopped`, `waiting`, `open` and so on. */
  rung() {
    return this.#recovery.rung();
  }

  /** Why it stands there, a word or two with hyphens. */
  reason() {
    return this.#recovery.reason();
  }

  /** Whether the current connection's channel has opened and not been given up. */
  open() {
    return this.#recovery.channelOpen();
  }

  /** How often each rung was taken. */
  counters() {
    return this.#tally.snapshot();
  }

  /** @param {Offer} offer @param {number} nowMs */
  #offerCame(offer, nowMs) {
    if (!SessionDescriptions.hasOneFingerprint(offer.sdp)) {
      this.#effects.push({ effect: 'peer-violation', rule: 'offer-needs-one-fingerprint' });
    } else if (this.#recovery.stopped()) {
      this.#effects.push({ effect: 'send', payload: { type: 'bye', session: offer.session } });
    } else if (this.#isStale(offer)) {
      this.#tally.stale++;
    } else {
      this.#numbers.offered(offer.session);
      this.#judge(offer, nowMs);
    }
  }

  /** @param {Offer} offer */
  #isStale(offer) {
    const ofOldOwn = this.#numbers.isOwn(offer.session) && !this.#exchange.inSession(offer);
    return ofOldOwn || this.#numbers.olderThanOffered(offer.session);
  }

  /** @param {Offer} offer @param {number} nowMs */
  #judge(offer, nowMs) {
    switch (verdictOn(offer, this.#exchange, this.#polite)) {
      case 'adopt':
        this.#recovery.adopt(offer, nowMs);
        break;
      case 'replace':
        this.#recovery.replace(offer, nowMs);
        break;
      case 'take':
        this.#recovery.otherOffers(nowMs);
        this.#exchange.takeOffer(offer);
        break;
      case 'hold':
        this.#exchange.hold(offer);
        break;
      case 'repeat-answer':
        this.#tally.resends += this.#exchange.repeatAnswer(offer) ? 1 : 0;
        break;
      case 'yield':
        this.#tally.glares++;
        this.#recovery.otherOffers(nowMs);
        this.#exchange.yieldTo(offer);
        break;
      case 'ignore':
        this.#tally.glares++;
        break;
      case 'stale':
        this.#tally.stale++;
        break;
    }
  }

  /** @param {import('./SignalPayload.js').Answer} answer */
  #answerCame(answer) {
    if (!this.#exchange.awaits(answer)) {
      this.#tally.stale++;
    } else if (SessionDescriptions.hasOneFingerprint(answer.sdp)) {
      this.#exchange.takeAnswer(answer);
    } else {
      this.#effects.push({ effect: 'peer-violation', rule: 'answer-needs-one-fingerprint' });
    }
  }

  /** @param {number} nowMs @param {number} pauseMs until it is sent again */
  #sendOffer(nowMs, pauseMs = this.#limits.resendMs) {
    this.#resendPauseMs = pauseMs;
    this.#resendAtMs = nowMs + pauseMs;
    this.#exchange.sendOffer();
  }

  /** The descriptions are stable: what had to wait for that comes now. @param {number} nowMs */
  #goOn(nowMs) {
    this.#recovery.answered();
    const held = this.#exchange.releaseHeld();
    if (held !== undefined) {
      this.#offerCame(held, nowMs);
    } else {
      this.#recovery.offerRestartIfDue(nowMs);
    }
  }
}
