package dev.plait.server.conversation;

import dev.plait.server.conversation.ConversationRows.MemberRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Gives rosters new versions, and keeps for which accounts that is news (SES-14). Whoever changes
 * what a roster shows does so in the same transaction, this first: the row lock puts changes of one
 * roster in a row.
 */
public final class RosterVersions {
  /** Versions of one millisecond: drawn at random, so that another past has others. */
  private static final long PER_MS = 1_024;

  /**
   * Above all that there are, whatever the clock says, and by a random step, for another past may
   * have the same clock. The row's own version is looked at after its lock was waited for; the
   * subquery is not.
   */
  private static final String NEXT = next("version");

  /** Whoever was away for longer may have to hear all. */
  private static final Duration KEPT = Duration.ofDays(30);

  /**
   * The last change that an account has of a conversation, or a name, stays: it may be what a
   * device knows.
   */
  private static final String FORGET =
      "delete from roster_change where subject = :s and number < :old and exists ("
          + "select 1 from roster_change later where later.subject = :s"
          + " and later.account = roster_change.account and later.number > roster_change.number)";

  private static final String NEWS =
      "insert into roster_change (account, number, subject)"
          + " select m.account, c.version, c.id from conversation c"
          + " join member m on m.conversation = c.id where c.id = :c and m.state in ('accepted', 'requested')";

  private RosterVersions() {}

  /** Gives a roster its next version, and says which; 0 when there is no such conversation. */
  static long raise(Handle handle, UUID conversation, long nowMs) {
    int raised =
        draw(
                handle.createUpdate("update conversation set version = " + NEXT + " where id = :c"),
                nowMs)
            .bind("c", conversation)
            .execute();
    if (raised == 0) {
      return 0;
    }
    forget(handle, conversation, nowMs);
    handle.createUpdate(NEWS).bind("c", conversation).execute();
    return handle
        .createQuery("select version from conversation where id = :c")
        .bind("c", conversation)
        .mapTo(Long.class)
        .one();
  }

  static void forget(Handle handle, UUID subject, long nowMs) {
    long old = lowestAt(nowMs - KEPT.toMillis());
    handle.createUpdate(FORGET).bind("s", subject).bind("old", old).execute();
  }

  /**
   * Something has changed for one account and nobody else: that it is asked, or is not any more.
   * Keeps changes of the roster waiting, as {@link #raise} does.
   *
   * @return the number of that change; 0 when there is no such conversation
   */
  static long tellAlone(Handle handle, UUID conversation, UUID account, long nowMs) {
    if (!hold(handle, conversation)) {
      return 0;
    }
    forget(handle, conversation, nowMs);
    long number =
        draw(handle.createQuery("select " + NEXT + " from conversation where id = :c"), nowMs)
            .bind("c", conversation)
            .mapTo(Long.class)
            .one();
    handle
        .createUpdate("insert into roster_change (account, number, subject) values (:a, :n, :c)")
        .bind("a", account)
        .bind("n", number)
        .bind("c", conversation)
        .execute();
    return number;
  }

  /** What {@link #tellAlone} has just told in this transaction is no news. */
  static void takeBack(Handle handle, UUID account, long number) {
    handle.execute("delete from roster_change where account = ? and number = ?", account, number);
  }

  /** The present version is news for an account that has just come to see the roster. */
  static void tell(Handle handle, UUID conversation, UUID account) {
    handle
        .createUpdate(NEWS + " and m.account = :a")
        .bind("c", conversation)
        .bind("a", account)
        .execute();
  }

  /** The number after that in {@code column}; needs {@link #draw}. */
  static String next(String column) {
    return "greatest(cast(:drawn as bigint), "
        + column
        + " + :step, (select coalesce(max(number), 0) from roster_change) + :step)";
  }

  static <S extends SqlStatement<S>> S draw(S statement, long nowMs) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return statement
        .bind("drawn", lowestAt(nowMs) + random.nextLong(PER_MS))
        .bind("step", 1 + random.nextLong(PER_MS));
  }

  /** The lowest version that a roster may get at a time. */
  static long lowestAt(long ms) {
    return ms * PER_MS;
  }

  /**
   * Gives every roster that shows the account's devices its next version, in an order that cannot
   * deadlock. Others do not change: who has not accepted makes no work for anybody. Those that the
   * account may accept in this moment are held, too, and looked at again.
   *
   * @return what to publish after the commit
   */
  public static List<Directory.RosterChanged> raiseAllOf(Handle handle, UUID account, long nowMs) {
    return raise(handle, account, nowMs, false);
  }

  /** The same for all rosters in which the account stands, since it ends. */
  public static List<Directory.RosterChanged> raiseAllForLast(
      Handle handle, UUID account, long nowMs) {
    return raise(handle, account, nowMs, true);
  }

  private static List<Directory.RosterChanged> raise(
      Handle handle, UUID account, long nowMs, boolean all) {
    List<Directory.RosterChanged> changes = new ArrayList<>();
    List<Stand> held =
        handle
            .createQuery(
                "select conversation, state from member where account = :a"
                    + (all ? "" : " and state in ('accepted', 'requested')")
                    + " order by conversation")
            .bind("a", account)
            .map(
                (row, context) ->
                    new Stand((UUID) row.getObject(1), MemberState.of(row.getString(2))))
            .list();
    for (Stand stand : held) {
      UUID conversation = stand.conversation();
      boolean shown =
          all || stand.state() == MemberState.ACCEPTED || accepts(handle, conversation, account);
      if (shown && raise(handle, conversation, nowMs) > 0) {
        changes.add(
            new Directory.RosterChanged(
                conversation, ConversationRows.readers(handle, conversation)));
      }
    }
    return changes;
  }

  /** How an account stands to a conversation, before that is held. */
  private record Stand(UUID conversation, MemberState state) {}

  /** Whether somebody who was asked has accepted since; holds the roster. */
  private static boolean accepts(Handle handle, UUID conversation, UUID account) {
    MemberRow self =
        hold(handle, conversation) ? Departure.find(handle, conversation, account) : null;
    return self != null && self.state() == MemberState.ACCEPTED;
  }

  /** Keeps changes of a roster waiting; whether there is such a conversation. */
  private static boolean hold(Handle handle, UUID conversation) {
    return handle
        .createQuery("select version from conversation where id = :c for update")
        .bind("c", conversation)
        .mapTo(Long.class)
        .findOne()
        .isPresent();
  }
}
