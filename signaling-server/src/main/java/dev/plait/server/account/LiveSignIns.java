package dev.plait.server.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.plait.server.conversation.Directory;
import dev.plait.server.database.NodeDatabase;
import dev.plait.server.token.SignIns;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The live sign-ins, in memory for a few seconds so that not every request asks the database. Safe
 * from any thread.
 */
public final class LiveSignIns implements SignIns, Directory.Listener {
  private static final long ENTRIES = 100_000;

  /** Another node's revocation counts here after at most this. */
  private static final Duration LIFETIME = Duration.ofSeconds(4);

  private final LoadingCache<Key, Optional<UUID>> cache;

  private record Key(UUID account, UUID device) {}

  /** Reads from {@code database}, which outlives this. */
  public LiveSignIns(NodeDatabase database) {
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(ENTRIES)
            .expireAfterWrite(LIFETIME)
            .build(
                key ->
                    Optional.ofNullable(
                        database.find(
                            handle ->
                                AccountRows.liveSignIn(handle, key.account(), key.device()))));
  }

  @Override
  public @Nullable UUID liveSignIn(UUID account, UUID device) {
    return cache.get(new Key(account, device)).orElse(null);
  }

  /** Asks the database again next time, where a sign-in has begun or ended. */
  @Override
  public void onChange(Directory.Change change) {
    switch (change) {
      case Directory.DeviceAdded(var account, var device) -> forget(account, device);
      case Directory.DeviceSignedOut(var account, var device) -> forget(account, device);
      case Directory.DeviceRevoked(var account, var device) -> forget(account, device);
      case Directory.RosterChanged _,
          Directory.NameChanged _,
          Directory.Asked _,
          Directory.Unasked _,
          Directory.AccountLeft _,
          Directory.Accepted _,
          Directory.BlockChanged _ -> {}
    }
  }

  private void forget(UUID account, UUID device) {
    cache.invalidate(new Key(account, device));
  }
}
