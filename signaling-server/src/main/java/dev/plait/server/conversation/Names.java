package dev.plait.server.conversation;

import dev.plait.protocol.wire.Renamed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What accounts are called, apart from rosters (SES-15): a new name is told once to each device
 * that sees the account, whatever the two share. Stateless; runs inside the caller's transaction.
 */
public final class Names {
  /**
   * Who sees the account: all in a conversation that both take part in, and whom it asks. Whoever
   * has not accepted makes no work for anybody.
   */
  private static final String READERS =
      " from member shown join member reader on reader.conversation = shown.conversation"
          + " and (reader.state = 'accepted'"
          + " or (reader.state = 'requested' and reader.invited_by = shown.account))"
          + " where shown.state = 'accepted'";

  private static final String NEWS =
      "insert into roster_change (account, number, subject, person)"
          + " select distinct reader.account, cast(:n as bigint), shown.account, true"
          + READERS
          + " and shown.account = :p and not exists (select 1 from roster_change known"
          + " where known.account = reader.account and known.number = :n"
          + " and known.subject = shown.account)";

  private Names() {}

  /** Calls an account otherwise, which is news for all who see it; {@link #tell} after that. */
  public static void change(Handle handle, UUID account, String displayName, long nowMs) {
    raise(handle, account, displayName, nowMs);
    RosterVersions.forget(handle, account, nowMs);
    noteNews(handle, of(handle, account));
  }

  /**
   * What to publish once a name is committed. Whoever has come to see the account meanwhile, and
   * was shown the name before, is told as well: so this is a transaction of its own.
   */
  public static Directory.NameChanged tell(Handle handle, UUID account) {
    Renamed name = of(handle, account);
    noteNews(handle, name);
    return new Directory.NameChanged(name, readers(handle, account), shownIn(handle, account));
  }

  private static void noteNews(Handle handle, Renamed name) {
    handle.createUpdate(NEWS).bind("n", name.version()).bind("p", name.account()).execute();
  }

  /** Calls an account otherwise where rosters tell it, since they change as well. */
  public static void raise(Handle handle, UUID account, String displayName, long nowMs) {
    RosterVersions.draw(
            handle.createUpdate(
                "update account set display_name = :name, name_version = "
                    + RosterVersions.next("name_version")
                    + " where id = :p"),
            nowMs)
        .bind("name", displayName)
        .bind("p", account)
        .execute();
  }

  private static Renamed of(Handle handle, UUID account) {
    return handle
        .createQuery("select id, name_version, display_name from account where id = :p for update")
        .bind("p", account)
        .map((row, context) -> name(row))
        .one();
  }

  /** Devices that see the account. */
  static Set<UUID> readers(Handle handle, UUID account) {
    return Set.copyOf(
        handle
            .createQuery(
                "select id from device where revoked_ms is null and account in ("
                    + "select reader.account"
                    + READERS
                    + " and shown.account = :p)")
            .bind("p", account)
            .mapTo(UUID.class)
            .list());
  }

  /** Conversations that show the account. */
  static Set<UUID> shownIn(Handle handle, UUID account) {
    return Set.copyOf(
        handle
            .createQuery("select conversation from member where account = :p")
            .bind("p", account)
            .mapTo(UUID.class)
            .list());
  }

  /** The present names of those who have got one after a change, as far as a reader sees them. */
  static List<Renamed> changedAfter(Handle handle, UUID reader, long change) {
    String renamed = "from roster_change where account = :r and number > :n and person";
    boolean any =
        handle
            .createQuery("select 1 " + renamed + " fetch first 1 rows only")
            .bind("r", reader)
            .bind("n", change)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    return any
        ? handle
            .createQuery(
                "select id, name_version, display_name from account where id in (select subject "
                    + renamed
                    + ") and id in (select shown.account"
                    + READERS
                    + " and reader.account = :r) order by name_version")
            .bind("r", reader)
            .bind("n", change)
            .map((row, context) -> name(row))
            .list()
        : List.of();
  }

  private static Renamed name(ResultSet row) throws SQLException {
    return new Renamed(
        (UUID) row.getObject(1), row.getLong(2), ConversationRows.fitting(row.getString(3)));
  }
}
