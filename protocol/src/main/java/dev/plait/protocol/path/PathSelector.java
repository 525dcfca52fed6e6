package dev.plait.protocol.path;

import dev.plait.protocol.delivery.Beside;
import dev.plait.protocol.delivery.Deadline;
import dev.plait.protocol.delivery.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the path to one peer device: relay first, direct once the channel answers a ping, both
 * while an answer is late, and back when none comes (PTH-1 to PTH-3). Pure, confined to the owner's
 * thread; lives as long as the peer device is known. A failed upgrade never disturbs the relay.
 */
public final class PathSelector {
  /** Where the channel stands. */
  public enum Channel {
    /** There is none. */
    ABSENT,
    /** Open, and its last ping is not answered yet. */
    PROBING,
    /** Answers its pings. */
    HEALTHY
  }

  /** A pong that takes as many round trips is late: one is usual, and queues are not exact. */
  private static final int LATE_TRIPS = 3;

  private static final long NEVER = Long.MAX_VALUE / 2;

  private final PathLimits limits;
  private final Pings pings = new Pings();
  private final ArrayDeque<PathEffect> effects = new ArrayDeque<>();
  private boolean relayUp;
  private Channel channel = Channel.ABSENT;
  private long channelNumber;
  private Path path = Path.NONE;
  private long generation;
  private Beside beside = Beside.NONE;
  private boolean late;
  private boolean doubted;

  /** A selector that has no path yet; its first generation is {@code firstGeneration}. */
  public PathSelector(PathLimits limits, long firstGeneration) {
    this.limits = limits;
    this.generation = firstGeneration;
  }

  /** The session with the server is up, whichever came before. */
  public void handleRelayUp(long nowMs) {
    relayUp = false;
    tellBeside(); // what was posted in the last session counts no more
    relayUp = true;
    if (channel != Channel.HEALTHY) {
      change(Path.RELAY, PathReason.RELAY_UP);
    }
    tellBeside();
  }

  /** The session with the server is gone. */
  public void handleRelayDown(long nowMs) {
    relayUp = false;
    if (path == Path.RELAY) {
      change(Path.NONE, PathReason.RELAY_DOWN);
    }
    tellBeside();
  }

  /**
   * A channel is open; it is pinged at once and carries entries after the first pong.
   *
   * @param number of the channel, higher than any before; events of lower ones are ignored
   */
  public void handleChannelOpen(long number, long nowMs) {
    if (number <= channelNumber) {
      return;
    }
    channelNumber = number;
    leaveChannel(Channel.PROBING, PathReason.CHANNEL_REPLACED);
    ping(nowMs);
  }

  /**
   * A pong came over channel {@code number}. The channel keeps order: the pings before are
   * answered, too.
   */
  public void handlePong(long number, long n, long nowMs) {
    if (number != channelNumber || channel == Channel.ABSENT || !pings.answered(n, nowMs)) {
      return;
    }
    if (nowMs < lateAtMs()) {
      late = false;
      doubted = false;
    }
    if (channel == Channel.PROBING) {
      channel = Channel.HEALTHY;
      change(Path.DIRECT, PathReason.FIRST_PONG);
    }
    tellBeside();
  }

  /**
   * Entries go over the channel: it shows that it works, or that it does not, before anybody waits
   * for long.
   */
  public void handleUsed() {
    pings.hurry(limits.busyPingMs());
  }

  /** Channel {@code number} is closed. */
  public void handleChannelClosed(long number, long nowMs) {
    if (number == channelNumber && channel != Channel.ABSENT) {
      leaveChannel(Channel.ABSENT, PathReason.CHANNEL_CLOSED);
    }
  }

  /** There is reason to doubt that the channel works: it has to answer now. */
  public void handleDoubt(long nowMs) {
    if (channel != Channel.ABSENT && pings.oldestAtMs() == NEVER) {
      ping(nowMs);
    }
  }

  /** Call when {@link #deadline} is due. */
  public void handleTimeout(long nowMs) {
    if (channel == Channel.ABSENT) {
      return;
    }
    long sinceMs = pings.oldestAtMs();
    if (nowMs >= sinceMs + limits.pongDeadlineMs()) {
      // Pinged on until it is closed: an ICE restart brings the same channel back without a word.
      leaveChannel(Channel.PROBING, PathReason.PONG_MISSED);
      effects.add(new PathEffect.ChannelDead(channelNumber, PathReason.PONG_MISSED));
      ping(nowMs);
      return;
    }
    if (nowMs >= lateAtMs()) {
      late = true;
      tellBeside();
    }
    if (nowMs >= sinceMs + limits.doubtMs() && !doubted) {
      doubted = true;
      effects.add(new PathEffect.ServerDoubted());
    }
    if (nowMs >= pings.dueAtMs()) {
      ping(nowMs);
    }
  }

  /** The next effect, null when there is none. */
  public @Nullable PathEffect poll() {
    return effects.poll();
  }

  /** When {@link #handleTimeout} is due, null for never. */
  public @Nullable Deadline deadline() {
    if (channel == Channel.ABSENT) {
      return null;
    }
    long sinceMs = pings.oldestAtMs();
    long deadAtMs = sinceMs + limits.pongDeadlineMs();
    long lateAtMs =
        Math.min(late ? NEVER : lateAtMs(), doubted ? NEVER : sinceMs + limits.doubtMs());
    long pingAtMs = pings.dueAtMs();
    if (pingAtMs < Math.min(deadAtMs, lateAtMs)) {
      return new Deadline(pingAtMs, Deadline.Reason.PING_DUE);
    }
    return lateAtMs < deadAtMs
        ? new Deadline(lateAtMs, Deadline.Reason.PONG_LATE)
        : new Deadline(deadAtMs, Deadline.Reason.PONG_DUE);
  }

  /** The path entries take now. */
  public Path path() {
    return path;
  }

  /** The generation of that path. */
  public long generation() {
    return generation;
  }

  /** What goes by the server beside the channel, while there is one that carries entries. */
  public Beside beside() {
    return beside;
  }

  /** Where the channel stands. */
  public Channel channel() {
    return channel;
  }

  /** Round trip of the last answered ping, -1 for none. */
  public long roundTripMs() {
    return pings.roundTripMs();
  }

  private void ping(long nowMs) {
    effects.add(new PathEffect.SendPing(pings.ask(nowMs, limits.pingIntervalMs())));
  }

  /** When a pong of the channel that carries entries is late; some networks are slow. */
  private long lateAtMs() {
    long afterMs = Math.clamp(LATE_TRIPS * pings.tripMs(), limits.lateMs(), limits.doubtMs());
    return channel == Channel.HEALTHY ? pings.oldestAtMs() + afterMs : NEVER;
  }

  private void leaveChannel(Channel to, PathReason reason) {
    channel = to;
    pings.begin();
    late = false;
    doubted = false;
    if (path == Path.DIRECT) {
      change(relayUp ? Path.RELAY : Path.NONE, reason);
    }
  }

  private void change(Path to, PathReason reason) {
    path = to;
    generation++;
    beside = besideNow();
    effects.add(new PathEffect.PathChanged(to, generation, reason));
  }

  private void tellBeside() {
    Beside now = besideNow();
    if (now != beside) {
      beside = now;
      effects.add(new PathEffect.BesideChanged(now));
    }
  }

  private Beside besideNow() {
    if (path != Path.DIRECT || !relayUp) {
      return Beside.NONE;
    }
    return late ? Beside.ALL : Beside.LARGE;
  }
}
