package dev.plait.protocol.clock;

import java.util.Comparator;
import java.util.UUID;

/**
 * Where an entry stands in the transcript of its conversation: by {@code hlc}, then sending device,
 * then {@code seq} (I6, CLK-4). The stamp counts as sent, however wrong the sender's clock was, so
 * all devices agree.
 *
 * @param hlc unsigned
 * @param device the sending device
 * @param seq position in its stream
 */
public record TranscriptOrder(long hlc, UUID device, long seq)
    implements Comparable<TranscriptOrder> {
  /** Orders devices as their text sorts, byte by byte; {@link UUID#compareTo} is signed. */
  public static final Comparator<UUID> BY_TEXT =
      (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
      };

  @Override
  public int compareTo(TranscriptOrder other) {
    int byHlc = Long.compareUnsigned(hlc, other.hlc);
    if (byHlc != 0) {
      return byHlc;
    }
    int byDevice = BY_TEXT.compare(device, other.device);
    return byDevice != 0 ? byDevice : Long.compare(seq, other.seq);
  }
}
