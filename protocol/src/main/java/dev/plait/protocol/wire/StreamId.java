package dev.plait.protocol.wire;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names one numbered log: everything one device says in one conversation since its outbox was made.
 *
 * @param conversation the conversation
 * @param device the sending device
 * @param epoch random unsigned 64-bit number drawn when the sender's outbox was created
 */
public record StreamId(UUID conversation, UUID device, long epoch) {
  /**
   * As the generated one. It and {@link #hashCode} are written out since most maps have this key:
   * the generated ones take several times as long where only the first compiler runs.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StreamId that
        && epoch == that.epoch
        && device.equals(that.device)
        && conversation.equals(that.conversation);
  }

  @Override
  public int hashCode() {
    return (31 * conversation.hashCode() + device.hashCode()) * 31 + Long.hashCode(epoch);
  }

  /** Shows the epoch unsigned, as on the wire. */
  @Override
  public String toString() {
    return conversation + "/" + device + "/" + Long.toUnsignedString(epoch);
  }
}
