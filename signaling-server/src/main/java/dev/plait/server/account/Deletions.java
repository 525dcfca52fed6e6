package dev.plait.server.account;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.conversation.CachedDirectory;
import dev.plait.server.conversation.Directory;
import dev.plait.server.conversation.Farewell;
import dev.plait.server.database.NodeDatabase;
import dev.plait.server.token.OutsideTokens;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Deletes accounts for their owners, each in one transaction. The handle stays taken, so that
 * nobody comes to be mistaken for its owner. Safe from any thread; blocks on the database and on
 * password hashing. Publishes who is gone to the directory after the commit.
 */
public final class Deletions {
  private final NodeDatabase database;
  private final CachedDirectory directory;
  private final Passwords passwords;
  private final InstantSource clock;

  /** Shares password hashing with {@code sessions}. */
  public Deletions(
      NodeDatabase database, CachedDirectory directory, Sessions sessions, InstantSource clock) {
    this.database = database;
    this.directory = directory;
    this.passwords = sessions.passwords();
    this.clock = clock;
  }

  /** Deletes an account, by its password, which one of its devices shows. */
  public Outcome<UUID> delete(UUID account, UUID device, String password) {
    String hash = database.find(handle -> AccountRows.passwordHash(handle, account));
    return passwords
        .matches(password, hash, new Caller.KnownDevice(device))
        .then(
            matches ->
                matches && hash != null
                    ? delete(
                        account,
                        handle -> hash.equals(AccountRows.passwordHash(handle, account)),
                        Refusal.BAD_CREDENTIALS)
                    : Outcome.refused(Refusal.BAD_CREDENTIALS));
  }

  /** Deletes an account of somebody whom an outside issuer has just vouched for. */
  public Outcome<UUID> deleteOutside(UUID account, OutsideTokens.Vouched vouched) {
    return delete(
        account,
        handle ->
            account.equals(AccountRows.byOutside(handle, vouched.identity()))
                && UsedIdTokens.use(handle, vouched, clock.millis()),
        Refusal.BAD_OUTSIDE_TOKEN);
  }

  /** {@code still} says under the lock whether what was shown still holds. */
  private Outcome<UUID> delete(UUID account, Predicate<Handle> still, Refusal otherwise) {
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<UUID> outcome =
        database.write(
            handle -> {
              changes.clear();
              SignInRows.lockForLast(handle, account, clock.millis());
              if (!still.test(handle)) {
                handle.rollback();
                return Outcome.refused(otherwise);
              }
              for (Device device : AccountRows.devices(handle, account)) {
                changes.add(new Directory.DeviceRevoked(account, device.device()));
                GoneDevices.note(handle, device.device());
              }
              changes.addAll(Farewell.leaveAll(handle, account));
              AccountRows.delete(handle, account, clock.millis());
              return Outcome.done(account);
            });
    changes.forEach(directory::publish);
    return outcome;
  }
}
