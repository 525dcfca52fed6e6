package dev.plait.protocol.codec;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;

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
   */
  record Bad(CloseCode code, String message) implements Decoded {}
}
