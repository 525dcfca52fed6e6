import { check } from '../wire/check.js';
import { Candidates } from './Candidates.js';
import { SessionDescriptions } from './SessionDescriptions.js';
import { isOffering, isTakingRemote, mayBecome } from './SignalingState.js';

/** @typedef {import('./SignalPayload.js').SignalPayload} SignalPayload */
/** @typedef {import('./SignalPayload.js').Offer} Offer */
/** @typedef {import('./SignalPayload.js').Answer} Answer */
/** @typedef {import('./SignalPayload.js').Candidate} Candidate */
/** @typedef {import('./SignalingState.js').SignalingState} SignalingState */

/**
 * The exchange of descriptions and candidates on the current connection. Does one step at a time and says it as effects;
 * which step is `Negotiation`'s to decide.
 */
export class Exchange {
  #candidates = new Candidates();
  /** @type {SignalingState} */
  #state = 'idle';
  #connection = 0;
  #session = 0;
  #localRound = 0;
  #answeredRound = 0;
  /** @type {Offer | undefined} */
  #ownOffer;
  /** @type {Answer | undefined} */
  #ownAnswer;
  /** @type {Offer | undefined} */
  #takenOffer;
  /** @type {Offer | undefined} */
  #heldOffer;
  #overSession = 0;
  #takenAnswer = '';
  #effects;

  /** @param {import('./NegotiationEffect.js').NegotiationEffect[]} effects where everything is said */
  constructor(effects) {
    this.#effects = effects;
  }

  state() {
    return this.#state;
  }

  session() {
    return this.#session;
  }

  /** Whether `number` is the connection that is there. @param {number} number */
  isCurrent(number) {
    return number === this.#connection && this.#state !== 'idle';
  }

  hasRemoteDescription() {
    return this.#candidates.remoteReady();
  }

  /** Whether the other side's offer of `round` was answered, or is being answered. @param {number} round */
  took(round) {
    return round <= this.#answeredRound || (this.#takenOffer !== undefined && round <= this.#takenOffer.round);
  }

  /** Opens the next connection. @param {number} session */
  open(session) {
    this.#session = session;
    this.#connection++;
    this.#localRound = 0;
    this.#answeredRound = 0;
    this.#ownAnswer = undefined;
    this.#candidates.begin(session);
    this.#effects.push({ effect: 'open', connection: this.#connection });
  }

  /**
   * Whether a `bye` explains why the last session has ended, and nothing has come of another one.
   *
   * @param {import('./SignalPayload.js').Bye} bye
   */
  explains({ session }) {
    const alone = this.#state === 'idle' || (isOffering(this.#state) && !this.hasRemoteDescription());
    return session === this.#overSession && alone;
  }

  /** @param {string} reason */
  close(reason) {
    this.#overSession = this.#session;
    this.#transition('idle', reason);
    this.#ownOffer = undefined;
    this.#takenOffer = undefined;
    this.#heldOffer = undefined;
    this.#effects.push({ effect: 'close', connection: this.#connection, reason });
  }

  /** @param {boolean} iceRestart */
  makeOffer(iceRestart) {
    this.#transition('offering', iceRestart ? 'ice-restart' : 'attempt');
    this.#effects.push({ effect: 'make-offer', connection: this.#connection, iceRestart });
  }

  /** The offer is made and set; it is not sent yet. @param {string} sdp */
  offerMade(sdp) {
    this.#transition('have-local-offer', 'offer-made');
    this.#localRound++;
    this.#candidates.describeOwn(SessionDescriptions.ufrag(sdp));
    this.#ownOffer = { type: 'offer', session: this.#session, round: this.#localRound, sdp };
  }

  sendOffer() {
    const offer = this.#ownOffer;
    check(offer !== undefined, 'no offer to send in ' + this.#state);
    this.#send(offer);
    this.#sendOwnCandidates();
  }

  /** @param {Offer} offer */
  takeOffer(offer) {
    this.#transition('answering', 'offer-came');
    this.#takenOffer = offer;
    this.#effects.push({ effect: 'take-offer', connection: this.#connection, sdp: offer.sdp });
  }

  /** Takes the own offer back and answers the other one, in its session. @param {Offer} offer */
  yieldTo(offer) {
    this.#effects.push({ effect: 'rollback', connection: this.#connection });
    this.#ownOffer = undefined;
    if (offer.session !== this.#session) {
      this.#session = offer.session;
      this.#localRound = 0;
      this.#candidates.keepOnly(this.#session);
    }
    this.takeOffer(offer);
  }

  /** The answer is made and set. @param {string} sdp */
  answerMade(sdp) {
    const taken = this.#takenOffer;
    check(taken !== undefined, 'nothing to answer in ' + this.#state);
    this.#answeredRound = taken.round;
    this.#takenOffer = undefined;
    this.#candidates.describeOwn(SessionDescriptions.ufrag(sdp));
    this.#ownAnswer = { type: 'answer', session: this.#session, round: this.#answeredRound, sdp };
    this.#send(this.#ownAnswer);
    this.#sendOwnCandidates();
    this.#stable('answered', taken.sdp);
  }

  /**
   * Sends the answer again if `offer` is the one that it answered; tells whether. Also with an offer of its own out: else
   * two offers in one session could wait for each other for good.
   *
   * @param {Offer} offer
   */
  repeatAnswer(offer) {
    if (this.#ownAnswer === undefined || offer.round !== this.#answeredRound || isTakingRemote(this.#state)) {
      return false;
    }
    this.#send(this.#ownAnswer);
    this.#sendOwnCandidates();
    return true;
  }

  /** Whether `answer` belongs to the offer that is out. @param {Answer} answer */
  awaits({ session, round }) {
    return this.#state === 'have-local-offer' && session === this.#session && round === this.#localRound;
  }

  /** @param {Answer} answer */
  takeAnswer(answer) {
    this.#transition('taking-answer', 'answer-came');
    this.#ownOffer = undefined;
    this.#takenAnswer = answer.sdp;
    this.#effects.push({ effect: 'take-answer', connection: this.#connection, sdp: answer.sdp });
  }

  answerTaken() {
    this.#stable('answer-taken', this.#takenAnswer);
  }

  /** @param {Offer} offer */
  hold(offer) {
    this.#heldOffer = offer;
  }

  /** What was held, now to be looked at again; undefined for nothing. */
  releaseHeld() {
    const held = this.#heldOffer;
    this.#heldOffer = undefined;
    return held;
  }

  /**
   * A candidate goes out after the description that it belongs to.
   *
   * @param {import('./Candidates.js').OwnCandidate} own
   */
  localCandidate(own) {
    const describing = this.#state === 'offering' || this.#state === 'answering';
    if (describing || this.#candidates.ownFits(own)) {
      this.#candidates.addOwn(own);
    }
    if (!describing && this.#candidates.ownFits(own)) {
      this.#send({ type: 'candidate', session: this.#session, ...own });
    }
  }

  /** Adds or holds a candidate of this session, or of one to come. @param {Candidate} candidate */
  remoteCandidate(candidate) {
    if (this.inSession(candidate) && this.#candidates.remoteFits(candidate) && !isTakingRemote(this.#state)) {
      this.#effects.push({ effect: 'add-candidate', connection: this.#connection, candidate });
    } else {
      this.#candidates.hold(candidate);
    }
  }

  /** Whether `payload` belongs to the connection that is there. @param {SignalPayload} payload */
  inSession(payload) {
    return this.#state !== 'idle' && payload.session === this.#session;
  }

  sayBye() {
    this.#send({ type: 'bye', session: this.#session });
  }

  /** @param {string} reason @param {string} remoteSdp */
  #stable(reason, remoteSdp) {
    this.#transition('stable', reason);
    for (const candidate of this.#candidates.releaseHeld(this.#session, SessionDescriptions.ufrag(remoteSdp))) {
      this.#effects.push({ effect: 'add-candidate', connection: this.#connection, candidate });
    }
  }

  #sendOwnCandidates() {
    for (const own of this.#candidates.own()) {
      this.#send({ type: 'candidate', session: this.#session, ...own });
    }
  }

  /** @param {SignalPayload} payload */
  #send(payload) {
    this.#effects.push({ effect: 'send', payload });
  }

  /** @param {SignalingState} to @param {string} reason */
  #transition(to, reason) {
    check(mayBecome(this.#state, to), `${this.#state} to ${to}: ${reason}`);
    this.#state = to;
  }
}
