package dev.plait.protocol.transcript;

import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.StreamId;
import java.util.function.ToLongFunction;

/** What of a conversation has not been read (TRS-10). */
public final class Unread {
  private Unread() {}

  /**
   * Whether a message counts as unread: a text of another account beyond what was read of its
   * stream, and not taken back.
   *
   * @param readThrough last entry read of a stream, 0 for none
   */
  public static boolean is(Item item, ToLongFunction<StreamId> readThrough) {
    return counts(item) && item.said().seq() > readThrough.applyAsLong(item.said().stream());
  }

  private static boolean counts(Item item) {
    return !item.mine()
        && !item.reading().deleted()
        && (item.said().content() instanceof Content.Text
            || item.said().content() instanceof Content.Reply);
  }
}
