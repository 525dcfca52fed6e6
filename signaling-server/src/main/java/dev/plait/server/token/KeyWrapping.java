package dev.plait.server.token;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import dev.plait.server.config.ConfigException;
import dev.plait.server.config.TokenConfig;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * How signing keys stand in the database: as they are, or encrypted (RFC 7516, {@code dir} with
 * {@code A256GCM}) by a key that is not in the database. Immutable.
 */
final class KeyWrapping {
  /** The first wraps; the others are of before. */
  private final List<SecretKey> keys;

  /** Wraps with the first key that {@code config} has; with none keys stay as they are. */
  KeyWrapping(TokenConfig config) {
    keys =
        config.wrappingKeyTexts().stream()
            .<SecretKey>map(hex -> new SecretKeySpec(HexFormat.of().parseHex(hex), "AES"))
            .toList();
  }

  /** What to keep. */
  String write(ECKey key) {
    if (keys.isEmpty()) {
      return key.toJSONString();
    }
    JWEObject wrapped =
        new JWEObject(
            new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM),
            new Payload(key.toJSONString()));
    try {
      wrapped.encrypt(new DirectEncrypter(keys.getFirst()));
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java has no AES-GCM", e);
    }
    return wrapped.serialize();
  }

  /**
   * What was kept.
   *
   * @throws ConfigException when none of the keys that are set opens it
   */
  ECKey read(String kept) {
    if (isBare(kept)) {
      return parse(kept);
    }
    for (SecretKey key : keys) {
      try {
        return open(kept, key);
      } catch (JOSEException another) {
        // It may be wrapped by the next one.
      }
    }
    throw new ConfigException(
        TokenConfig.WRAPPING_KEYS,
        keys.isEmpty()
            ? "is not set, and a signing key in the database is wrapped; set the key that wraps it"
            : "opens not every signing key in the database; put the key of before behind the new"
                + " one, after a comma");
  }

  /** Whether it is kept as {@link #write} would. */
  boolean isCurrent(String kept) {
    if (keys.isEmpty() || isBare(kept)) {
      return keys.isEmpty() && isBare(kept);
    }
    try {
      open(kept, keys.getFirst());
      return true;
    } catch (JOSEException another) {
      return false;
    }
  }

  private static boolean isBare(String kept) {
    return kept.startsWith("{");
  }

  private static ECKey open(String kept, SecretKey key) throws JOSEException {
    JWEObject wrapped;
    try {
      wrapped = JWEObject.parse(kept);
    } catch (ParseException e) {
      throw damaged(e);
    }
    wrapped.decrypt(new DirectDecrypter(key));
    return parse(wrapped.getPayload().toString());
  }

  private static ECKey parse(String jwk) {
    try {
      return ECKey.parse(jwk);
    } catch (ParseException e) {
      throw damaged(e);
    }
  }

  private static IllegalStateException damaged(ParseException cause) {
    return new IllegalStateException("a key in table signing_key is damaged", cause);
  }
}
