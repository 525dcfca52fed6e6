package dev.plait.relay;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Cuts entries and ranges into frames within the limits of the wire. Pure, stateless. */
final class Frames {
  /** JSON around one entry: names, id, hlc, seq, after come to some 180 characters. */
  private static final int ENTRY_OVERHEAD = 256;

  /** Leaves room for the frame's own fields. */
  private static final int FRAME_FILL = Limits.FRAME_BYTES - 1024;

  private Frames() {}

  /** Bytes of body and part. */
  static long bytes(AddressedEntry entry) {
    Bytes part = entry.part();
    return entry.entry().body().size() + (part == null ? 0L : part.size());
  }

  /**
   * As few frames as the limits allow, in order. Rows are in the order in which they were
   * committed: one whose first commit failed comes after later ones of its stream, and begins a
   * frame (FRM-5).
   */
  static List<Frame.Entries> entries(
      StreamId stream, boolean stored, List<AddressedEntry> entries) {
    List<Frame.Entries> frames = new ArrayList<>();
    int from = 0;
    long size = 0;
    for (int i = 0; i < entries.size(); i++) {
      long cost = (bytes(entries.get(i)) + 4) * 4 / 3 + ENTRY_OVERHEAD;
      boolean full = i - from == Limits.FRAME_ENTRIES || size + cost > FRAME_FILL;
      if (i > from && (full || !ascends(entries.get(i - 1), entries.get(i)))) {
        frames.add(new Frame.Entries(stream, stored, entries.subList(from, i)));
        from = i;
        size = 0;
      }
      size += cost;
    }
    if (from < entries.size()) {
      frames.add(new Frame.Entries(stream, stored, entries.subList(from, entries.size())));
    }
    return frames;
  }

  private static boolean ascends(AddressedEntry one, AddressedEntry next) {
    return one.entry().seq() < next.entry().seq();
  }

  /** Runs of ascending seqs. */
  static List<Range> ranges(SortedSet<Long> seqs) {
    List<Range> ranges = new ArrayList<>();
    for (long seq : seqs) {
      if (!ranges.isEmpty() && ranges.getLast().throughSeq() + 1 == seq) {
        ranges.set(ranges.size() - 1, new Range(ranges.getLast().fromSeq(), seq));
      } else {
        ranges.add(new Range(seq, seq));
      }
    }
    return ranges;
  }

  /** Pieces of at most {@link Limits#RANGES}; one empty piece for an empty list. */
  static List<List<Range>> pieces(List<Range> ranges) {
    if (ranges.size() <= Limits.RANGES) {
      return List.of(ranges);
    }
    List<List<Range>> pieces = new ArrayList<>();
    for (int from = 0; from < ranges.size(); from += Limits.RANGES) {
      pieces.add(ranges.subList(from, Math.min(ranges.size(), from + Limits.RANGES)));
    }
    return pieces;
  }
}
