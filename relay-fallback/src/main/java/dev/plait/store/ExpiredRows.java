package dev.plait.store;

import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.List;
import java.util.UUID;

/**
 * Entries of one stream that one target will not get: they waited too long.
 *
 * @param seqs ascending, not touching
 */
public record ExpiredRows(StreamId stream, UUID target, List<Range> seqs) {
  /** Copies the list. */
  public ExpiredRows {
    seqs = List.copyOf(seqs);
  }
}
