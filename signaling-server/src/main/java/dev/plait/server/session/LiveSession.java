package dev.plait.server.session;

import dev.plait.relay.SessionId;
import java.util.UUID;

/**
 * One admitted connection of a device.
 *
 * @param id which; its number grows with every session of this node, and fences late events of an
 *     older one
 * @param out the way to it
 */
public record LiveSession(SessionId id, Outbound out) {
  /** Its number. */
  public long number() {
    return id.number();
  }

  /** Whose. */
  public UUID account() {
    return id.account();
  }

  /** Which device. */
  public UUID device() {
    return id.device();
  }
}
