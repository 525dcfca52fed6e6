package dev.plait.server.account;

import dev.plait.server.conversation.Directory;
import dev.plait.server.conversation.RosterVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Sign-ins as the rosters show them (SES-13). Stateless; in the caller's transaction. Whatever
 * makes or ends a sign-in takes {@link #lock} first, so all that becomes of one account is in a
 * row.
 */
final class SignInRows {
  private SignInRows() {}

  /**
   * Raises the rosters that show the account, then keeps everybody else from changing who is signed
   * in: always in this order, so that two cannot wait for each other.
   *
   * @return what to publish after the commit
   */
  static List<Directory.RosterChanged> lock(Handle handle, UUID account, long nowMs) {
    List<Directory.RosterChanged> rosters = RosterVersions.raiseAllOf(handle, account, nowMs);
    lockAccount(handle, account);
    return rosters;
  }

  /** The same for an account that ends: all rosters in which it stands change. */
  static void lockForLast(Handle handle, UUID account, long nowMs) {
    var _ = RosterVersions.raiseAllForLast(handle, account, nowMs);
    lockAccount(handle, account);
  }

  private static void lockAccount(Handle handle, UUID account) {
    var _ =
        handle
            .createQuery("select id from account where id = :a for update")
            .bind("a", account)
            .map((row, context) -> row.getObject(1))
            .one();
  }

  /**
   * Ends the sign-ins of some devices of an account.
   *
   * @return what to publish after the commit: first who is out, then the rosters that say so
   */
  static List<Directory.Change> end(
      Handle handle, UUID account, long nowMs, Predicate<UUID> which) {
    List<Directory.RosterChanged> rosters = lock(handle, account, nowMs);
    List<Directory.Change> changes = new ArrayList<>();
    for (Device device : AccountRows.devices(handle, account)) {
      if (which.test(device.device()) && AccountRows.deleteSignIn(handle, device.device())) {
        changes.add(new Directory.DeviceSignedOut(account, device.device()));
      }
    }
    changes.addAll(rosters);
    return changes;
  }
}
