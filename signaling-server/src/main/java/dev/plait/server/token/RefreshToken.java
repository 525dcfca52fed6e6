package dev.plait.server.token;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An opaque refresh token: 128 bits that name its family, 256 bits that change with each use. The
 * database keeps the hashes of both and the key that makes the next from the last, so neither a
 * copy of the database nor an old token is of use. Immutable.
 */
public final class RefreshToken {
  private static final String PREFIX = "plait-refresh-";
  private static final String FAMILY_PREFIX = "plait-device-";
  private static final int FAMILY_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] family;
  private final byte[] secret;

  private RefreshToken(byte[] family, byte[] secret) {
    this.family = family;
    this.secret = secret;
  }

  /** The first token of a new family. */
  public static RefreshToken newFamily() {
    return new RefreshToken(random(FAMILY_BYTES), random(SECRET_BYTES));
  }

  /** A new key for {@link #next}, hexadecimal. */
  public static String newSuccessorKey() {
    return HexFormat.of().formatHex(random(SECRET_BYTES));
  }

  /** The next token of the same family: for one key always the same (HMAC, RFC 2104). */
  public RefreshToken next(String successorKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(successorKey), "HmacSHA256"));
      return new RefreshToken(family, mac.doFinal(secret));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC with SHA-256", e);
    }
  }

  /** Reads what a client sent; null when it was never one of ours. */
  public static @Nullable RefreshToken parse(String text) {
    if (!text.startsWith(PREFIX)) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
    if (bytes.length != FAMILY_BYTES + SECRET_BYTES) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte[] family = new byte[FAMILY_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    buffer.get(family).get(secret);
    return new RefreshToken(family, secret);
  }

  /** As the client gets it; never logged, never kept. */
  public String reveal() {
    byte[] bytes = ByteBuffer.allocate(FAMILY_BYTES + SECRET_BYTES).put(family).put(secret).array();
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The family alone, as a browser keeps it: shows who had the token, and is good for no other. */
  public String revealFamily() {
    return FAMILY_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(family);
  }

  /** {@link #familyHash} of a token or of its family alone; null when it was never one of ours. */
  public static @Nullable String familyHashOf(String text) {
    if (!text.startsWith(FAMILY_PREFIX)) {
      RefreshToken token = parse(text);
      return token == null ? null : token.familyHash();
    }
    try {
      return Sha256.hex(
          PREFIX, Base64.getUrlDecoder().decode(text.substring(FAMILY_PREFIX.length())));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /** SHA-256 of the family, hexadecimal. */
  public String familyHash() {
    return Sha256.hex(PREFIX, family);
  }

  /** SHA-256 of the secret, hexadecimal; 256 random bits need no slow hash. */
  public String secretHash() {
    return Sha256.hex(PREFIX, secret);
  }

  /** Shows nothing of the token. */
  @Override
  public String toString() {
    return "RefreshToken[]";
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
