package dev.plait.turn.stun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What secures a message: MESSAGE-INTEGRITY and FINGERPRINT (RFC 8489 §14.5, §14.7). */
public final class StunIntegrity {
  static final int TYPE = 0x0008;
  static final int BYTES = 20;
  static final int FINGERPRINT_TYPE = 0x8028;

  /** "STUN" in ASCII. */
  private static final int FINGERPRINT_MASK = 0x5354554E;

  private static final int ATTRIBUTE_HEADER_BYTES = 4;

  private StunIntegrity() {}

  /**
   * The key of a long-term credential (RFC 8489 §9.2.2, MD5). The parts are taken as they are: one
   * that has more than ASCII must have been prepared (RFC 8265, OpaqueString).
   */
  public static byte[] longTermKey(String username, String realm, String password) {
    String joined = username + ":" + realm + ":" + password;
    try {
      return MessageDigest.getInstance("MD5").digest(joined.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  /** The key of a short-term credential (RFC 8489 §9.1.1): the password, prepared likewise. */
  public static byte[] shortTermKey(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether a message carries a MESSAGE-INTEGRITY that was made with this key.
   *
   * @param message bytes that {@link StunCodec#decode} takes
   */
  public static boolean isSealedWith(byte[] key, byte[] message) {
    int at = find(TYPE, message);
    if (at < 0 || at + ATTRIBUTE_HEADER_BYTES + BYTES > message.length) {
      return false;
    }
    byte[] found =
        Arrays.copyOfRange(
            message, at + ATTRIBUTE_HEADER_BYTES, at + ATTRIBUTE_HEADER_BYTES + BYTES);
    return MessageDigest.isEqual(found, of(key, message, at));
  }

  /** The value over the first {@code until} bytes, as if the attribute itself ended the message. */
  static byte[] of(byte[] key, byte[] message, int until) {
    byte[] covered = coveredUntil(until, ATTRIBUTE_HEADER_BYTES + BYTES, message);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(covered);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA1", e);
    }
  }

  /** The fingerprint of the first {@code until} bytes, as if it ended the message. */
  static int fingerprintOf(byte[] message, int until) {
    CRC32 crc = new CRC32();
    crc.update(coveredUntil(until, ATTRIBUTE_HEADER_BYTES + Integer.BYTES, message));
    return (int) crc.getValue() ^ FINGERPRINT_MASK;
  }

  private static byte[] coveredUntil(int until, int attributeBytes, byte[] message) {
    byte[] covered = Arrays.copyOf(message, until);
    int length = until - StunCodec.HEADER_BYTES + attributeBytes;
    ByteBuffer.wrap(covered).putShort(2, (short) length);
    return covered;
  }

  /** Where the first attribute of this type begins, or -1. */
  private static int find(int type, byte[] message) {
    ByteBuffer all = ByteBuffer.wrap(message);
    int at = StunCodec.HEADER_BYTES;
    while (at + ATTRIBUTE_HEADER_BYTES <= message.length) {
      if (Short.toUnsignedInt(all.getShort(at)) == type) {
        return at;
      }
      at += ATTRIBUTE_HEADER_BYTES + StunCodec.padded(Short.toUnsignedInt(all.getShort(at + 2)));
    }
    return -1;
  }
}
