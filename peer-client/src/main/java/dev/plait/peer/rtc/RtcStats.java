package dev.plait.peer.rtc;

import dev.plait.protocol.path.PairEnd;
import dev.plait.protocol.path.Via;
import org.jspecify.annotations.Nullable;

/**
 * How a connection reaches the other device.
 *
 * @param local own candidate of the selected pair, null when none is selected
 * @param remote the other side's
 * @param rttMs round trip as ICE measured it, negative for unknown
 */
public record RtcStats(@Nullable Candidate local, @Nullable Candidate remote, double rttMs) {
  /** Nothing is known. */
  public static final RtcStats NONE = new RtcStats(null, null, -1);

  /**
   * One end of the pair.
   *
   * @param address address and port
   * @param end of which kind it is
   */
  public record Candidate(String address, PairEnd end) {
    /** For a person: {@code srflx 192.0.2.1:5000}. */
    @Override
    public String toString() {
      return end.type() + " " + address;
    }
  }

  /** The way that the pair stands for; null when none is selected. */
  public @Nullable Via via() {
    return local == null || remote == null ? null : Via.ofPair(local.end(), remote.end());
  }

  /** Whether the own end is at a TURN server. */
  boolean localRelayed() {
    return local != null && local.end().relayed();
  }

  /** Whether the other side's end is. */
  boolean remoteRelayed() {
    return remote != null && remote.end().relayed();
  }

  /** Both ends, for a person; empty when no pair is selected. */
  public String pair() {
    return local == null || remote == null ? "" : local + " - " + remote;
  }
}
