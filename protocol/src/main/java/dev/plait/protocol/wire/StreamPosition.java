package dev.plait.protocol.wire;

import java.util.List;

/**
 * What a receiver has of one stream.
 *
 * @param stream the stream
 * @param cursorSeq last entry committed, 0 for none
 * @param held later entries kept until the hole before them is filled, ascending, not touching
 */
public record StreamPosition(StreamId stream, long cursorSeq, List<Range> held) {
  /** Copies the list. */
  public StreamPosition {
    held = List.copyOf(held);
  }
}
