package dev.plait.tests.sim;

import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds that words which were edited or deleted before there was a path reach no disk but their
 * own, and that what may have been on a path says the same for good (CNT-5). Words of two messages
 * are never the same.
 */
final class SimWords {
  /** By disk what was said since there was a path last: words, and the message they are for. */
  private final Map<SimDisk, Map<String, UUID>> pathless = new HashMap<>();

  /** What an edit or delete takes back once it is on disk, by its id. */
  private final Map<UUID, Set<String>> taking = new HashMap<>();

  private final Set<String> takenBack = new HashSet<>();
  private final Set<UUID> onPaths = new HashSet<>();
  private final Set<UUID> reworded = new HashSet<>();
  private boolean asked;

  /** There are messages whose words are looked at; without them nothing is. */
  void watch() {
    asked = true;
  }

  boolean watches() {
    return asked;
  }

  /** A device writes an own entry; {@code hasPath}: to anybody. */
  void writing(SimDisk own, Entry entry, boolean hasPath) {
    if (!isWorded(entry)) {
      return;
    }
    Map<String, UUID> here = pathless.computeIfAbsent(own, _ -> new LinkedHashMap<>());
    switch (ContentCodec.decode(entry.body())) {
      case Content.Text(var text) -> here.put(text, entry.id());
      case Content.Edit(var message, var text) -> {
        take(here, entry.id(), message);
        here.put(text, message);
      }
      case Content.Delete(var message) -> take(here, entry.id(), message);
      default -> {}
    }
    if (hasPath) {
      here.clear();
      taking.remove(entry.id());
    }
  }

  private void take(Map<String, UUID> here, UUID amendment, UUID message) {
    Set<String> taken = new HashSet<>(here.keySet());
    taken.removeIf(words -> !message.equals(here.get(words)));
    taking.put(amendment, taken);
  }

  /** An own entry is on disk. */
  void written(SimWorld world, Entry entry) {
    Set<String> taken = asked ? taking.remove(entry.id()) : null;
    if (taken != null) {
      world.counts.add(SimCounts.Kind.WORDS_TAKEN_BACK, taken.size());
      takenBack.addAll(taken);
    }
  }

  /** A device has a path to somebody, or its disk is copied, which may then have one. */
  void mayGo(SimDisk own) {
    pathless.remove(own);
    taking.clear();
  }

  /** An entry is put on a path. */
  void onPath(Entry entry) {
    if (asked) {
      onPaths.add(entry.id());
    }
  }

  /** An own entry says something else from now on; {@code copied}: its device may have copies. */
  void says(Entry anew, boolean copied) {
    reworded.add(anew.id());
    if (!copied && onPaths.contains(anew.id())) {
      throw new SimViolation("CNT-5 said otherwise", anew.id() + " was on a path before");
    }
  }

  /** Whether an entry may have said something else before. */
  boolean wasReworded(UUID id) {
    return reworded.contains(id);
  }

  /** An entry reaches a disk that is not its sender's. */
  void reaches(String where, Entry entry) {
    if (takenBack.isEmpty() || !isWorded(entry)) {
      return;
    }
    String words = wordsOf(entry.body());
    if (words != null && takenBack.contains(words)) {
      throw new SimViolation("CNT-5 taken back", entry.seq() + " in its old words at " + where);
    }
  }

  private boolean isWorded(Entry entry) {
    return asked && entry.body().size() > 0 && entry.body().toArray()[0] == '{';
  }

  private static @Nullable String wordsOf(Bytes body) {
    return switch (ContentCodec.decode(body)) {
      case Content.Text(var text) -> text;
      case Content.Edit(var _, var text) -> text;
      default -> null;
    };
  }
}
