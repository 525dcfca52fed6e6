package dev.plait.peer;

import java.util.List;
import java.util.UUID;

/**
 * Why a device is reached the way it is.
 *
 * @param device the other device
 * @param path {@code direct}, {@code relay} or {@code none}
 * @param generation grows with each change
 * @param reason why this path
 * @param candidatePair the selected pair of a direct path, else empty
 * @param rttMs round trip of the direct path, 0 for unknown
 * @param tried what was tried, latest last
 */
public record PathInfo(
    UUID device,
    String path,
    long generation,
    String reason,
    String candidatePair,
    double rttMs,
    List<String> tried) {
  /** Copies the list. */
  public PathInfo {
    tried = List.copyOf(tried);
  }
}
