package dev.plait.peer.rtc;

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
   * @param type host, srflx, prflx or relay
   * @param address address and port
   * @param protocol udp or tcp
   */
  public record Candidate(String type, String address, String protocol) {}
}
