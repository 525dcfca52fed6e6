package dev.plait.peer.link;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import java.util.UUID;

/** Hears what a {@link ServerLink} does, on the peer's own thread. */
public interface LinkListener {
  /** The server said welcome; frames may be sent. */
  void handleLinkUp(Frame.Welcome welcome);

  /** A frame other than those of the session itself. */
  void handleServerFrame(ServerFrame frame);

  /**
   * A frame of the server about one conversation is not to be read, and was left out (FRM-9).
   *
   * @param rule the field and the rule that it breaks
   */
  void handleUnreadable(UUID conversation, String rule);

  /** The session is over; the link tries again by itself after {@code retryInMs}. */
  void handleLinkDown(String reason, long retryInMs);

  /** The link will not come back by itself. */
  void handleLinkStopped(CloseCode code, String reason);
}
