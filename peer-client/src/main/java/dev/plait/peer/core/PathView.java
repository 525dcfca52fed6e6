package dev.plait.peer.core;

import dev.plait.protocol.signaling.RungCounters;
import java.util.List;
import java.util.UUID;

/**
 * Why a device is reached the way it is.
 *
 * @param device the device
 * @param path {@code direct}, {@code relay} or {@code none}
 * @param generation of the path
 * @param reason why
 * @param rttMs of the data channel, 0 for unknown
 * @param tried changes so far, latest last, the oldest dropped
 * @param hedges how often a pong of a channel was late, so that entries went by the server as well
 *     (PTH-3)
 * @param relay how often the relay had to take over from a channel that died, and could
 */
public record PathView(
    UUID device,
    String path,
    long generation,
    String reason,
    long rttMs,
    List<String> tried,
    long hedges,
    RungCounters relay) {
  /** Copies the list. */
  public PathView {
    tried = List.copyOf(tried);
  }
}
