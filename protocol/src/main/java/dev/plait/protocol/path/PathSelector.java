package dev.plait.protocol.path;

import dev.plait.protocol.delivery.Deadline;
import dev.plait.protocol.delivery.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the path to one peer device: relay first, direct once the channel answers a ping, back as
 * soon as a ping goes unanswered. Pure, confined to the owner's thread; lives as long as the peer
 * device is known. A failed upgrade never disturbs the relay.
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

  private final PathLimits limits;
  private final ArrayDeque<PathEffect> effects = new ArrayDeque<>();
  private boolean relayUp;
  private Channel channel = Channel.ABSENT;
  private long channelNumber;
  private Path path = Path.NONE;
  private long generation;
  private long nextPing = 1;
  private long pingSent;
  private long pingDueAtMs = Long.MAX_VALUE;
  private long pongDueAtMs = Long.MAX_VALUE;
  private long roundTripMs = -1;

  /** A selector that has no path yet; its first generation is {@code firstGeneration}. */
  public PathSelector(PathLimits limits, long firstGeneration) {
    this.limits = limits;
    this.generation = firstGeneration;
  }

  /** The session with the server is up, whichever came before. */
  public void handleRelayUp(long nowMs) {
    relayUp = true;
    if (channel != Channel.HEALTHY) {
      change(Path.RELAY, PathReason.RELAY_UP);
    }
  }

  /** The session with the server is gone. */
  public void handleRelayDown(long nowMs) {
    relayUp = false;
    if (path == Path.RELAY) {
      change(Path.NONE, PathReason.RELAY_DOWN);
    }
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
    channel = Channel.PROBING;
    if (path == Path.DIRECT) {
      change(relayUp ? Path.RELAY : Path.NONE, PathReason.CHANNEL_REPLACED);
    }
    ping(nowMs);
  }

  /** A pong came over channel {@code number}. */
  public void handlePong(long number, long n, long roundTripMs, long nowMs) {
    if (number != channelNumber || channel == Channel.ABSENT || n != pingSent) {
      return;
    }
    this.roundTripMs = roundTripMs;
    pongDueAtMs = Long.MAX_VALUE;
    if (channel == Channel.PROBING) {
      channel = Channel.HEALTHY;
      change(Path.DIRECT, PathReason.FIRST_PONG);
    }
  }

  /** Channel {@code number} is closed. */
  public void handleChannelClosed(long number, long nowMs) {
    if (number == channelNumber && channel != Channel.ABSENT) {
      leaveChannel(Channel.ABSENT, PathReason.CHANNEL_CLOSED);
    }
  }

  /** There is reason to doubt that the channel works: it has to answer now. */
  public void handleDoubt(long nowMs) {
    if (channel != Channel.ABSENT && pongDueAtMs == Long.MAX_VALUE) {
      ping(nowMs);
    }
  }

  /** Call when {@link #deadline} is due. */
  public void handleTimeout(long nowMs) {
    if (channel == Channel.ABSENT) {
      return;
    }
    if (pongDueAtMs <= nowMs) {
      // Pinged on until it is closed: an ICE restart brings the same channel back without a word.
      leaveChannel(Channel.PROBING, PathReason.PONG_MISSED);
      effects.add(new PathEffect.ChannelDead(channelNumber, PathReason.PONG_MISSED));
      ping(nowMs);
    } else if (pingDueAtMs <= nowMs && pongDueAtMs == Long.MAX_VALUE) {
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
    return pongDueAtMs != Long.MAX_VALUE
        ? new Deadline(pongDueAtMs, Deadline.Reason.PONG_DUE)
        : new Deadline(pingDueAtMs, Deadline.Reason.PING_DUE);
  }

  /** The path entries take now. */
  public Path path() {
    return path;
  }

  /** The generation of that path. */
  public long generation() {
    return generation;
  }

  /** Where the channel stands. */
  public Channel channel() {
    return channel;
  }

  /** Round trip of the last answered ping, -1 for none. */
  public long roundTripMs() {
    return roundTripMs;
  }

  private void ping(long nowMs) {
    pingSent = nextPing++;
    pingDueAtMs = nowMs + limits.pingIntervalMs();
    pongDueAtMs = nowMs + limits.pongDeadlineMs();
    effects.add(new PathEffect.SendPing(pingSent));
  }

  private void leaveChannel(Channel to, PathReason reason) {
    channel = to;
    pongDueAtMs = Long.MAX_VALUE;
    if (path == Path.DIRECT) {
      change(relayUp ? Path.RELAY : Path.NONE, reason);
    }
  }

  private void change(Path to, PathReason reason) {
    path = to;
    generation++;
    effects.add(new PathEffect.PathChanged(to, generation, reason));
  }
}
