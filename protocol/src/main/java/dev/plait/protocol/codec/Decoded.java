package dev.plait.protocol.codec;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of received text. Immutable. */
public sealed interface Decoded {

  /**
   * A frame within every limit.
   *
   * @param frame allowed in the direction that was asked for
   */
  record Ok(Frame frame) implements Decoded {}

  /**
   * Not a frame; the sender's fault. The receiver closes with {@code code}.
   *
   * @param code {@link CloseCode#BAD_FRAME}, {@link CloseCode#TOO_LARGE} or {@link
   *     CloseCode#BAD_VERSION}
   * @param message names the field and the rule, never what stood in it
   * @param about the one conversation that a frame of the server is about, as far as that can be
   *     read: a client sets it aside and goes on (FRM-9)
   */
  record Bad(CloseCode code, String message, @Nullable UUID about) implements Decoded {
    /** About no conversation in particular. */
    public Bad(CloseCode code, String message) {
      this(code, message, null);
    }
  }
}
