package dev.plait.protocol.signaling;

import org.jspecify.annotations.Nullable;

/**
 * Decides when ICE is restarted though the channel works (SIG-11): because credentials that its
 * pair lives on expire, because its pair leads through a TURN server and a direct one may be
 * possible by now, or because the network has changed. The present pair is used until another is
 * chosen, so none of this disturbs the channel. Not thread-safe.
 */
final class Upkeep {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int DOUBLINGS_MAX = 16;

  private final NegotiationLimits limits;
  private final boolean polite;
  private final Tally tally;

  private boolean localRelayed;
  private boolean remoteRelayed;

  /** Whether other servers have come since candidates were gathered. */
  private boolean stale;

  private long restartAtMs = NEVER;
  private long verdictAtMs = NEVER;
  private long upgradeAtMs = NEVER;

  /** Tries that failed, and direct pairs that did not last. */
  private int upgradesFailed;

  /** Kept over a new connection: a direct pair that does not last may end in one. */
  private long directSinceMs = NEVER;

  Upkeep(NegotiationLimits limits, boolean polite, Tally tally) {
    this.limits = limits;
    this.polite = polite;
    this.tally = tally;
  }

  /** Another connection, or none any more: what was planned for the old one is void. */
  void reset() {
    tally.refresh.ended();
    tally.upgrade.ended();
    localRelayed = false;
    remoteRelayed = false;
    stale = false;
    restartAtMs = NEVER;
    verdictAtMs = NEVER;
    upgradeAtMs = NEVER;
    if (directSinceMs == NEVER) {
      upgradesFailed = 0;
    }
  }

  /** Whether the pair leads through a TURN server. */
  boolean relayed() {
    return localRelayed || remoteRelayed;
  }

  /** The selected pair, told again and again. */
  void pair(boolean local, boolean remote, long nowMs) {
    localRelayed = local;
    remoteRelayed = remote;
    if (relayed()) {
      fellBack(nowMs);
      planUpgrade(nowMs);
    } else {
      directSinceMs = Math.min(directSinceMs, nowMs);
      upgradeAtMs = NEVER;
      tally.upgrade.recovered();
    }
    refresh(nowMs);
  }

  /** Other servers, or fresh credentials, are there for whatever is gathered from now on. */
  void serversCame(long nowMs) {
    stale = true;
    refresh(nowMs);
  }

  /** The device's network is not what it was. */
  void networkChanged(long nowMs) {
    tally.iceRestart.failed(); // one that is under way has gathered on the old network
    tally.iceRestart.request();
    upgradesFailed = 0;
    directSinceMs = NEVER;
    if (relayed() && !polite) {
      requestUpgrade();
    }
    askForRestart(nowMs);
  }

  /** Whatever was wrong is over: nothing need be restarted for that. */
  void recovered() {
    tally.iceRestart.recovered();
    forgetRestart();
  }

  /** Whether a restart may be offered now. */
  boolean restartDue(long nowMs) {
    return nowMs >= restartAtMs && waits();
  }

  /**
   * ICE is being restarted, by whichever side and for whatever reason; a direct pair is looked for
   * by that as well.
   */
  void restarted(long nowMs) {
    if (upgradeAtMs != NEVER) {
      requestUpgrade();
    }
    stale = false;
    restartAtMs = NEVER;
    tally.iceRestart.begin();
    tally.refresh.begin();
    tally.upgrade.begin();
    verdictAtMs = nowMs + limits.connectTimeoutMs();
  }

  /** Both descriptions of the restart are set: fresh credentials are in use from now on. */
  void answered() {
    tally.refresh.helped();
  }

  /** Plans what is due; tells whether the last restart has had its time. */
  boolean timeout(long nowMs) {
    if (nowMs >= upgradeAtMs) {
      requestUpgrade();
      askForRestart(nowMs);
    }
    if (nowMs < verdictAtMs) {
      return false;
    }
    verdictAtMs = NEVER;
    tally.refresh.failed();
    if (tally.upgrade.begun()) {
      tally.upgrade.failed();
      upgradesFailed++;
      planUpgrade(nowMs);
    }
    return true;
  }

  /** In a word, what it is doing; null for nothing. */
  @Nullable String doing() {
    if (tally.upgrade.begun()) {
      return "looking-for-a-direct-pair";
    }
    return tally.refresh.open() ? "fresh-credentials" : null;
  }

  /** {@code stable}: whether a restart could be offered; {@code notBeforeMs}: and when at first. */
  @Nullable Deadline deadline(boolean stable, long notBeforeMs) {
    Deadline next = null;
    if (stable && restartAtMs != NEVER && waits()) {
      next = new Deadline(Math.max(restartAtMs, notBeforeMs), Deadline.Reason.RESTART);
    }
    if (upgradeAtMs != NEVER) {
      next = Deadline.earlier(next, new Deadline(upgradeAtMs, Deadline.Reason.UPGRADE));
    }
    if (verdictAtMs != NEVER && begun()) {
      next = Deadline.earlier(next, new Deadline(verdictAtMs, Deadline.Reason.VERDICT));
    }
    return next;
  }

  private boolean waits() {
    return tally.iceRestart.waits() || tally.refresh.waits() || tally.upgrade.waits();
  }

  private boolean begun() {
    return tally.iceRestart.begun() || tally.refresh.begun() || tally.upgrade.begun();
  }

  /** Own credentials are what expires; those of the other side are its own to look after. */
  private void refresh(long nowMs) {
    if (!localRelayed) {
      tally.refresh.notNeeded();
    } else if (stale && !tally.refresh.open()) {
      tally.refresh.request();
      askForRestart(nowMs);
    }
    forgetRestart();
  }

  /** One that nothing waits for any more must not be begun for what comes later. */
  private void forgetRestart() {
    if (!waits()) {
      restartAtMs = NEVER;
    }
  }

  /** A direct pair that did not last has helped no more than a try that failed. */
  private void fellBack(long nowMs) {
    if (directSinceMs != NEVER) {
      boolean lasted = nowMs - directSinceMs >= limits.settledMs();
      upgradesFailed = lasted ? 0 : upgradesFailed + 1;
      directSinceMs = NEVER;
    }
  }

  private void requestUpgrade() {
    upgradeAtMs = NEVER;
    tally.upgrade.request();
  }

  private void planUpgrade(long nowMs) {
    if (!polite && upgradeAtMs == NEVER && !tally.upgrade.open()) {
      long pauseMs = limits.upgradeMs() << Math.min(upgradesFailed, DOUBLINGS_MAX);
      upgradeAtMs = nowMs + Math.min(limits.upgradeMaxMs(), pauseMs);
    }
  }

  /** The polite side a little later, so that two sides with the same reason do not collide. */
  private void askForRestart(long nowMs) {
    long atMs = nowMs + (polite ? limits.politeDelayMs() : 0);
    restartAtMs = Math.min(restartAtMs, atMs);
  }
}
