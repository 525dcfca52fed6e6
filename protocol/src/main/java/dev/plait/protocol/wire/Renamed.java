package dev.plait.protocol.wire;

import java.util.UUID;

/**
 * Somebody is called otherwise from now on, in all conversations; no roster changes (SES-15).
 *
 * @param account whose name it is
 * @param version grows with each name of the account; the same number is of no other change that
 *     the reader is told of (SES-14)
 * @param displayName what to show; empty for the handle
 */
public record Renamed(UUID account, long version, String displayName) implements ServerFrame {
  /** Refuses what no frame may carry. */
  public Renamed {
    Checks.natural("version", version);
    Checks.text("displayName", displayName, 0, Limits.TEXT_CHARS);
  }
}
