package dev.plait.protocol.wire;

import java.util.UUID;

/**
 * Names one numbered log: everything one device says in one conversation since its outbox was made.
 *
 * @param conversation the conversation
 * @param device the sending device
 * @param epoch random unsigned 64-bit number drawn when the sender's outbox was created
 */
public record StreamId(UUID conversation, UUID device, long epoch) {
  /** Shows the epoch unsigned, as on the wire. */
  @Override
  public String toString() {
    return conversation + "/" + device + "/" + Long.toUnsignedString(epoch);
  }
}
