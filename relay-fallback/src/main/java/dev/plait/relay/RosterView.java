package dev.plait.relay;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * A conversation's roster as the driver looked it up for one post.
 *
 * @param frame what a sender with another version is sent
 * @param devices all devices that may post and be addressed
 * @param asked those among them whose accounts have not accepted the conversation
 */
public record RosterView(Frame.Roster frame, Set<UUID> devices, Set<UUID> asked) {
  /** Copies the sets. */
  public RosterView {
    devices = Set.copyOf(devices);
    asked = Set.copyOf(asked);
  }

  /** All devices of all members. */
  public static RosterView of(Frame.Roster frame) {
    Set<UUID> devices = new HashSet<>();
    Set<UUID> asked = new HashSet<>();
    for (Member member : frame.members()) {
      devices.addAll(member.devices());
      if (!member.accepted()) {
        asked.addAll(member.devices());
      }
    }
    return new RosterView(frame, devices, asked);
  }
}
