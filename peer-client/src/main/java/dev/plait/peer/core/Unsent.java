package dev.plait.peer.core;

import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Own entries that were never on a path: said while none led to anybody, and kept back until it is
 * on disk that they go. So their words can still be taken back (CNT-5). They are the last of their
 * stream. Owned by the peer's thread.
 */
final class Unsent {
  private final Rosters rosters;
  private final DevicePaths paths;
  private final Map<UUID, List<Entry>> byConversation = new HashMap<>();

  Unsent(Rosters rosters, DevicePaths paths) {
    this.rosters = rosters;
    this.paths = paths;
  }

  /** Takes over what the disk says was never on a path. */
  void restore(UUID conversation, List<Entry> entries) {
    if (!entries.isEmpty()) {
      byConversation.put(conversation, new ArrayList<>(entries));
    }
  }

  /** Whether what is said now is kept back. */
  boolean keeps(UUID conversation) {
    return byConversation.containsKey(conversation) || !isReached(conversation);
  }

  private boolean isReached(UUID conversation) {
    var targets = rosters.targets(conversation);
    return targets.isEmpty()
        || targets.stream().anyMatch(target -> paths.pathTo(target) != Path.NONE);
  }

  /**
   * Lets everything go when there is a path.
   *
   * @return the last seq that goes, 0 when nothing does
   */
  long letGo(UUID conversation) {
    if (!byConversation.containsKey(conversation) || !isReached(conversation)) {
      return 0;
    }
    return byConversation.remove(conversation).getLast().seq();
  }

  /**
   * Keeps an entry back. What it edits or deletes is said anew, in its words or in none.
   *
   * @param roomBytes by how much all of them may grow
   * @return those that are said anew
   */
  List<Entry> keep(UUID conversation, Entry entry, long roomBytes) {
    List<Entry> kept = byConversation.computeIfAbsent(conversation, _ -> new ArrayList<>());
    List<Entry> reworded =
        switch (ContentCodec.decode(entry.body())) {
          case Content.Edit(var message, var text) -> reword(kept, message, text, roomBytes);
          case Content.Delete(var message) -> reword(kept, message, "", roomBytes);
          default -> List.of();
        };
    kept.add(entry);
    return reworded;
  }

  private static List<Entry> reword(List<Entry> kept, UUID message, String text, long roomBytes) {
    List<Entry> reworded = new ArrayList<>();
    long room = roomBytes;
    for (ListIterator<Entry> each = kept.listIterator(); each.hasNext(); ) {
      Entry entry = each.next();
      Bytes body = reworded(entry, message, text);
      if (body != null) {
        if (body.size() > Math.min(Limits.BODY_BYTES, entry.body().size() + room)) {
          body = ContentCodec.encode(with(ContentCodec.decode(body), ""));
        }
        room -= body.size() - entry.body().size();
        Entry anew = new Entry(entry.seq(), entry.id(), entry.hlc(), body);
        each.set(anew);
        reworded.add(anew);
      }
    }
    return reworded;
  }

  /** The body with another text if it is that message or an edit of it, else null. */
  private static @Nullable Bytes reworded(Entry entry, UUID message, String text) {
    Content content = ContentCodec.decode(entry.body());
    boolean isIt =
        content instanceof Content.Edit(var edited, _)
            ? edited.equals(message)
            : entry.id().equals(message);
    Content anew = isIt ? with(content, text) : content;
    return anew.equals(content) ? null : ContentCodec.encode(anew);
  }

  private static Content with(Content content, String text) {
    return switch (content) {
      case Content.Text _ -> new Content.Text(text);
      case Content.Reply(var answered, _) -> new Content.Reply(answered, text);
      case Content.Edit(var edited, _) -> new Content.Edit(edited, text);
      default -> content;
    };
  }
}
