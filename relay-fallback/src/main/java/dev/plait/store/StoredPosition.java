package dev.plait.store;

import dev.plait.protocol.wire.StreamId;
import java.util.List;
import java.util.UUID;

/**
 * What is durably known of one stream at one target.
 *
 * @param deliveredThroughSeq as last acked, 0 for unknown. An ack of entries that never were
 *     durable is not kept, so the target may be further
 * @param expiredThroughSeq last entry that was dropped for its age, 0 for none
 * @param ackedSeq the target's cursor when it last acked a durable entry, 0 for unknown
 * @param ackedMark the target's mark there
 * @param stored entries that wait in the queue; may be many
 */
public record StoredPosition(
    StreamId stream,
    UUID target,
    long deliveredThroughSeq,
    long expiredThroughSeq,
    long ackedSeq,
    long ackedMark,
    List<StoredSeqs.Piece> stored) {
  /** Copies the list. */
  public StoredPosition {
    stored = List.copyOf(stored);
  }
}
