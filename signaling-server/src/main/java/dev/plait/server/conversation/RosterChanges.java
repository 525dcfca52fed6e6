package dev.plait.server.conversation;

import dev.plait.protocol.wire.Renamed;
import dev.plait.server.database.NodeDatabase;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * In which order an account's conversations changed, for devices that know some of it (SES-14).
 * Safe from any thread; blocks on the database.
 */
public final class RosterChanges {
  /**
   * A change becomes visible when its transaction ends, perhaps after one with a higher number:
   * what is younger than any transaction lasts may lack one before it, and is told again next time.
   * Twice {@link NodeDatabase#LONGEST_MS}, since clocks of nodes differ too.
   */
  private static final long SETTLED_MS = 2 * NodeDatabase.LONGEST_MS;

  private final NodeDatabase database;
  private final InstantSource clock;

  /**
   * What a device has to hear.
   *
   * @param conversations whose rosters it has to hear, or that it is out of; in order of their
   *     change
   * @param names of people that are called otherwise since. Rosters show them, too; but their
   *     versions are among those that the device is told
   * @param throughChange what it then knows, for its next question; 0 for nothing
   * @param all whether these are all conversations of the account
   */
  public record Since(
      List<Changed> conversations, List<Renamed> names, long throughChange, boolean all) {
    /** Copies the lists. */
    public Since {
      conversations = List.copyOf(conversations);
      names = List.copyOf(names);
    }
  }

  /**
   * A conversation.
   *
   * @param conversation its id
   * @param version the version that it got with the last change that is of the account's; 0 for
   *     untold
   * @param in whether the account sees its roster
   */
  public record Changed(UUID conversation, long version, boolean in) {}

  /** Reads from {@code database}. */
  public RosterChanges(NodeDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What has changed for an account.
   *
   * @param knownChange up to where the device was told all; 0 for nothing
   * @param latestChange the latest that it was told, 0 for none. Where one of the two is of another
   *     past than this database has (it was put back to a backup), the device has to hear all
   */
  public Since since(UUID account, long knownChange, long latestChange) {
    return database.read(
        handle -> {
          long settled = settled(handle, account);
          if (knownChange == 0
              || !exists(handle, account, knownChange)
              || (latestChange != 0 && !exists(handle, account, latestChange))) {
            return new Since(
                all(handle, account), Names.changedAfter(handle, account, 0), settled, true);
          }
          return new Since(
              changedAfter(handle, account, knownChange),
              Names.changedAfter(handle, account, knownChange),
              Math.max(settled, knownChange),
              false);
        });
  }

  private long settled(Handle handle, UUID account) {
    return handle
        .createQuery(
            "select coalesce(max(number), 0) from roster_change"
                + " where account = :a and number <= :settled")
        .bind("a", account)
        .bind("settled", RosterVersions.lowestAt(clock.millis() - SETTLED_MS))
        .mapTo(Long.class)
        .one();
  }

  private static boolean exists(Handle handle, UUID account, long change) {
    return handle
        .createQuery("select 1 from roster_change where account = :a and number = :n limit 1")
        .bind("a", account)
        .bind("n", change)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static List<Changed> all(Handle handle, UUID account) {
    return ConversationRows.conversationsOf(handle, account).stream()
        .map(conversation -> new Changed(conversation, 0, true))
        .toList();
  }

  private static List<Changed> changedAfter(Handle handle, UUID account, long change) {
    return handle
        .createQuery(
            "select c.conversation, c.latest, m.account is not null from"
                + " (select subject as conversation, max(number) as latest from roster_change"
                + " where account = :a and number > :n and not person group by subject) c"
                + " left join member m on m.conversation = c.conversation"
                + " and m.account = :a and m.state in ('accepted', 'requested') order by c.latest")
        .bind("a", account)
        .bind("n", change)
        .map(
            (row, context) ->
                new Changed((UUID) row.getObject(1), row.getLong(2), row.getBoolean(3)))
        .list();
  }
}
