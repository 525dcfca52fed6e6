package dev.plait.peer.app;

import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.Bytes;

/** Bodies for people. Pure. */
final class Bodies {
  private Bodies() {}

  static Bytes text(String text) {
    return ContentCodec.encode(new Content.Text(text));
  }

  /** Whether it was written in the field, and so ends typing (SES-9). */
  static boolean isTyped(Bytes body) {
    return switch (ContentCodec.decode(body)) {
      case Content.Text _, Content.Reply _, Content.Edit _ -> true;
      case Content.Delete _, Content.Reaction _, Content.Read _, Content.Unknown _ -> false;
    };
  }

  /** A body for a terminal; empty for what is not for showing, such as read markers. */
  static String show(Bytes body) {
    return SafeText.of(words(body));
  }

  /** The same as it was said, for programs. */
  static String words(Bytes body) {
    return switch (ContentCodec.decode(body)) {
      case Content.Text(var text) -> text;
      case Content.Reply(var _, var text) -> text;
      case Content.Edit(var _, var text) -> "(edited) " + text;
      case Content.Delete(var _) -> "(took a message back)";
      case Content.Reaction(var _, var emoji, boolean removed) -> removed ? "" : emoji;
      case Content.Read(var _, var _, var _) -> "";
      case Content.Unknown(var kind, var _) -> "(something newer: " + kind + ")";
    };
  }
}
