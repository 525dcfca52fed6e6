import { earlier } from './Deadline.js';
import { isChannelOpen, Ladder } from './Ladder.js';
import { Upkeep } from './Upkeep.js';

/**
 * Climbs the recovery ladder (SIG-7): opens, restarts, rebuilds and gives up connections, as the other side, the ICE
 * agent, the path layer and the time demand.
 */
export class Recovery {
  #ladder;
  #upkeep;
  #exchange;
  #tally;
  #numbers;
  #effects;

  /**
   * @param {import('./NegotiationLimits.js').NegotiationLimits} limits
   * @param {boolean} polite
   * @param {import('./Exchange.js').Exchange} exchange
   * @param {import('./Tally.js').Tally} tally
   * @param {import('./SessionNumbers.js').SessionNumbers} numbers
   * @param {import('./NegotiationEffect.js').NegotiationEffect[]} effects
   */
  constructor(limits, polite, exchange, tally, numbers, effects) {
    this.#ladder = new Ladder(limits, polite);
    this.#upkeep = new Upkeep(limits, polite, tally);
    this.#exchange = exchange;
    this.#tally = tally;
    this.#numbers = numbers;
    this.#effects = effects;
  }

  /** Whether no connection is wanted. */
  stopped() {
    return this.#ladder.phase() === 'stopped';
  }

  /** Whether the current connection's channel has opened and not been given up. */
  channelOpen() {
    return isChannelOpen(this.#ladder.phase());
  }

  /** Whether the channel is open and not in trouble. */
  calm() {
    return this.#ladder.phase() === 'open';
  }

  rung() {
    return this.#ladder.phase();
  }

  reason() {
    return (this.calm() && this.#upkeep.doing()) || this.#ladder.reason();
  }

  /** @param {number} nowMs */
  start(nowMs) {
    if (this.stopped()) {
      this.#ladder.start(nowMs);
    }
  }

  stop() {
    if (this.#exchange.state() !== 'idle') {
      this.#exchange.sayBye();
      this.#close('stopped');
    }
    this.#ended();
    this.#ladder.stop();
  }

  /** Opens a connection for the other side's offer. @param {import('./SignalPayload.js').Offer} offer @param {number} nowMs */
  adopt(offer, nowMs) {
    this.#tally.rebuild.begin();
    this.#open(offer.session);
    this.#ladder.connecting('offered', nowMs);
    this.#exchange.takeOffer(offer);
  }

  /**
   * The other side has begun anew: the connection that is there gives way to its offer.
   *
   * @param {import('./SignalPayload.js').Offer} offer
   * @param {number} nowMs
   */
  replace(offer, nowMs) {
    if (this.channelOpen()) {
      this.#tally.iceRestart.gaveUp();
      this.#tally.rebuild.request();
    }
    this.#close('replaced-by-peer');
    this.adopt(offer, nowMs);
  }

  /** The other side offers in the session that is there. @param {number} nowMs */
  otherOffers(nowMs) {
    if (this.channelOpen()) {
      this.#upkeep.restarted(nowMs);
    }
  }

  /** Both descriptions of an exchange are set. */
  answered() {
    this.#upkeep.answered();
    if (this.calm()) {
      this.#tally.iceRestart.helped();
    }
  }

  /** The other side wants no channel now; what there is of one ends. @param {number} nowMs */
  peerLeft(nowMs) {
    if (this.stopped()) {
      return;
    }
    if (this.#exchange.state() !== 'idle') {
      this.#close('peer-left');
    }
    this.#ended();
    this.#ladder.longPause('peer-left', nowMs);
  }

  /** @param {number} nowMs */
  opened(nowMs) {
    if (this.#ladder.phase() === 'connecting') {
      this.#tally.opens++;
      this.#tally.rebuild.helped();
      this.#ladder.open('channel-open', nowMs);
    }
  }

  /** @param {import('./IceState.js').IceState} ice @param {number} nowMs */
  ice(ice, nowMs) {
    const phase = this.#ladder.phase();
    if ((ice === 'checking' || ice === 'connected') && this.#ladder.connectingInDoubt()) {
      this.#ladder.connectingHopeful();
    } else if (ice === 'connected' && this.#ladder.iceRecovers()) {
      this.#recovered('ice-connected', nowMs);
    } else if (ice === 'disconnected' && phase === 'open') {
      this.#tally.iceRestart.request();
      this.#ladder.suspect(nowMs);
    } else if (ice === 'failed' && (phase === 'open' || phase === 'suspect')) {
      this.#restart('ice', 'ice-failed', nowMs);
    } else if (ice === 'failed' && phase === 'connecting') {
      this.#ladder.connectingDoubted(nowMs);
    }
  }

  /** @param {number} nowMs */
  pingDead(nowMs) {
    const phase = this.#ladder.phase();
    if (phase === 'open' || phase === 'suspect') {
      this.#restart('ping', 'ping-dead', nowMs);
    }
  }

  /** @param {number} nowMs */
  alive(nowMs) {
    if (this.#ladder.phase() === 'restarting') {
      this.#recovered('alive', nowMs);
    }
  }

  /** @param {number} nowMs */
  unreachable(nowMs) {
    if (this.#ladder.phase() === 'connecting') {
      this.rebuild('not-reachable', nowMs);
    }
  }

  /** @param {string} reason @param {number} nowMs */
  rebuild(reason, nowMs) {
    this.#tally.iceRestart.gaveUp();
    this.#tally.rebuild.failed();
    this.#tally.rebuild.request();
    this.#close(reason);
    this.#ladder.backoff(reason, nowMs);
  }

  /**
   * Which pair carries the channel: whether an end of it is at a TURN server.
   *
   * @param {boolean} localRelayed
   * @param {boolean} remoteRelayed
   * @param {number} nowMs
   */
  pair(localRelayed, remoteRelayed, nowMs) {
    if (this.channelOpen()) {
      this.#upkeep.pair(localRelayed, remoteRelayed, nowMs);
      this.offerRestartIfDue(nowMs);
    }
  }

  /** @param {number} nowMs */
  serversCame(nowMs) {
    this.#upkeep.serversCame(nowMs);
    this.offerRestartIfDue(nowMs);
  }

  /** @param {number} nowMs */
  networkChanged(nowMs) {
    this.#ladder.hurry(nowMs);
    if (this.channelOpen()) {
      this.#upkeep.networkChanged(nowMs);
      this.offerRestartIfDue(nowMs);
    }
  }

  /** @param {number} nowMs */
  linkUp(nowMs) {
    this.#ladder.hurry(nowMs);
  }

  /** @param {number} nowMs */
  timeout(nowMs) {
    if (this.#ladder.expired(nowMs)) {
      switch (this.#ladder.phase()) {
        case 'waiting':
          this.#attempt(nowMs);
          break;
        case 'connecting':
          this.#rungFailed(this.#ladder.connectingInDoubt() ? 'ice-failed' : 'connect-timeout', nowMs);
          break;
        case 'suspect':
          this.#restart('ice', 'ice-disconnected', nowMs);
          break;
        case 'restarting':
          this.#rungFailed('restart-timeout', nowMs);
          break;
        case 'stopped':
        case 'open':
          break;
      }
    }
    if (this.#upkeep.timeout(nowMs) && this.calm()) {
      this.#tally.iceRestart.failed();
    }
    this.offerRestartIfDue(nowMs);
  }

  /** A restart is offered in `stable` only, and not too often. @param {number} nowMs */
  offerRestartIfDue(nowMs) {
    if (!this.#restartPossible()) {
      return;
    }
    const due = this.#upkeep.restartDue(nowMs) && nowMs >= this.#ladder.nextRestartAtMs();
    if (due || this.#ladder.restartDue(nowMs)) {
      this.#ladder.restartOffered(nowMs);
      this.#upkeep.restarted(nowMs);
      this.#exchange.makeOffer(true);
    }
  }

  deadline() {
    return earlier(
      this.#ladder.deadline(this.#exchange.state() === 'stable'),
      this.#upkeep.deadline(this.#restartPossible(), this.#ladder.nextRestartAtMs()),
    );
  }

  #restartPossible() {
    return this.channelOpen() && this.#exchange.state() === 'stable';
  }

  /** @param {number} nowMs */
  #attempt(nowMs) {
    this.#tally.attempts++;
    this.#tally.rebuild.begin();
    this.#open(this.#numbers.next(nowMs));
    this.#ladder.connecting('attempt', nowMs);
    this.#exchange.makeOffer(false);
  }

  /** The servers may be to blame: one of them is gone, or takes its credentials no more. @param {string} reason @param {number} nowMs */
  #rungFailed(reason, nowMs) {
    this.rebuild(reason, nowMs);
    this.#effects.push({ effect: 'want-servers' });
  }

  /** @param {import('./Ladder.js').Cause} cause @param {string} reason @param {number} nowMs */
  #restart(cause, reason, nowMs) {
    this.#tally.iceRestart.request();
    if (this.#upkeep.relayed()) {
      this.#effects.push({ effect: 'want-servers' });
    }
    this.#ladder.restarting(cause, reason, nowMs);
    this.offerRestartIfDue(nowMs);
  }

  /** @param {string} reason @param {number} nowMs */
  #recovered(reason, nowMs) {
    this.#upkeep.recovered();
    this.#ladder.open(reason, nowMs);
  }

  /** @param {number} session */
  #open(session) {
    this.#upkeep.reset();
    this.#exchange.open(session);
  }

  /** @param {string} reason */
  #close(reason) {
    this.#upkeep.reset();
    this.#exchange.close(reason);
  }

  /** Nothing is to be recovered any more. */
  #ended() {
    this.#tally.iceRestart.ended();
    this.#tally.rebuild.ended();
  }
}
