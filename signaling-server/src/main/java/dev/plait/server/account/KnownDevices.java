package dev.plait.server.account;

import dev.plait.server.database.NodeDatabase;
import dev.plait.server.token.RefreshToken;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Knows a device again that signs in, by what only it can have: a refresh token of its last
 * sign-in, however old, or the part of it that browsers keep. Safe from any thread; blocks on the
 * database.
 */
public final class KnownDevices {
  private final NodeDatabase database;

  /** Asks {@code database}. */
  public KnownDevices(NodeDatabase database) {
    this.database = database;
  }

  /** The device is known by this token's family from now on, in the caller's transaction. */
  static void remember(Handle handle, UUID device, RefreshToken token) {
    handle
        .createUpdate("update device set known_hash = :hash where id = :d")
        .bind("hash", token.familyHash())
        .bind("d", device)
        .execute();
  }

  /**
   * The device of the account with that handle that one of the texts belongs to; null when it is
   * nobody's, or the device was revoked.
   */
  public @Nullable UUID find(String accountHandle, Collection<String> texts) {
    Set<String> hashes =
        texts.stream()
            .map(RefreshToken::familyHashOf)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    if (hashes.isEmpty()) {
      return null;
    }
    return database.find(
        handle ->
            handle
                .createQuery(
                    "select d.id from device d join account a on a.id = d.account"
                        + " where d.known_hash in (<hashes>) and a.handle = :h"
                        + " and d.revoked_ms is null order by d.id fetch first 1 rows only")
                .bindList("hashes", hashes)
                .bind("h", accountHandle)
                .map((row, context) -> (UUID) row.getObject(1))
                .findOne()
                .orElse(null));
  }
}
