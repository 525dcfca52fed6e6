package dev.plait.server.conversation;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Renamed;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is in what, from memory where possible. Safe from any thread; a miss blocks on the database
 * (run on a virtual thread) and throws {@link org.jdbi.v3.core.JdbiException} when that is away.
 *
 * <p>A member that has not accepted is in the roster with its box for a device, whether it has not
 * answered, has declined or has blocked: nobody can tell which (CNS-1). For whoever declined or
 * blocked, the conversation is gone.
 */
public interface Directory {
  /** The roster as those who take part see it; null when there is no such conversation. */
  Frame.@Nullable Roster roster(UUID conversation);

  /** The roster as one account sees it, thin until it has accepted (CNS-3); null for none. */
  Frame.@Nullable Roster rosterFor(UUID conversation, UUID account);

  /** Conversations the account is in, accepted or requested, not those it blocked. */
  List<UUID> conversationsOf(UUID account);

  /** Devices of the account that are not revoked; empty for an unknown account. */
  List<UUID> devicesOf(UUID account);

  /**
   * Accounts that share a conversation with this one in which both have accepted, and of which
   * neither has blocked the other; never itself.
   */
  Set<UUID> acceptedPeersOf(UUID account);

  /** Whether both have accepted some conversation they share: presence and typing may pass. */
  default boolean sharesAccepted(UUID accountA, UUID accountB) {
    return acceptedPeersOf(accountA).contains(accountB);
  }

  /** Tells {@code listener} of every change from now on, until the returned handle is closed. */
  Subscription listen(Listener listener);

  /** Told after the change is committed and the memory is fresh, on the thread that made it. */
  @FunctionalInterface
  interface Listener {
    /** Must be quick and must not throw. */
    void onChange(Change change);
  }

  /** Ends a subscription. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** What has changed. */
  sealed interface Change
      permits RosterChanged,
          NameChanged,
          Asked,
          Unasked,
          AccountLeft,
          Accepted,
          BlockChanged,
          DeviceAdded,
          DeviceSignedOut,
          DeviceRevoked {}

  /**
   * Members, their devices or answers, or the title differ: send {@link Directory#roster} to the
   * members.
   *
   * @param conversation whose roster
   * @param accounts the members that see it now
   */
  record RosterChanged(UUID conversation, Set<UUID> accounts) implements Change {
    /** Copies the set. */
    public RosterChanged {
      accounts = Set.copyOf(accounts);
    }
  }

  /**
   * An account is called otherwise.
   *
   * @param name what to tell
   * @param devices that see the account
   * @param conversations that show it
   */
  record NameChanged(Renamed name, Set<UUID> devices, Set<UUID> conversations) implements Change {
    /** Copies the sets. */
    public NameChanged {
      devices = Set.copyOf(devices);
      conversations = Set.copyOf(conversations);
    }
  }

  /** The account is asked once more, which is news for nobody else. */
  record Asked(UUID conversation, UUID account) implements Change {}

  /**
   * The account is asked no more, which is news for nobody else: it gets {@code gone}.
   *
   * @param version of that change, above those that the account was told of the conversation
   */
  record Unasked(UUID conversation, UUID account, long version) implements Change {}

  /**
   * The account left, was removed or blocked the conversation: it gets {@code gone}.
   *
   * @param version of that change, above those that the account was told of the conversation
   */
  record AccountLeft(UUID conversation, UUID account, long version) implements Change {}

  /**
   * The account has accepted a conversation: its members come to see each other.
   *
   * @param accounts the members that see its roster now
   */
  record Accepted(UUID account, Set<UUID> accounts) implements Change {
    /** Copies the set. */
    public Accepted {
      accounts = Set.copyOf(accounts);
    }
  }

  /**
   * One of two accounts has blocked the other, has taken that back, or is deleted.
   *
   * @param acquainted whether they share an accepted conversation, or did until this
   */
  record BlockChanged(UUID account, UUID other, boolean acquainted) implements Change {}

  /** A device is new, or signed in again; rosters that show it change apart from this. */
  record DeviceAdded(UUID account, UUID device) implements Change {}

  /**
   * The device signed out, its tokens are void: close its sockets, keep its queue; it may sign in
   * again. Rosters name it as signed out, and change apart from this.
   */
  record DeviceSignedOut(UUID account, UUID device) implements Change {}

  /** The device is gone for good: close its sockets, delete its queue. */
  record DeviceRevoked(UUID account, UUID device) implements Change {}
}
