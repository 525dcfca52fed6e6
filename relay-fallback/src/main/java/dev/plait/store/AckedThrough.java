package dev.plait.store;

import dev.plait.protocol.wire.StreamId;
import java.util.UUID;

/**
 * A target has committed a stream up to a seq, or rows up to a seq are taken back.
 *
 * @param throughSeq inclusive; 0 for nothing
 * @param mark the target's mark there (DLV-20), 0 when rows are taken back
 * @param lower whether it counts even if the target had acked more before: it went back (DLV-23)
 */
public record AckedThrough(
    StreamId stream, UUID target, long throughSeq, long mark, boolean lower) {
  /** Without a mark: for rows that are taken back. */
  public AckedThrough(StreamId stream, UUID target, long throughSeq) {
    this(stream, target, throughSeq, 0, false);
  }

  /**
   * This and what the same target said after it, as one: the further position, unless it went back.
   * Once it has gone back it counts as having done so, however far it has come since.
   */
  public AckedThrough with(AckedThrough later) {
    if (!later.stream.equals(stream) || !later.target.equals(target)) {
      throw new IllegalArgumentException("another stream or target: " + later);
    }
    AckedThrough last = later.lower || later.throughSeq >= throughSeq ? later : this;
    return new AckedThrough(stream, target, last.throughSeq, last.mark, lower || later.lower);
  }
}
