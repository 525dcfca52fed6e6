package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Range;
import java.util.List;

/**
 * What a device has acked, entry by entry, and has not been told to have read: nothing else becomes
 * read, however far a marker reaches (DLV-25). Confined to its owner's thread.
 */
final class Unread {
  private final RangeSet seqs = new RangeSet();

  /** Read through, as the device said; may run ahead of its acks. */
  private long saidThrough;

  /** Takes over what was on disk: {@code refused} names what is not among the delivered. */
  void restore(long firstSeq, long deliveredThrough, long readThrough, List<Range> refused) {
    saidThrough = readThrough;
    long fromSeq = Math.max(firstSeq, readThrough + 1);
    if (fromSeq <= deliveredThrough) {
      seqs.add(fromSeq, deliveredThrough);
      refused.forEach(range -> seqs.remove(range.fromSeq(), range.throughSeq()));
    }
  }

  void delivered(RangeSet delivered) {
    delivered.toList().forEach(range -> seqs.add(range.fromSeq(), range.throughSeq()));
  }

  void read(long throughSeq) {
    saidThrough = Math.max(saidThrough, throughSeq);
  }

  /** What has become read by a marker and the cursor of its device; once. */
  RangeSet takeRead(long deliveredThrough) {
    long through = Math.min(saidThrough, deliveredThrough);
    RangeSet read = new RangeSet();
    for (Range range : seqs.toList()) {
      if (range.fromSeq() <= through) {
        read.add(range.fromSeq(), Math.min(range.throughSeq(), through));
      }
    }
    if (!read.isEmpty()) {
      seqs.remove(1, through);
    }
    return read;
  }
}
