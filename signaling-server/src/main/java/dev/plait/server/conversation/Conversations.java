package dev.plait.server.conversation;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.RequestBox;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.conversation.ConversationRows.MemberRow;
import dev.plait.server.database.NodeDatabase;
import dev.plait.store.jdbc.RequestBoxes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Makes conversations and changes who is in them. Safe from any thread; blocks on the database.
 * Publishes each change to the directory after its commit.
 */
public final class Conversations {
  /** Most members: with 8 devices each they are the 256 targets that an entry may have. */
  public static final int MEMBERS = 32;

  /** Most conversations that one account takes part in: a new device hears of them all. */
  public static final int CONVERSATIONS = 1_000;

  private final NodeDatabase database;
  private final CachedDirectory directory;
  private final Requests requests;
  private final RequestBoxes boxes;
  private final InstantSource clock;

  /** What creating came to: {@code existed} when the same pair already had a conversation. */
  public record Created(Frame.Roster roster, boolean existed) {}

  /** Works on {@code database}, publishes to {@code directory}. */
  public Conversations(
      NodeDatabase database,
      CachedDirectory directory,
      Requests requests,
      RequestBoxes boxes,
      InstantSource clock) {
    this.database = database;
    this.directory = directory;
    this.requests = requests;
    this.boxes = boxes;
    this.clock = clock;
  }

  /** Starts a conversation; the others are asked and may accept or block. */
  public Outcome<Created> create(
      UUID creator, ConversationKind kind, String title, List<UUID> others) {
    Set<UUID> invited = new LinkedHashSet<>(others);
    invited.remove(creator);
    if (kind == ConversationKind.DIRECT && (invited.size() != 1 || !title.isEmpty())) {
      return new Outcome.Refused<>(
          Refusal.INVALID_FIELD, "members: a direct conversation has one other member, no title.");
    }
    if (invited.size() >= MEMBERS) {
      return Outcome.refused(Refusal.TOO_MANY_MEMBERS);
    }
    UUID id = UUID.randomUUID();
    if (kind == ConversationKind.GROUP) {
      return created(id, creator, kind, title, invited);
    }
    UUID other = invited.iterator().next();
    try {
      return direct(id, creator, other);
    } catch (JdbiException raced) {
      // The other side may have started the same conversation in this moment; then it exists now.
      return direct(id, creator, other);
    }
  }

  private Outcome<Created> direct(UUID id, UUID creator, UUID other) {
    UUID existing = database.find(handle -> NewRows.findPair(handle, NewRows.pair(creator, other)));
    if (existing == null) {
      return created(id, creator, ConversationKind.DIRECT, "", Set.of(other));
    }
    MemberRow self = database.find(handle -> Departure.find(handle, existing, creator));
    MemberState state = Objects.requireNonNull(self, "a pair without its account").state();
    return switch (state) {
      case ACCEPTED -> {
        requests.askAgain(existing, other, creator);
        yield get(creator, existing).then(r -> Outcome.done(new Created(r, true)));
      }
      case REQUESTED -> accept(creator, existing).then(r -> Outcome.done(new Created(r, true)));
      case DECLINED -> {
        requests.askAgain(existing, creator, other);
        yield accept(creator, existing).then(r -> Outcome.done(new Created(r, true)));
      }
      case BLOCKED ->
          new Outcome.Refused<>(Refusal.FORBIDDEN, "You blocked this account; unblock it first.");
    };
  }

  private Outcome<Created> created(
      UUID id, UUID creator, ConversationKind kind, String title, Set<UUID> invited) {
    return database
        .write(handle -> NewRows.insert(handle, id, creator, kind, title, invited, clock.millis()))
        .then(
            conversation -> {
              invited.forEach(requests::dropOldest);
              return announced(conversation, false);
            });
  }

  private Outcome<Created> announced(UUID conversation, boolean existed) {
    directory.publish(
        new Directory.RosterChanged(
            conversation, database.read(h -> ConversationRows.readers(h, conversation))));
    Frame.Roster roster = Objects.requireNonNull(directory.roster(conversation));
    return Outcome.done(new Created(roster, existed));
  }

  /**
   * A page of the account's conversations.
   *
   * @param after the {@code next} of the page before; null for the first
   */
  public ConversationPage list(UUID account, @Nullable UUID after) {
    return ConversationPage.of(directory, account, after);
  }

  /** Whether two accounts are not the same, and share no conversation that both have accepted. */
  public boolean strangers(UUID one, UUID two) {
    return !one.equals(two) && !directory.sharesAccepted(one, two);
  }

  /** One conversation that the account is in; any other is not found. */
  public Outcome<Frame.Roster> get(UUID account, UUID conversation) {
    Frame.Roster roster = directory.rosterFor(conversation, account);
    return roster == null ? Outcome.refused(Refusal.NOT_FOUND) : Outcome.done(roster);
  }

  /** Renames a group; owners only. */
  public Outcome<Frame.Roster> rename(UUID account, UUID conversation, String title) {
    return change(
        account,
        conversation,
        (handle, self) -> {
          Refusal refusal = ownersOnly(handle, conversation, self);
          if (refusal != null) {
            return Outcome.refused(refusal);
          }
          int renamed =
              handle
                  .createUpdate("update conversation set title = :t where id = :c and title <> :t")
                  .bind("t", title)
                  .bind("c", conversation)
                  .execute();
          return Outcome.done(renamed == 1);
        });
  }

  /** Invites an account to a group; owners only. One who is in already stays as he is. */
  public Outcome<Frame.Roster> add(UUID account, UUID conversation, UUID invited) {
    Outcome<Frame.Roster> outcome =
        change(
            account,
            conversation,
            (handle, self) -> {
              Refusal refusal = ownersOnly(handle, conversation, self);
              if (refusal != null) {
                return Outcome.refused(refusal);
              }
              if (!ConversationRows.accountExists(handle, invited)) {
                return Outcome.refused(Refusal.NOT_FOUND);
              }
              List<MemberRow> members = ConversationRows.members(handle, conversation);
              if (members.stream().anyMatch(member -> member.account().equals(invited))) {
                return Outcome.done(false);
              }
              if (members.size() >= MEMBERS) {
                return Outcome.refused(Refusal.TOO_MANY_MEMBERS);
              }
              NewRows.invite(handle, conversation, invited, account, clock.millis());
              return Outcome.done(true);
            });
    return outcome.then(
        roster -> {
          requests.askAgain(conversation, invited, account);
          return Outcome.done(roster);
        });
  }

  /** Removes an account from a group: oneself, or another as an owner. */
  public Outcome<UUID> remove(UUID account, UUID conversation, UUID removed) {
    if (account.equals(removed)) {
      // Who has not answered has no say in the group: nobody hears of it.
      Outcome<UUID> declined = requests.decline(account, conversation);
      if (declined instanceof Outcome.Done<UUID>) {
        return declined;
      }
    }
    Set<UUID> out = new LinkedHashSet<>();
    Outcome<Frame.Roster> outcome =
        change(
            account,
            conversation,
            (handle, self) -> {
              if (isDirect(handle, conversation)) {
                return Outcome.refused(Refusal.DIRECT_IS_FIXED);
              }
              if (self.state() != MemberState.ACCEPTED
                  || (!account.equals(removed) && !self.owner())) {
                return Outcome.refused(Refusal.FORBIDDEN);
              }
              out.clear();
              out.addAll(Departure.depart(handle, conversation, removed));
              return out.isEmpty() ? Outcome.refused(Refusal.NOT_FOUND) : Outcome.done(true);
            },
            (version, _) -> left(conversation, out, version));
    return outcome.then(roster -> Outcome.done(removed));
  }

  static List<Directory.Change> left(UUID conversation, Set<UUID> accounts, long version) {
    List<Directory.Change> changes = new ArrayList<>();
    accounts.forEach(
        account -> changes.add(new Directory.AccountLeft(conversation, account, version)));
    return changes;
  }

  /** Says yes to a request. */
  public Outcome<Frame.Roster> accept(UUID account, UUID conversation) {
    return change(
        account,
        conversation,
        (handle, self) -> {
          if (self.state() == MemberState.ACCEPTED) {
            return Outcome.done(false);
          }
          if (ConversationRows.acceptedOf(handle, account) >= CONVERSATIONS) {
            return Outcome.refused(Refusal.TOO_MANY_CONVERSATIONS);
          }
          setState(handle, conversation, account, MemberState.ACCEPTED);
          boxes.close(
              handle,
              RequestBox.of(conversation, account),
              ConversationRows.devicesOf(handle, account));
          return Outcome.done(true);
        },
        (_, accounts) -> List.of(new Directory.Accepted(account, accounts)));
  }

  private interface Step {
    /** Changes rows; whether there was anything to change. */
    Outcome<Boolean> apply(Handle handle, MemberRow self);
  }

  private Outcome<Frame.Roster> change(UUID account, UUID conversation, Step step) {
    return change(account, conversation, step, null);
  }

  /** What else a change has to say, by the version that the roster got and who sees it now. */
  private interface Besides {
    List<Directory.Change> of(long version, Set<UUID> readers);
  }

  /**
   * Runs a step as a member that is not blocked. Where it changed anything, raises the version and
   * publishes: what members post under a version that is past comes back to them.
   */
  private Outcome<Frame.Roster> change(
      UUID account, UUID conversation, Step step, @Nullable Besides besides) {
    Outcome<Optional<Raised>> outcome =
        database.write(
            handle -> {
              long version = RosterVersions.raise(handle, conversation, clock.millis());
              MemberRow self = Departure.find(handle, conversation, account);
              Outcome<Boolean> changed =
                  self == null || !self.state().sees()
                      ? Outcome.refused(Refusal.NOT_FOUND)
                      : step.apply(handle, self);
              if (!(changed instanceof Outcome.Done<Boolean>(var any) && any)) {
                handle.rollback();
              }
              return changed.then(
                  any ->
                      Outcome.done(
                          any
                              ? Optional.of(raised(handle, conversation, version))
                              : Optional.empty()));
            });
    return outcome.then(
        raised -> {
          raised.ifPresent(now -> publish(conversation, now, besides));
          Frame.Roster roster = directory.rosterFor(conversation, account);
          return Outcome.done(
              roster != null
                  ? roster
                  : new Frame.Roster(conversation, 0, ConversationKind.GROUP, "", List.of()));
        });
  }

  /** The version that a change has given a roster, and who sees it now. */
  private record Raised(long version, Set<UUID> readers) {}

  private static Raised raised(Handle handle, UUID conversation, long version) {
    return new Raised(version, ConversationRows.readers(handle, conversation));
  }

  private void publish(UUID conversation, Raised raised, @Nullable Besides besides) {
    directory.publish(new Directory.RosterChanged(conversation, raised.readers()));
    if (besides != null) {
      besides.of(raised.version(), raised.readers()).forEach(directory::publish);
    }
  }

  /** A group is changed by its owners, a direct conversation by nobody; null for allowed. */
  private static @Nullable Refusal ownersOnly(Handle handle, UUID conversation, MemberRow self) {
    if (isDirect(handle, conversation)) {
      return Refusal.DIRECT_IS_FIXED;
    }
    return self.owner() && self.state() == MemberState.ACCEPTED ? null : Refusal.FORBIDDEN;
  }

  static boolean isDirect(Handle handle, UUID conversation) {
    return handle
        .createQuery("select kind from conversation where id = :c")
        .bind("c", conversation)
        .mapTo(String.class)
        .one()
        .equals("direct");
  }

  static void setState(Handle handle, UUID conversation, UUID account, MemberState state) {
    handle
        .createUpdate("update member set state = :s where conversation = :c and account = :a")
        .bind("s", state.stored())
        .bind("c", conversation)
        .bind("a", account)
        .execute();
    if (state != MemberState.ACCEPTED) {
      RequestBoxes.open(handle, RequestBox.of(conversation, account));
    }
  }
}
