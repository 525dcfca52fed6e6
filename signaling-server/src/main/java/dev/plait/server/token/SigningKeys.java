package dev.plait.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.plait.server.config.ConfigException;
import dev.plait.server.config.TokenConfig;
import dev.plait.server.database.NodeDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ES256 keys, kept in the database so that all nodes share them. A key is published before it
 * signs and stays published until nothing that it signed is valid, or an operator withdraws it
 * ({@link KeyRows}). Safe from any thread; reads the database at most once in 10 s, and goes on
 * with what it has while that is away.
 */
public final class SigningKeys {
  /** How long a key is published before it signs: verifiers keep a JWKS for minutes. */
  private static final long PUBLISH_LEAD_MS = Duration.ofHours(1).toMillis();

  /** How long a key that was withdrawn may still count here. */
  private static final long RELOAD_MS = Duration.ofSeconds(10).toMillis();

  private final NodeDatabase database;
  private final TokenConfig config;
  private final KeyWrapping wrapping;
  private final InstantSource clock;
  private List<StoredKey> keys = List.of();
  private long loadedMs = Long.MIN_VALUE;

  private record StoredKey(ECKey key, long createdMs) {}

  /**
   * Makes the first key when there is none, and wraps those that are there as {@code config} says.
   *
   * @throws ConfigException when they are wrapped by a key that is not set
   */
  public SigningKeys(NodeDatabase database, TokenConfig config, InstantSource clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
    this.wrapping = new KeyWrapping(config);
    rewrap();
    if (current().isEmpty()) {
      insertNewKey();
    }
  }

  /** The key that signs now: the newest that was published long enough, else the oldest. */
  synchronized ECKey signingKey() {
    List<StoredKey> usable = current();
    long now = clock.millis();
    // None when nobody signed in for two rotations.
    if (usable.isEmpty()
        || now >= usable.getLast().createdMs() + config.keyRotationMs() - PUBLISH_LEAD_MS) {
      insertNewKey();
      usable = current();
    }
    return usable.get(signing(usable.stream().map(StoredKey::createdMs).toList(), now)).key();
  }

  /** Which key signs, of those that were made at these times, in order. */
  static int signing(List<Long> createdMs, long nowMs) {
    for (int i = createdMs.size() - 1; i > 0; i--) {
      if (createdMs.get(i) + PUBLISH_LEAD_MS <= nowMs) {
        return i;
      }
    }
    return 0;
  }

  /** The public half of the key with that id; null when there is none. */
  synchronized @Nullable ECKey verificationKey(String kid) {
    return find(kid);
  }

  /** What {@code /.well-known/jwks.json} serves: public keys only (RFC 7517 §5). */
  public synchronized JWKSet published() {
    return new JWKSet(
        current().stream()
            .<com.nimbusds.jose.jwk.JWK>map(stored -> stored.key().toPublicJWK())
            .toList());
  }

  /** Publishes a fresh key at once; it signs after the lead time. For the operator and tests. */
  public synchronized void rotate() {
    insertNewKey();
  }

  private @Nullable ECKey find(String kid) {
    for (StoredKey stored : current()) {
      if (stored.key().getKeyID().equals(kid)) {
        return stored.key().toPublicJWK();
      }
    }
    return null;
  }

  private List<StoredKey> current() {
    long now = clock.millis();
    if (keys.isEmpty() || now - loadedMs >= RELOAD_MS) {
      loadedMs = now;
      keys = load(now);
    }
    return keys;
  }

  private List<StoredKey> load(long nowMs) {
    long oldestMs = nowMs - 2 * config.keyRotationMs() - config.accessLifetimeMs();
    return database.read(
        handle ->
            handle
                .createQuery("select jwk, created_ms from signing_key where created_ms > :oldest")
                .bind("oldest", oldestMs)
                .map(
                    (row, context) ->
                        new StoredKey(wrapping.read(row.getString(1)), row.getLong(2)))
                .stream()
                .sorted(Comparator.comparingLong(StoredKey::createdMs))
                .toList());
  }

  private void insertNewKey() {
    ECKey key;
    try {
      key =
          new ECKeyGenerator(Curve.P_256)
              .keyID(UUID.randomUUID().toString())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java has no P-256", e);
    }
    long now = clock.millis();
    database.write(
        handle ->
            handle
                .createUpdate("insert into signing_key (kid, jwk, created_ms) values (:k, :j, :c)")
                .bind("k", key.getKeyID())
                .bind("j", wrapping.write(key))
                .bind("c", now)
                .execute());
    keys = load(now);
    loadedMs = now;
  }

  /** Also those that are too old to be used: they must not stay readable. */
  private void rewrap() {
    database.write(
        handle -> {
          for (String kept :
              handle.createQuery("select jwk from signing_key").mapTo(String.class).list()) {
            if (!wrapping.isCurrent(kept)) {
              ECKey key = wrapping.read(kept);
              handle
                  .createUpdate("update signing_key set jwk = :j where kid = :k")
                  .bind("j", wrapping.write(key))
                  .bind("k", key.getKeyID())
                  .execute();
            }
          }
          return true;
        });
  }
}
