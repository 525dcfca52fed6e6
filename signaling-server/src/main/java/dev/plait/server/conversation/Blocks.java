package dev.plait.server.conversation;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.conversation.ConversationRows.MemberRow;
import dev.plait.server.database.NodeDatabase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who wants nothing of whom. Safe from any thread; blocks on the database. The other side is never
 * told: to it, a block looks like a request that nobody answers.
 */
public final class Blocks {
  private final NodeDatabase database;
  private final CachedDirectory directory;
  private final Requests requests;
  private final InstantSource clock;

  /** Works on {@code database}, publishes to {@code directory}. */
  public Blocks(
      NodeDatabase database, CachedDirectory directory, Requests requests, InstantSource clock) {
    this.database = database;
    this.directory = directory;
    this.requests = requests;
    this.clock = clock;
  }

  /**
   * Blocks the other account of a direct conversation; in a group, blocks whoever sent the
   * invitation, and leaves. Before an answer nobody hears of it.
   *
   * @return the account that is blocked now; none when one left a group of one's own
   */
  public Outcome<Optional<UUID>> block(UUID account, UUID conversation) {
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<UUID> answered =
        requests.answer(
            account,
            conversation,
            MemberState.BLOCKED,
            handle -> changes.add(blockAsker(handle, conversation, account)));
    if (answered instanceof Outcome.Done<UUID>) {
      changes.forEach(directory::publish);
      return Outcome.done(
          changes.stream().map(change -> ((Directory.BlockChanged) change).other()).findFirst());
    }
    return blockMember(account, conversation);
  }

  private Directory.BlockChanged blockAsker(Handle handle, UUID conversation, UUID account) {
    MemberRow self = Objects.requireNonNull(Departure.find(handle, conversation, account));
    UUID asker = self.invitedBy();
    boolean acquainted = ConversationRows.acceptedPeersOf(handle, account).contains(asker);
    insert(handle, account, asker);
    return new Directory.BlockChanged(account, asker, acquainted);
  }

  private Outcome<Optional<UUID>> blockMember(UUID account, UUID conversation) {
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<Optional<UUID>> outcome =
        database.write(
            handle -> {
              changes.clear();
              long version = RosterVersions.raise(handle, conversation, clock.millis());
              List<MemberRow> members = ConversationRows.members(handle, conversation);
              MemberRow self = Departure.find(handle, conversation, account);
              if (self == null || self.state() != MemberState.ACCEPTED) {
                handle.rollback();
                return Outcome.refused(Refusal.NOT_FOUND);
              }
              Set<UUID> friends = ConversationRows.acceptedPeersOf(handle, account);
              UUID blocked = whom(handle, conversation, self, members);
              Set<UUID> out = out(handle, conversation, account);
              if (blocked != null) {
                insert(handle, account, blocked);
              }
              Set<UUID> readers = ConversationRows.readers(handle, conversation);
              changes.addAll(Conversations.left(conversation, out, version));
              changes.add(new Directory.RosterChanged(conversation, readers));
              if (blocked != null) {
                changes.add(
                    new Directory.BlockChanged(account, blocked, friends.contains(blocked)));
              }
              return Outcome.done(Optional.ofNullable(blocked));
            });
    changes.forEach(directory::publish);
    return outcome;
  }

  /** Whom a member blocks: the other one of two, or who invited it to the group. */
  private static @Nullable UUID whom(
      Handle handle, UUID conversation, MemberRow self, List<MemberRow> members) {
    if (Conversations.isDirect(handle, conversation)) {
      return members.stream()
          .map(MemberRow::account)
          .filter(account -> !account.equals(self.account()))
          .findFirst()
          .orElse(null);
    }
    return self.invitedBy().equals(self.account()) ? null : self.invitedBy();
  }

  /** Takes a member out of the conversation, by its kind; says who is out of it now. */
  private static Set<UUID> out(Handle handle, UUID conversation, UUID account) {
    if (Conversations.isDirect(handle, conversation)) {
      Conversations.setState(handle, conversation, account, MemberState.BLOCKED);
      return Set.of(account);
    }
    return Departure.depart(handle, conversation, account);
  }

  /** Takes a block back; a direct conversation of the two becomes a request again. */
  public Outcome<UUID> unblock(UUID account, UUID blocked) {
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<UUID> outcome =
        database.write(
            handle -> {
              changes.clear();
              int removed =
                  handle
                      .createUpdate("delete from account_block where account = :a and blocked = :b")
                      .bind("a", account)
                      .bind("b", blocked)
                      .execute();
              if (removed == 0) {
                return Outcome.refused(Refusal.NOT_FOUND);
              }
              changes.add(
                  new Directory.BlockChanged(
                      account,
                      blocked,
                      ConversationRows.acceptedPeersOf(handle, account).contains(blocked)));
              askAgain(handle, account, blocked)
                  .ifPresent(direct -> changes.add(new Directory.Asked(direct, account)));
              return Outcome.done(blocked);
            });
    changes.forEach(directory::publish);
    requests.dropOldest(account);
    return outcome;
  }

  /** The direct conversation of the two, when that was blocked; groups may ask once more. */
  private Optional<UUID> askAgain(Handle handle, UUID account, UUID other) {
    UUID direct = NewRows.findPair(handle, NewRows.pair(account, other));
    boolean asked = false;
    if (direct != null) {
      RosterVersions.tellAlone(handle, direct, account, clock.millis());
      asked =
          handle
                  .createUpdate(
                      "update member set state = 'requested', invited_by = :by, joined_ms = :now"
                          + " where conversation = :c and account = :a and state = 'blocked'")
                  .bind("by", other)
                  .bind("now", clock.millis())
                  .bind("c", direct)
                  .bind("a", account)
                  .execute()
              == 1;
    }
    handle
        .createUpdate(
            "update member set state = 'declined' where account = :a and invited_by = :by"
                + " and state = 'blocked'")
        .bind("a", account)
        .bind("by", other)
        .execute();
    return asked ? Optional.ofNullable(direct) : Optional.empty();
  }

  private void insert(Handle handle, UUID account, UUID blocked) {
    if (!ConversationRows.isBlocked(handle, account, blocked)) {
      handle
          .createUpdate(
              "insert into account_block (account, blocked, created_ms) values (:a, :b, :now)")
          .bind("a", account)
          .bind("b", blocked)
          .bind("now", clock.millis())
          .execute();
    }
  }
}
