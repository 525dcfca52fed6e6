package dev.plait.server.account;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.conversation.CachedDirectory;
import dev.plait.server.conversation.Names;
import dev.plait.server.database.NodeDatabase;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Profiles, passwords and devices of accounts that exist. Safe from any thread; blocks on the
 * database. Publishes what others see to the directory after the commit.
 */
public final class Accounts {
  private final NodeDatabase database;
  private final CachedDirectory directory;
  private final SignOuts signOuts;
  private final Passwords passwords;
  private final InstantSource clock;

  /** Shares password hashing with {@code sessions}. */
  public Accounts(
      NodeDatabase database,
      CachedDirectory directory,
      Sessions sessions,
      SignOuts signOuts,
      InstantSource clock) {
    this.database = database;
    this.directory = directory;
    this.signOuts = signOuts;
    this.passwords = sessions.passwords();
    this.clock = clock;
  }

  /** The account's own profile. */
  public Outcome<Profile> profile(UUID account) {
    return found(database.find(handle -> AccountRows.profile(handle, account)));
  }

  /** The account with exactly that handle; there is no search. */
  public Outcome<Profile> byHandle(String accountHandle) {
    return found(database.find(handle -> AccountRows.profileByHandle(handle, accountHandle)));
  }

  /** Changes what is not null; an empty avatar URL takes the avatar away. */
  public Outcome<Profile> changeProfile(
      UUID account, @Nullable String displayName, @Nullable String avatarUrl) {
    boolean renamed =
        database.write(
            handle -> {
              if (avatarUrl != null) {
                handle
                    .createUpdate("update account set avatar_url = :u where id = :a")
                    .bind("u", avatarUrl)
                    .bind("a", account)
                    .execute();
              }
              Profile before = AccountRows.profile(handle, account);
              if (displayName == null
                  || (before != null && displayName.equals(before.displayName()))) {
                return false;
              }
              Names.change(handle, account, displayName, clock.millis());
              return true;
            });
    if (renamed) {
      directory.publish(database.write(handle -> Names.tell(handle, account)));
    }
    return profile(account);
  }

  /**
   * Changes the password and signs out every other device: somebody else may know the old one.
   *
   * @param admission asked about the account once the old password is known to be right
   */
  public Outcome<UUID> changePassword(
      UUID account,
      UUID device,
      String oldPassword,
      String newPassword,
      Function<UUID, Outcome<UUID>> admission) {
    @Nullable String hash = database.find(handle -> AccountRows.passwordHash(handle, account));
    Caller caller = new Caller.KnownDevice(device);
    return passwords
        .matches(oldPassword, hash, caller)
        .then(
            matches ->
                matches
                    ? admission.apply(account).then(_ -> passwords.hash(newPassword, caller))
                    : Outcome.<String>refused(Refusal.BAD_CREDENTIALS))
        .then(newHash -> signOuts.replacePassword(account, device, hash, newHash));
  }

  /**
   * Those whom the account has blocked: a page of them.
   *
   * @param after the {@code next} of the page before; null for the first
   */
  public BlockPage blockedBy(UUID account, @Nullable UUID after) {
    UUID from = after == null ? new UUID(0, 0) : after;
    return BlockPage.of(
        database.read(handle -> AccountRows.blockedBy(handle, account, from, BlockPage.SIZE + 1)));
  }

  /** Devices that are not revoked, oldest first. */
  public List<Device> devices(UUID account) {
    return database.read(handle -> AccountRows.devices(handle, account));
  }

  /** Renames one of the account's devices. */
  public Outcome<Device> renameDevice(UUID account, UUID device, String name) {
    int renamed =
        database.write(
            handle ->
                handle
                    .createUpdate(
                        "update device set name = :n"
                            + " where id = :d and account = :a and revoked_ms is null")
                    .bind("n", name)
                    .bind("d", device)
                    .bind("a", account)
                    .execute());
    if (renamed == 0) {
      return Outcome.refused(Refusal.NOT_FOUND);
    }
    for (Device candidate : devices(account)) {
      if (candidate.device().equals(device)) {
        return Outcome.done(candidate);
      }
    }
    return Outcome.refused(Refusal.NOT_FOUND);
  }

  private static Outcome<Profile> found(@Nullable Profile profile) {
    return profile == null ? Outcome.refused(Refusal.NOT_FOUND) : Outcome.done(profile);
  }
}
