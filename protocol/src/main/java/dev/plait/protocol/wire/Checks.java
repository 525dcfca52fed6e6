package dev.plait.protocol.wire;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the records of this package check when they are made, so that a frame that a receiver would
 * refuse never exists. Each check throws {@link BadFieldException}.
 */
final class Checks {
  private Checks() {}

  /** FRM-4: an integer from 0 to 2^53 − 1. */
  static void natural(String field, long value) {
    integer(field, value, 0, Limits.SEQ_END - 1);
  }

  /** An integer within bounds, both inclusive. */
  static void integer(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw BadFieldException.malformed(field, "must be from " + min + " to " + max);
    }
  }

  /** Text of {@code min} to {@code max} UTF-16 units, and no half characters (FRM-4). */
  static void text(String field, String value, int min, int max) {
    if (value.length() < min) {
      throw BadFieldException.malformed(field, "must not be empty");
    }
    if (value.length() > max) {
      throw BadFieldException.tooLarge(field, "more than " + max + " characters");
    }
    if (!Bytes.hasUtf8(value)) {
      throw BadFieldException.malformed(field, "holds half a character (a lone surrogate)");
    }
  }

  static void bytes(String field, @Nullable Bytes value, int max) {
    if (value != null && value.size() > max) {
      throw BadFieldException.tooLarge(field, "more than " + max + " bytes");
    }
  }

  static void size(String field, Collection<?> list, int min, int max) {
    if (list.size() < min) {
      throw BadFieldException.malformed(field, "must have at least " + min + " element");
    }
    if (list.size() > max) {
      throw BadFieldException.tooLarge(field, "more than " + max + " elements");
    }
  }

  /** FRM-7. */
  static void distinct(String field, Collection<?> list) {
    if (list.size() > 1 && new HashSet<>(list).size() != list.size()) {
      throw BadFieldException.malformed(field, "holds the same twice");
    }
  }

  /** Entries of a post. A body over its limit is refused later, by its seq (DLV-18). */
  static void posted(List<PostedEntry> entries) {
    size("entries", entries, 1, Limits.FRAME_ENTRIES);
    long previousSeq = 0;
    for (PostedEntry posted : entries) {
      previousSeq = next(posted.entry(), previousSeq);
      size("to", posted.to(), 1, Limits.TARGETS);
      distinct("to", posted.to().stream().map(Address::device).toList());
      for (Address to : posted.to()) {
        address(to.afterSeq(), to.part(), posted.entry());
      }
    }
  }

  /** Entries for one device. */
  static void addressed(List<AddressedEntry> entries) {
    size("entries", entries, 1, Limits.FRAME_ENTRIES);
    long previousSeq = 0;
    for (AddressedEntry addressed : entries) {
      previousSeq = next(addressed.entry(), previousSeq);
      bytes("body", addressed.entry().body(), Limits.BODY_BYTES);
      address(addressed.afterSeq(), addressed.part(), addressed.entry());
    }
  }

  /** FRM-5. */
  private static long next(Entry entry, long previousSeq) {
    integer("seq", entry.seq(), 1, Limits.SEQ_END - 1);
    if (entry.seq() <= previousSeq) {
      throw BadFieldException.malformed("entries", "must ascend by seq");
    }
    return entry.seq();
  }

  private static void address(long afterSeq, @Nullable Bytes part, Entry entry) {
    integer("after", afterSeq, 0, entry.seq() - 1);
    bytes("part", part, Limits.PART_BYTES);
  }

  /** FRM-6: ascending, not touching, all beyond {@code cursorSeq}. */
  static void ranges(String field, List<Range> ranges, long cursorSeq) {
    size(field, ranges, 0, Limits.RANGES);
    if (!ranges.isEmpty() && ranges.getFirst().fromSeq() <= cursorSeq) {
      throw BadFieldException.malformed(field, "must lie beyond the cursor");
    }
    long previousThrough = -1;
    for (Range range : ranges) {
      if (range.fromSeq() <= previousThrough + 1) {
        throw BadFieldException.malformed(field, "must ascend without touching");
      }
      previousThrough = range.throughSeq();
    }
  }

  /** FRM-11: what is of nothing has no mark, which is 0. */
  static void mark(String field, long mark, boolean ofSomething) {
    if (mark != 0 && !ofSomething) {
      throw BadFieldException.malformed(field, "is of nothing");
    }
  }
}
