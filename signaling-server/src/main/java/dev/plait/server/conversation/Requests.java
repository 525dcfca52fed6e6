package dev.plait.server.conversation;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.conversation.ConversationRows.MemberRow;
import dev.plait.server.database.NodeDatabase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Conversations that an account was asked into and has not answered. They cost it nothing: the
 * oldest fall away, and none counts among those that it takes part in. Who has asked cannot tell a
 * no from a block. Safe from any thread; blocks on the database.
 */
public final class Requests {
  /** Most that wait for an answer of one account. */
  static final int OPEN = 100;

  /** Most of these by one other account. */
  static final int OPEN_BY_ONE = 3;

  private final NodeDatabase database;
  private final CachedDirectory directory;
  private final InstantSource clock;

  private record Open(UUID conversation, UUID by) {}

  /** Works on {@code database}, publishes to {@code directory}. */
  public Requests(NodeDatabase database, CachedDirectory directory, InstantSource clock) {
    this.database = database;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Says no to one: it is gone for this account, and whoever has asked may ask again.
   *
   * @return the conversation; not found when it is none that waits for an answer
   */
  public Outcome<UUID> decline(UUID account, UUID conversation) {
    List<Directory.Change> changes = new ArrayList<>();
    Outcome<UUID> outcome =
        database.write(
            handle -> {
              changes.clear();
              long version = RosterVersions.raise(handle, conversation, clock.millis());
              MemberRow self = Departure.find(handle, conversation, account);
              if (self == null || self.state() != MemberState.REQUESTED) {
                handle.rollback();
                return Outcome.refused(Refusal.NOT_FOUND);
              }
              if (Conversations.isDirect(handle, conversation)) {
                Conversations.setState(handle, conversation, account, MemberState.DECLINED);
              } else {
                Departure.depart(handle, conversation, account);
              }
              changes.add(new Directory.AccountLeft(conversation, account, version));
              changes.add(
                  new Directory.RosterChanged(
                      conversation, ConversationRows.readers(handle, conversation)));
              return Outcome.done(conversation);
            });
    changes.forEach(directory::publish);
    return outcome;
  }

  /** Says no to all that wait. */
  public void declineAll(UUID account) {
    for (Open open : database.read(handle -> open(handle, account))) {
      decline(account, open.conversation());
    }
  }

  /** After one more was asked: lets those fall away that exceed what may wait. */
  void dropOldest(UUID account) {
    Map<UUID, Integer> countsByAsker = new HashMap<>();
    int kept = 0;
    for (Open open : database.read(handle -> open(handle, account))) {
      int ofThis = countsByAsker.merge(open.by(), 1, Integer::sum);
      if (ofThis > OPEN_BY_ONE || kept == OPEN) {
        decline(account, open.conversation());
      } else {
        kept++;
      }
    }
  }

  /** A direct conversation that the account has declined waits for its answer once more. */
  void askAgain(UUID conversation, UUID account) {
    List<Directory.Change> changes = new ArrayList<>();
    boolean asked =
        database.write(
            handle -> {
              changes.clear();
              RosterVersions.raise(handle, conversation, clock.millis());
              int changed =
                  handle
                      .createUpdate(
                          "update member set state = 'requested', joined_ms = :now"
                              + " where conversation = :c and account = :a and state = 'declined'")
                      .bind("now", clock.millis())
                      .bind("c", conversation)
                      .bind("a", account)
                      .execute();
              if (changed == 0) {
                handle.rollback();
                return false;
              }
              RosterVersions.tell(handle, conversation, account);
              changes.add(
                  new Directory.RosterChanged(
                      conversation, ConversationRows.readers(handle, conversation)));
              return true;
            });
    if (asked) {
      changes.forEach(directory::publish);
      dropOldest(account);
    }
  }

  /** Newest first. */
  private static List<Open> open(Handle handle, UUID account) {
    return handle
        .createQuery(
            "select conversation, invited_by from member where account = :a"
                + " and state = 'requested' order by joined_ms desc, conversation")
        .bind("a", account)
        .map((row, context) -> new Open((UUID) row.getObject(1), (UUID) row.getObject(2)))
        .list();
  }
}
