package dev.plait.protocol.wire;

import java.util.UUID;

/**
 * The mark of a position: a fold over the entries that were received up to it (DLV-20). It binds a
 * number to what stood there, so that one number used twice for two entries is noticed. It does not
 * resist somebody who looks for a collision: whoever states it could as well lie about the cursor.
 *
 * <p>Source: FNV-1a, 64 bits (draft-eastlake-fnv).
 */
public final class Marks {
  /** The mark of nothing. */
  public static final long NONE = 0;

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Marks() {}

  /**
   * The mark after one more entry.
   *
   * @param mark that of the entry that it follows, {@link #NONE} for the first
   * @param seq the entry's number
   * @param id the message's id
   */
  public static long next(long mark, long seq, UUID id) {
    long hash = word(OFFSET_BASIS, mark);
    hash = word(hash, seq);
    hash = word(hash, id.getMostSignificantBits());
    return word(hash, id.getLeastSignificantBits());
  }

  /** Takes eight bytes, the highest first. */
  private static long word(long hash, long word) {
    long result = hash;
    for (int shift = 56; shift >= 0; shift -= 8) {
      result = (result ^ (word >>> shift & 0xff)) * PRIME;
    }
    return result;
  }
}
