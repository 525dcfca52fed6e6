package dev.plait.protocol.wire;

import java.util.UUID;

/**
 * The box of a member that has not accepted a conversation (CNS-1): what is said to it waits there,
 * a few entries, and nobody learns which devices it has. In rosters and as a target it stands for
 * all of them.
 */
public final class RequestBox {
  private RequestBox() {}

  /** The id of the box: that of the conversation, XOR that of the account, byte by byte. */
  public static UUID of(UUID conversation, UUID account) {
    return new UUID(
        conversation.getMostSignificantBits() ^ account.getMostSignificantBits(),
        conversation.getLeastSignificantBits() ^ account.getLeastSignificantBits());
  }
}
