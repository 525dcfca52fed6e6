package dev.plait.turn.stun;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** The 96 bits by which an answer names its request (RFC 8489 §5). */
public record TransactionId(long high, int low) {
  /** Draws one. {@code random} must not be guessable, or others could answer in its place. */
  public static TransactionId draw(RandomGenerator random) {
    return new TransactionId(random.nextLong(), random.nextInt());
  }

  static TransactionId read(ByteBuffer from) {
    return new TransactionId(from.getLong(), from.getInt());
  }

  void write(ByteBuffer to) {
    to.putLong(high).putInt(low);
  }
}
