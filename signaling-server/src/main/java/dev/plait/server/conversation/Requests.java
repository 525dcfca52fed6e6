package dev.plait.server.conversation;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.conversation.ConversationRows.MemberRow;
import dev.plait.server.database.NodeDatabase;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
   * Says no to one: it is gone for this account, and nobody hears of it. Whoever has asked may ask
   * again.
   *
   * @return the conversation; not found when it is none that waits for an answer
   */
  public Outcome<UUID> decline(UUID account, UUID conversation) {
    return answer(account, conversation, MemberState.DECLINED, _ -> {});
  }

  /**
   * Gives an answer of which nobody hears.
   *
   * @param besides what else to do in the same transaction
   */
  Outcome<UUID> answer(
      UUID account, UUID conversation, MemberState answer, Consumer<Handle> besides) {
    AtomicLong number = new AtomicLong();
    Outcome<UUID> outcome =
        database.write(
            handle -> {
              number.set(RosterVersions.tellAlone(handle, conversation, account, clock.millis()));
              MemberRow self = Departure.find(handle, conversation, account);
              if (self == null || self.state() != MemberState.REQUESTED) {
                handle.rollback();
                return Outcome.refused(Refusal.NOT_FOUND);
              }
              Conversations.setState(handle, conversation, account, answer);
              besides.accept(handle);
              return Outcome.done(conversation);
            });
    return outcome.then(
        done -> {
          directory.publish(new Directory.Unasked(conversation, account, number.get()));
          return Outcome.done(done);
        });
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

  /**
   * A conversation that the account has declined waits for its answer once more. As much is written
   * when there is nothing to ask: else the time that it takes would tell a no from silence.
   */
  void askAgain(UUID conversation, UUID account, UUID by) {
    boolean asked =
        database.write(
            handle -> {
              long number = RosterVersions.tellAlone(handle, conversation, account, clock.millis());
              int changed =
                  handle
                      .createUpdate(
                          "update member set state = 'requested', invited_by = :by, joined_ms = :now"
                              + " where conversation = :c and account = :a and state = 'declined'"
                              + " and not exists (select 1 from account_block b"
                              + " where b.account = :a and b.blocked = :by)")
                      .bind("by", by)
                      .bind("now", clock.millis())
                      .bind("c", conversation)
                      .bind("a", account)
                      .execute();
              if (changed == 0) {
                RosterVersions.takeBack(handle, account, number);
              }
              return changed == 1;
            });
    if (asked) {
      directory.publish(new Directory.Asked(conversation, account));
    }
    dropOldest(account);
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
