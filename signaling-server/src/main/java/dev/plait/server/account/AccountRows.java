package dev.plait.server.account;

import dev.plait.server.conversation.Names;
import dev.plait.server.token.OutsideTokens;
import dev.plait.server.token.RefreshToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes of accounts, devices and sign-ins. Stateless; in the caller's transaction. */
final class AccountRows {
  /** The display name of a deleted account, for whoever still has a conversation with it. */
  private static final String DELETED = "account deleted";

  private AccountRows() {}

  /** The live sign-in of a device. */
  record SignInRow(
      UUID device,
      UUID account,
      UUID id,
      @Nullable String previousHash,
      String successorKey,
      long beganMs,
      long refreshedMs,
      long expiresMs) {}

  static @Nullable Claimed claimed(Handle handle, String accountHandle) {
    return handle
        .createQuery("select id, password_hash from account where handle = :h")
        .bind("h", accountHandle)
        .map((row, context) -> new Claimed((UUID) row.getObject(1), row.getString(2)))
        .findOne()
        .orElse(null);
  }

  static @Nullable String passwordHash(Handle handle, UUID account) {
    return handle
        .createQuery("select password_hash from account where id = :a")
        .bind("a", account)
        .map((row, context) -> new Claimed(account, row.getString(1)))
        .one()
        .passwordHash();
  }

  static void insertAccount(
      Handle handle,
      UUID account,
      String accountHandle,
      String displayName,
      @Nullable String passwordHash,
      long nowMs) {
    handle
        .createUpdate(
            "insert into account (id, handle, display_name, password_hash, created_ms)"
                + " values (:id, :handle, :name, :hash, :now)")
        .bind("id", account)
        .bind("handle", accountHandle)
        .bind("name", displayName)
        .bind("hash", passwordHash)
        .bind("now", nowMs)
        .execute();
  }

  static @Nullable UUID byOutside(Handle handle, OutsideTokens.Identity identity) {
    return handle
        .createQuery("select account from outside_identity where issuer = :i and subject = :s")
        .bind("i", identity.issuer())
        .bind("s", identity.subject())
        .map((row, context) -> (UUID) row.getObject(1))
        .findOne()
        .orElse(null);
  }

  static void insertOutside(Handle handle, OutsideTokens.Identity identity, UUID account) {
    handle
        .createUpdate("insert into outside_identity (issuer, subject, account) values (:i, :s, :a)")
        .bind("i", identity.issuer())
        .bind("s", identity.subject())
        .bind("a", account)
        .execute();
  }

  static @Nullable Profile profile(Handle handle, UUID account) {
    return handle
        .createQuery("select id, handle, display_name, avatar_url from account where id = :a")
        .bind("a", account)
        .map((row, context) -> toProfile(row))
        .findOne()
        .orElse(null);
  }

  static @Nullable Profile profileByHandle(Handle handle, String accountHandle) {
    return handle
        .createQuery(
            "select id, handle, display_name, avatar_url from account"
                + " where handle = :h and deleted_ms = 0")
        .bind("h", accountHandle)
        .map((row, context) -> toProfile(row))
        .findOne()
        .orElse(null);
  }

  /** Whom the account has blocked, oldest block first. */
  static List<Profile> blockedBy(Handle handle, UUID account, UUID after, int most) {
    return handle
        .createQuery(
            "select a.id, a.handle, a.display_name, a.avatar_url from account_block b"
                + " join account a on a.id = b.blocked where b.account = :a"
                + " and b.blocked > :after order by b.blocked limit :most")
        .bind("a", account)
        .bind("after", after)
        .bind("most", most)
        .map((row, context) -> toProfile(row))
        .list();
  }

  static void insertDevice(Handle handle, UUID device, UUID account, String name, long nowMs) {
    handle
        .createUpdate(
            "insert into device (id, account, name, created_ms) values (:d, :a, :n, :now)")
        .bind("d", device)
        .bind("a", account)
        .bind("n", name)
        .bind("now", nowMs)
        .execute();
  }

  static List<Device> devices(Handle handle, UUID account) {
    return handle
        .createQuery(
            "select d.id, d.name, d.created_ms, s.refreshed_ms from device d"
                + " left join sign_in s on s.device = d.id"
                + " where d.account = :a and d.revoked_ms is null order by d.created_ms, d.id")
        .bind("a", account)
        .map(
            (row, context) -> {
              long refreshedMs = row.getLong(4);
              boolean signedIn = !row.wasNull();
              return new Device(
                  (UUID) row.getObject(1), row.getString(2), row.getLong(3), signedIn, refreshedMs);
            })
        .list();
  }

  /** Replaces the device's sign-in; true when there was one. */
  static boolean replaceSignIn(
      Handle handle, UUID device, UUID signIn, RefreshToken token, long nowMs, long expiresMs) {
    boolean replaced = deleteSignIn(handle, device);
    handle
        .createUpdate(
            "insert into sign_in (device, id, family_hash, secret_hash, successor_key, began_ms,"
                + " refreshed_ms, expires_ms) values (:d, :id, :f, :s, :key, :now, :now, :end)")
        .bind("key", RefreshToken.newSuccessorKey())
        .bind("d", device)
        .bind("id", signIn)
        .bind("f", token.familyHash())
        .bind("s", token.secretHash())
        .bind("now", nowMs)
        .bind("end", expiresMs)
        .execute();
    return replaced;
  }

  static boolean deleteSignIn(Handle handle, UUID device) {
    return handle.createUpdate("delete from sign_in where device = :d").bind("d", device).execute()
        > 0;
  }

  /** A sign-in that was not renewed in time. */
  record Expired(UUID device, UUID account) {}

  /** Some of the sign-ins that are over, the oldest first. */
  static List<Expired> expired(Handle handle, long nowMs) {
    return handle
        .createQuery(
            "select s.device, d.account from sign_in s join device d on d.id = s.device"
                + " where s.expires_ms <= :now order by s.expires_ms fetch first 64 rows only")
        .bind("now", nowMs)
        .map((row, context) -> new Expired((UUID) row.getObject(1), (UUID) row.getObject(2)))
        .list();
  }

  /** Puts another password in the place of one; false when that is not the account's any more. */
  static boolean replacePassword(
      Handle handle, UUID account, @Nullable String oldHash, String newHash) {
    return handle
            .createUpdate(
                "update account set password_hash = :h where id = :a and password_hash = :old")
            .bind("h", newHash)
            .bind("a", account)
            .bind("old", oldHash)
            .execute()
        == 1;
  }

  /** Ends a device for good; false when the account has no such device. */
  static boolean revoke(Handle handle, UUID account, UUID device, long nowMs) {
    return handle
            .createUpdate(
                "update device set revoked_ms = :now"
                    + " where id = :d and account = :a and revoked_ms is null")
            .bind("now", nowMs)
            .bind("d", device)
            .bind("a", account)
            .execute()
        == 1;
  }

  static @Nullable SignInRow signInOfFamily(Handle handle, RefreshToken token) {
    return handle
        .createQuery(
            "select s.device, d.account, s.id, s.previous_hash, s.successor_key, s.began_ms,"
                + " s.refreshed_ms, s.expires_ms from sign_in s join device d on d.id = s.device where s.family_hash = :f")
        .bind("f", token.familyHash())
        .map(
            (row, context) ->
                new SignInRow(
                    (UUID) row.getObject(1),
                    (UUID) row.getObject(2),
                    (UUID) row.getObject(3),
                    row.getString(4),
                    row.getString(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8)))
        .findOne()
        .orElse(null);
  }

  /** Swaps the secret, if it is still the old one: two uses of one token cannot both do it. */
  static boolean rotate(
      Handle handle,
      RefreshToken from,
      RefreshToken to,
      String successorKey,
      long nowMs,
      long expiresMs) {
    return handle
            .createUpdate(
                "update sign_in set secret_hash = :new, previous_hash = :old, successor_key = :key,"
                    + " refreshed_ms = :now, expires_ms = :end"
                    + " where family_hash = :f and secret_hash = :old")
            .bind("new", to.secretHash())
            .bind("key", successorKey)
            .bind("now", nowMs)
            .bind("end", expiresMs)
            .bind("f", from.familyHash())
            .bind("old", from.secretHash())
            .execute()
        == 1;
  }

  static @Nullable UUID liveSignIn(Handle handle, UUID account, UUID device) {
    return handle
        .createQuery(
            "select s.id from sign_in s join device d on d.id = s.device"
                + " where d.id = :d and d.account = :a and d.revoked_ms is null")
        .bind("d", device)
        .bind("a", account)
        .map((row, context) -> (UUID) row.getObject(1))
        .findOne()
        .orElse(null);
  }

  /** Leaves of an account what keeps its handle, and what others have said of it. */
  static void delete(Handle handle, UUID account, long nowMs) {
    Names.raise(handle, account, DELETED, nowMs);
    for (String sql :
        List.of(
            "delete from sign_in where device in (select id from device where account = :a)",
            "delete from device where account = :a",
            "delete from outside_identity where account = :a",
            "delete from account_block where account = :a",
            "delete from roster_change where account = :a")) {
      handle.createUpdate(sql).bind("a", account).execute();
    }
    handle
        .createUpdate(
            "update account set avatar_url = null, password_hash = null,"
                + " last_seen_ms = 0, deleted_ms = :now where id = :a")
        .bind("now", nowMs)
        .bind("a", account)
        .execute();
  }

  private static Profile toProfile(ResultSet row) throws SQLException {
    String avatarUrl = row.getString(4);
    return new Profile(
        (UUID) row.getObject(1),
        row.getString(2),
        row.getString(3),
        avatarUrl == null ? "" : avatarUrl);
  }
}
