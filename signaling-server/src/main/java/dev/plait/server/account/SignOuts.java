package dev.plait.server.account;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.conversation.CachedDirectory;
import dev.plait.server.conversation.Directory;
import dev.plait.server.database.NodeDatabase;
import dev.plait.server.ops.AuditLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends sign-ins. Safe from any thread; blocks on the database. Publishes who is out to the
 * directory after the commit.
 */
public final class SignOuts {
  private final AuditLog audit = new AuditLog();
  private final NodeDatabase database;
  private final CachedDirectory directory;
  private final InstantSource clock;

  /** Works on {@code database}. */
  public SignOuts(NodeDatabase database, CachedDirectory directory, InstantSource clock) {
    this.database = database;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Ends the device's sign-in; its tokens die, its sockets close, the others hear of it by their
   * rosters (SES-13), its queue stays.
   */
  public void signOut(UUID account, UUID device) {
    publish(
        database.write(handle -> SignInRows.end(handle, account, clock.millis(), device::equals)));
  }

  /** The same for every device of the account. */
  public void signOutEverywhere(UUID account) {
    publish(database.write(handle -> SignInRows.end(handle, account, clock.millis(), _ -> true)));
  }

  /**
   * Changes the password and signs out every other device, as one: nobody signs in with the old one
   * in between.
   *
   * @param oldHash of the password that was shown
   */
  Outcome<UUID> replacePassword(
      UUID account, UUID device, @Nullable String oldHash, String newHash) {
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<UUID> outcome =
        database.write(
            handle -> {
              changes.clear();
              changes.addAll(
                  SignInRows.end(handle, account, clock.millis(), one -> !one.equals(device)));
              if (!AccountRows.replacePassword(handle, account, oldHash, newHash)) {
                handle.rollback();
                changes.clear();
                return Outcome.refused(Refusal.BAD_CREDENTIALS);
              }
              return Outcome.done(account);
            });
    publish(changes);
    return outcome;
  }

  /** Ends every sign-in that was not renewed in time. */
  public void endExpired() {
    long nowMs = clock.millis();
    for (AccountRows.Expired expired :
        database.read(handle -> AccountRows.expired(handle, nowMs))) {
      List<Directory.Change> changes =
          database.write(
              handle ->
                  AccountRows.expired(handle, nowMs).contains(expired)
                      ? SignInRows.end(
                          handle, expired.account(), clock.millis(), expired.device()::equals)
                      : List.of());
      publish(changes);
      if (!changes.isEmpty()) {
        audit.write("sign-in-end", "expired", expired.account(), expired.device(), null, null);
      }
    }
  }

  /** Ends the device for good. */
  public Outcome<UUID> revoke(UUID account, UUID device) {
    List<Directory.Change> changes = new ArrayList<>();
    boolean revoked =
        database.write(
            handle -> {
              changes.clear();
              changes.add(new Directory.DeviceRevoked(account, device));
              changes.addAll(SignInRows.lock(handle, account, clock.millis()));
              if (!AccountRows.revoke(handle, account, device, clock.millis())) {
                handle.rollback();
                changes.clear();
                return false;
              }
              AccountRows.deleteSignIn(handle, device);
              GoneDevices.note(handle, device);
              return true;
            });
    publish(changes);
    return revoked ? Outcome.done(device) : Outcome.refused(Refusal.NOT_FOUND);
  }

  private void publish(List<Directory.Change> changes) {
    changes.forEach(directory::publish);
  }
}
