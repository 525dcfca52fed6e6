package dev.plait.protocol.codec;

import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Range;
import java.util.ArrayList;
import java.util.List;

/** Reads the sets of sequence numbers, arrays of {@code [from,through]}. */
final class RangeReader {
  private RangeReader() {}

  /** Those in the array {@code name}; an absent one is an empty set. */
  static List<Range> ranges(Fields in, String name) throws BadJsonException {
    List<Range> ranges = new ArrayList<>();
    for (Object value : in.array(name, Limits.RANGES)) {
      if (!(value instanceof List<?> pair
          && pair.size() == 2
          && pair.get(0) instanceof Long from
          && pair.get(1) instanceof Long through
          && from >= 1
          && from <= through
          && through < Limits.SEQ_END)) {
        throw in.bad(name, "must be ranges [from,through] with 1 <= from <= through < 2^53");
      }
      ranges.add(new Range(from, through));
    }
    return ranges;
  }
}
