import { isChannelOpen } from './Ladder.js';

/**
 * Climbs the recovery ladder (SIG-7): opens, restarts, rebuilds and gives up connections, as the other side, the ICE
 * agent, the path layer and the time demand.
 */
export class Recovery {
  #ladder;
  #exchange;
  #tally;
  #numbers;

  /**
   * @param {import('./Ladder.js').Ladder} ladder
   * @param {import('./Exchange.js').Exchange} exchange
   * @param {import('./Tally.js').Tally} tally
   * @param {import('./SessionNumbers.js').SessionNumbers} numbers
   */
  constructor(ladder, exchange, tally, numbers) {
    this.#ladder = ladder;
    this.#exchange = exchange;
    this.#tally = tally;
    this.#numbers = numbers;
  }

  /** Whether no connection is wanted. */
  stopped() {
    return this.#ladder.phase() === 'stopped';
  }

  /** Whether the current connection's channel has opened and not been given up. */
  channelOpen() {
    return isChannelOpen(this.#ladder.phase());
  }

  rung() {
    return this.#ladder.phase();
  }

  reason() {
    return this.#ladder.reason();
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
      this.#exchange.close('stopped');
    }
    this.#ladder.stop();
  }

  /** Opens a connection for the other side's offer. @param {import('./SignalPayload.js').Offer} offer @param {number} nowMs */
  adopt(offer, nowMs) {
    this.#exchange.open(offer.session);
    this.#ladder.connecting('offered', nowMs);
    this.#exchange.takeOffer(offer);
  }

  /** @param {number} nowMs */
  peerLeft(nowMs) {
    this.#exchange.close('peer-left');
    this.#ladder.longPause('peer-left', nowMs);
  }

  /** @param {number} nowMs */
  opened(nowMs) {
    if (this.#ladder.phase() === 'connecting') {
      this.#tally.opens++;
      this.#ladder.open('channel-open', nowMs);
    }
  }

  /** @param {import('./IceState.js').IceState} ice @param {number} nowMs */
  ice(ice, nowMs) {
    const phase = this.#ladder.phase();
    if (ice === 'connected' && this.#ladder.iceRecovers()) {
      this.#recovered('ice-connected', nowMs);
    } else if (ice === 'disconnected' && phase === 'open') {
      this.#ladder.suspect(nowMs);
    } else if (ice === 'failed' && (phase === 'open' || phase === 'suspect')) {
      this.#restart('ice', 'ice-failed', nowMs);
    } else if (ice === 'failed' && phase === 'connecting') {
      this.rebuild('ice-failed', nowMs);
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
    this.#tally.rebuilds++;
    this.#exchange.close(reason);
    this.#ladder.backoff(reason, nowMs);
  }

  /** @param {number} nowMs */
  timeout(nowMs) {
    if (this.#ladder.expired(nowMs)) {
      switch (this.#ladder.phase()) {
        case 'waiting':
          this.#attempt(nowMs);
          break;
        case 'connecting':
          this.rebuild('connect-timeout', nowMs);
          break;
        case 'suspect':
          this.#restart('ice', 'ice-disconnected', nowMs);
          break;
        case 'restarting':
          this.rebuild('restart-timeout', nowMs);
          break;
        case 'stopped':
        case 'open':
          break;
      }
    }
    this.offerRestartIfDue(nowMs);
  }

  /** A restart is offered in `stable` only, and not too often. @param {number} nowMs */
  offerRestartIfDue(nowMs) {
    if (this.#exchange.state() === 'stable' && this.#ladder.restartDue(nowMs)) {
      this.#tally.iceRestarts++;
      this.#ladder.restartOffered(nowMs);
      this.#exchange.makeOffer(true);
    }
  }

  deadline() {
    return this.#ladder.deadline(this.#exchange.state() === 'stable');
  }

  /** @param {number} nowMs */
  #attempt(nowMs) {
    this.#tally.attempts++;
    this.#exchange.open(this.#numbers.next(nowMs));
    this.#ladder.connecting('attempt', nowMs);
    this.#exchange.makeOffer(false);
  }

  /** @param {import('./Ladder.js').Cause} cause @param {string} reason @param {number} nowMs */
  #restart(cause, reason, nowMs) {
    this.#ladder.restarting(cause, reason, nowMs);
    this.offerRestartIfDue(nowMs);
  }

  /** @param {string} reason @param {number} nowMs */
  #recovered(reason, nowMs) {
    this.#tally.recoveries++;
    this.#ladder.open(reason, nowMs);
  }
}
