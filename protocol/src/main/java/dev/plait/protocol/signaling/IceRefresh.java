package dev.plait.protocol.signaling;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the STUN and TURN servers are asked for (SIG-10). Their credentials expire, so they
 * are asked for again at half of their life while any channel is wanted, and at once when there is
 * a reason. A connection that is made while none are known, or only expired ones, waits for them,
 * but not for long. What they are does not matter here. Not thread-safe: one owner thread.
 */
public final class IceRefresh {
  /** What is wanted. */
  public enum Effect {
    /** Ask the server; then {@link #handleAnswered} or {@link #handleFailed}. */
    ASK,
    /** The connections that wait go on with what is known. */
    GO_ON
  }

  /** When {@link #handleTimeout} is wanted, and why. */
  public record Due(long atMs, Reason reason) {}

  /** Why. */
  public enum Reason {
    /** The server is to be asked, since there are none, or for another reason than the next. */
    ASK,
    /** Half of their life is over. */
    REFRESH,
    /** The last attempt failed. */
    RETRY,
    /** Connections have waited for long enough. */
    WAIT
  }

  /**
   * How long a connection waits for servers. Direct channels are tried beside a relay that works,
   * so it costs nobody anything; a server that takes longer is not worth waiting for.
   */
  public static final long WAIT_MS = 2_000;

  /** Least time between two questions: many channels may fail at once. */
  public static final long INTERVAL_MS = 2_000;

  /** First pause after a failure, doubled up to {@link #RETRY_MAX_MS}. */
  public static final long RETRY_MS = 2_000;

  /** Short enough that credentials of the usual lifetime do not expire over it. */
  public static final long RETRY_MAX_MS = 60_000;

  /** Of a half of a life, this part is taken off at random, so that clients do not ask in step. */
  private static final int JITTER_PARTS = 5;

  private static final int RANDOM_VALUES = 1_000;
  private static final int DOUBLINGS_MAX = 16;
  private static final long NEVER = Long.MAX_VALUE;

  private final ArrayDeque<Effect> effects = new ArrayDeque<>();
  private boolean wanted;
  private boolean asking;
  private long begunAtMs = -INTERVAL_MS;
  private long expiresAtMs;
  private long dueAtMs;
  private Reason dueReason = Reason.ASK;
  private long waitUntilMs = NEVER;
  private int failures;

  /** Whether any channel is wanted: only then is anything asked for. */
  public void handleWanted(boolean isWanted, long nowMs) {
    wanted = isWanted;
    askIfDue(nowMs);
  }

  /**
   * A connection is being made. Tells whether it has to wait for {@link Effect#GO_ON}, which comes
   * within {@link #WAIT_MS}.
   */
  public boolean handleConnecting(long nowMs) {
    if (nowMs < expiresAtMs) {
      return false;
    }
    if (waitUntilMs == NEVER) {
      waitUntilMs = nowMs + WAIT_MS;
    }
    handleDemand(nowMs);
    return true;
  }

  /** What is known may be of no use any more: a rung failed, or the server has been away. */
  public void handleDemand(long nowMs) {
    long atMs = Math.max(nowMs, begunAtMs + INTERVAL_MS);
    if (atMs < dueAtMs) {
      due(atMs, Reason.ASK);
    }
    askIfDue(nowMs);
  }

  /**
   * The server answered.
   *
   * @param lifeMs how long the credentials are good for from now on
   * @param random 0 to 999, drawn anew each time
   */
  public void handleAnswered(long lifeMs, int random, long nowMs) {
    asking = false;
    failures = 0;
    expiresAtMs = nowMs + Math.max(0, lifeMs);
    long halfMs = Math.max(INTERVAL_MS, lifeMs / 2);
    due(nowMs + less(halfMs, random), Reason.REFRESH);
    goOn();
  }

  /** The server did not answer, or refused. {@code random} as in {@link #handleAnswered}. */
  public void handleFailed(int random, long nowMs) {
    asking = false;
    long pauseMs = Math.min(RETRY_MAX_MS, RETRY_MS << Math.min(failures, DOUBLINGS_MAX));
    failures++;
    due(nowMs + less(pauseMs, random), Reason.RETRY);
    goOn();
  }

  /** Does what is due. */
  public void handleTimeout(long nowMs) {
    if (nowMs >= waitUntilMs) {
      goOn();
    }
    askIfDue(nowMs);
  }

  /** Takes the next thing to do; null when there is nothing. */
  public @Nullable Effect poll() {
    return effects.poll();
  }

  /** When to call {@link #handleTimeout} next; null for never. */
  public @Nullable Due deadline() {
    if (active() && !asking && dueAtMs <= waitUntilMs) {
      return new Due(dueAtMs, dueReason);
    }
    return waitUntilMs == NEVER ? null : new Due(waitUntilMs, Reason.WAIT);
  }

  private boolean active() {
    return wanted || waitUntilMs != NEVER;
  }

  private void askIfDue(long nowMs) {
    if (active() && !asking && nowMs >= dueAtMs) {
      asking = true;
      begunAtMs = nowMs;
      due(NEVER, Reason.ASK);
      effects.add(Effect.ASK);
    }
  }

  private void goOn() {
    if (waitUntilMs != NEVER) {
      waitUntilMs = NEVER;
      effects.add(Effect.GO_ON);
    }
  }

  private void due(long atMs, Reason reason) {
    dueAtMs = atMs;
    dueReason = reason;
  }

  private static long less(long ms, int random) {
    return ms - ms / JITTER_PARTS * random / RANDOM_VALUES;
  }
}
