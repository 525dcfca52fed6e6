package dev.plait.relay;

import dev.plait.protocol.wire.Frame;
import java.util.Set;
import java.util.UUID;

/**
 * A conversation's roster as the driver looked it up for one post.
 *
 * @param frame what a sender with another version is sent
 * @param devices all devices that may post and be addressed, requested members included
 */
public record RosterView(Frame.Roster frame, Set<UUID> devices) {
  /** Copies the set. */
  public RosterView {
    devices = Set.copyOf(devices);
  }

  /** All devices of all members. */
  public static RosterView of(Frame.Roster frame) {
    Set<UUID> devices = new java.util.HashSet<>();
    frame.members().forEach(member -> devices.addAll(member.devices()));
    return new RosterView(frame, devices);
  }
}
