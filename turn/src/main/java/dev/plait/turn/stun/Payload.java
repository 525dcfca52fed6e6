package dev.plait.turn.stun;

import java.util.Arrays;

/** An immutable run of bytes that a server relays, or that nobody here reads. */
public final class Payload {
  private final byte[] value;

  private Payload(byte[] value) {
    this.value = value;
  }

  /** Copies {@code value}. */
  public static Payload of(byte[] value) {
    return new Payload(value.clone());
  }

  /** The number of bytes. */
  public int size() {
    return value.length;
  }

  /** A fresh copy. */
  public byte[] toArray() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Tells the size only. */
  @Override
  public String toString() {
    return "Payload[" + value.length + "]";
  }
}
