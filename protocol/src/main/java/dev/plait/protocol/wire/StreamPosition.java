package dev.plait.protocol.wire;

import java.util.List;

/**
 * What a receiver has of one stream.
 *
 * @param stream the stream
 * @param cursorSeq last entry committed, 0 for none
 * @param mark what binds the cursor to the entries that were received up to it (DLV-20); 0 when the
 *     cursor is
 * @param held later entries kept until the hole before them is filled, ascending, not touching
 */
public record StreamPosition(StreamId stream, long cursorSeq, long mark, List<Range> held) {
  /** Copies the list; refuses what no frame may carry. */
  public StreamPosition {
    held = List.copyOf(held);
    Checks.natural("cursor", cursorSeq);
    Checks.mark("mark", mark, cursorSeq != 0);
    Checks.ranges("held", held, cursorSeq);
  }
}
