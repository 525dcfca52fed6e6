import { earlier } from './Deadline.js';

const DOUBLINGS_MAX = 16;

/**
 * Decides when ICE is restarted though the channel works (SIG-11): because credentials that its pair lives on expire,
 * because its pair leads through a TURN server and a direct one may be possible by now, or because the network has changed.
 * The present pair is used until another is chosen, so none of this disturbs the channel.
 */
export class Upkeep {
  #localRelayed = false;
  #remoteRelayed = false;
  /** Whether other servers have come since candidates were gathered. */
  #stale = false;
  #restartAtMs = Infinity;
  #verdictAtMs = Infinity;
  #upgradeAtMs = Infinity;
  /** Tries that failed, and direct pairs that did not last. */
  #upgradesFailed = 0;
  /** Kept over a new connection: a direct pair that does not last may end in one. */
  #directSinceMs = Infinity;
  #limits;
  #polite;
  #tally;

  /**
   * @param {import('./NegotiationLimits.js').NegotiationLimits} limits
   * @param {boolean} polite
   * @param {import('./Tally.js').Tally} tally
   */
  constructor(limits, polite, tally) {
    this.#limits = limits;
    this.#polite = polite;
    this.#tally = tally;
  }

  /** Another connection, or none any more: what was planned for the old one is void. */
  reset() {
    this.#tally.refresh.ended();
    this.#tally.upgrade.ended();
    this.#localRelayed = false;
    this.#remoteRelayed = false;
    this.#stale = false;
    this.#restartAtMs = Infinity;
    this.#verdictAtMs = Infinity;
    this.#upgradeAtMs = Infinity;
    if (this.#directSinceMs === Infinity) {
      this.#upgradesFailed = 0;
    }
  }

  /** Whether the pair leads through a TURN server. */
  relayed() {
    return this.#localRelayed || this.#remoteRelayed;
  }

  /** The selected pair, told again and again. @param {boolean} local @param {boolean} remote @param {number} nowMs */
  pair(local, remote, nowMs) {
    this.#localRelayed = local;
    this.#remoteRelayed = remote;
    if (this.relayed()) {
      this.#fellBack(nowMs);
      this.#planUpgrade(nowMs);
    } else {
      this.#directSinceMs = Math.min(this.#directSinceMs, nowMs);
      this.#upgradeAtMs = Infinity;
      this.#tally.upgrade.recovered();
    }
    this.#refresh(nowMs);
  }

  /** Other servers, or fresh credentials, are there for whatever is gathered from now on. @param {number} nowMs */
  serversCame(nowMs) {
    this.#stale = true;
    this.#refresh(nowMs);
  }

  /** The device's network is not what it was. @param {number} nowMs */
  networkChanged(nowMs) {
    this.#tally.iceRestart.failed(); // one that is under way has gathered on the old network
    this.#tally.iceRestart.request();
    this.#upgradesFailed = 0;
    this.#directSinceMs = Infinity;
    if (this.relayed() && !this.#polite) {
      this.#requestUpgrade();
    }
    this.#askForRestart(nowMs);
  }

  /** Whatever was wrong is over: nothing need be restarted for that. */
  recovered() {
    this.#tally.iceRestart.recovered();
    this.#forgetRestart();
  }

  /** Whether a restart may be offered now. @param {number} nowMs */
  restartDue(nowMs) {
    return nowMs >= this.#restartAtMs && this.#waits();
  }

  /**
   * ICE is being restarted, by whichever side and for whatever reason; a direct pair is looked for by that as well.
   *
   * @param {number} nowMs
   */
  restarted(nowMs) {
    if (this.#upgradeAtMs !== Infinity) {
      this.#requestUpgrade();
    }
    this.#stale = false;
    this.#restartAtMs = Infinity;
    this.#rungs().forEach((rung) => rung.begin());
    this.#verdictAtMs = nowMs + this.#limits.connectTimeoutMs;
  }

  /** Both descriptions of the restart are set: fresh credentials are in use from now on. */
  answered() {
    this.#tally.refresh.helped();
  }

  /** Plans what is due; tells whether the last restart has had its time. @param {number} nowMs */
  timeout(nowMs) {
    if (nowMs >= this.#upgradeAtMs) {
      this.#requestUpgrade();
      this.#askForRestart(nowMs);
    }
    if (nowMs < this.#verdictAtMs) {
      return false;
    }
    this.#verdictAtMs = Infinity;
    this.#tally.refresh.failed();
    if (this.#tally.upgrade.begun()) {
      this.#tally.upgrade.failed();
      this.#upgradesFailed++;
      this.#planUpgrade(nowMs);
    }
    return true;
  }

  /** In a word, what it is doing. */
  doing() {
    if (this.#tally.upgrade.begun()) {
      return 'looking-for-a-direct-pair';
    }
    return this.#tally.refresh.open() ? 'fresh-credentials' : undefined;
  }

  /**
   * @param {boolean} stable whether a restart could be offered
   * @param {number} notBeforeMs and when at first
   */
  deadline(stable, notBeforeMs) {
    /** @type {import('./Deadline.js').Deadline | null} */
    let next = null;
    if (stable && this.#restartAtMs !== Infinity && this.#waits()) {
      next = { atMs: Math.max(this.#restartAtMs, notBeforeMs), reason: 'restart' };
    }
    if (this.#upgradeAtMs !== Infinity) {
      next = earlier(next, { atMs: this.#upgradeAtMs, reason: 'upgrade' });
    }
    if (this.#verdictAtMs !== Infinity && this.#rungs().some((rung) => rung.begun())) {
      next = earlier(next, { atMs: this.#verdictAtMs, reason: 'verdict' });
    }
    return next;
  }

  #waits() {
    return this.#rungs().some((rung) => rung.waits());
  }

  #rungs() {
    return [this.#tally.iceRestart, this.#tally.refresh, this.#tally.upgrade];
  }

  /** Own credentials are what expires; those of the other side are its own to look after. @param {number} nowMs */
  #refresh(nowMs) {
    if (!this.#localRelayed) {
      this.#tally.refresh.notNeeded();
    } else if (this.#stale && !this.#tally.refresh.open()) {
      this.#tally.refresh.request();
      this.#askForRestart(nowMs);
    }
    this.#forgetRestart();
  }

  /** One that nothing waits for any more must not be begun for what comes later. */
  #forgetRestart() {
    if (!this.#waits()) {
      this.#restartAtMs = Infinity;
    }
  }

  /** A direct pair that did not last has helped no more than a try that failed. @param {number} nowMs */
  #fellBack(nowMs) {
    if (this.#directSinceMs !== Infinity) {
      const lasted = nowMs - this.#directSinceMs >= this.#limits.settledMs;
      this.#upgradesFailed = lasted ? 0 : this.#upgradesFailed + 1;
      this.#directSinceMs = Infinity;
    }
  }

  #requestUpgrade() {
    this.#upgradeAtMs = Infinity;
    this.#tally.upgrade.request();
  }

  /** @param {number} nowMs */
  #planUpgrade(nowMs) {
    if (!this.#polite && this.#upgradeAtMs === Infinity && !this.#tally.upgrade.open()) {
      const pauseMs = this.#limits.upgradeMs * 2 ** Math.min(this.#upgradesFailed, DOUBLINGS_MAX);
      this.#upgradeAtMs = nowMs + Math.min(this.#limits.upgradeMaxMs, pauseMs);
    }
  }

  /** The polite side a little later, so that two sides with the same reason do not collide. @param {number} nowMs */
  #askForRestart(nowMs) {
    const atMs = nowMs + (this.#polite ? this.#limits.politeDelayMs : 0);
    this.#restartAtMs = Math.min(this.#restartAtMs, atMs);
  }
}
