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
}
