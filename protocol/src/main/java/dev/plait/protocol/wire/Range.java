package dev.plait.protocol.wire;

/**
 * A run of sequence numbers, both ends inclusive.
 *
 * @param fromSeq first, at least 1
 * @param throughSeq last, at least {@code fromSeq} and below 2^53
 */
public record Range(long fromSeq, long throughSeq) {
  /** Refuses reversed and out-of-bounds runs; the codec checks first and answers with a value. */
  public Range {
    if (fromSeq < 1 || throughSeq < fromSeq || throughSeq >= Limits.SEQ_END) {
      throw new IllegalArgumentException("range " + fromSeq + ".." + throughSeq);
    }
  }

  /** Whether {@code seq} lies in this run. */
  public boolean contains(long seq) {
    return fromSeq <= seq && seq <= throughSeq;
  }
}
