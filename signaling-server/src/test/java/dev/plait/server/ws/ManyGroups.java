package dev.plait.server.ws;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** As many conversations as an account may have, of as many members. Stateless. */
final class ManyGroups {
  static final int GROUPS = 1_000;
  static final int MEMBERS = 32;

  /** With these all rosters are more than a node and its sockets keep for one who does not read. */
  private static final int DEVICES = 3;

  private static final String LONG_NAME = "n".repeat(128);

  private ManyGroups() {}

  /** As if somebody had been invited to them, and had accepted. */
  static void fill(Connection database, UUID invited, long nowMs) throws SQLException {
    database.setAutoCommit(false);
    for (int i = 1; i < MEMBERS; i++) {
      addAccount(database, "member" + i, nowMs);
    }
    for (int i = 0; i < GROUPS; i++) {
      execute(
          database,
          "insert into conversation (id, kind, title, version, created_ms)"
              + " values (?, 'group', 'many', ?, ?)",
          UUID.randomUUID(),
          nowMs * 1_024 + i,
          nowMs);
    }
    execute(
        database,
        "insert into member (conversation, account, owner, state, invited_by, joined_ms)"
            + " select c.id, a.id, a.handle = 'member1', 'accepted', ?, c.created_ms"
            + " from conversation c, account a"
            + " where c.title = 'many' and (a.handle like 'member%' or a.id = ?)",
        invited,
        invited);
    execute(
        database,
        "insert into roster_change (account, number, subject)"
            + " select m.account, c.version, c.id from conversation c"
            + " join member m on m.conversation = c.id where c.title = 'many'");
    database.commit();
  }

  private static void addAccount(Connection database, String handle, long nowMs)
      throws SQLException {
    UUID account = UUID.randomUUID();
    execute(
        database,
        "insert into account (id, handle, display_name, created_ms) values (?, ?, ?, ?)",
        account,
        handle,
        LONG_NAME,
        nowMs);
    for (int device = 0; device < DEVICES; device++) {
      execute(
          database,
          "insert into device (id, account, name, created_ms) values (?, ?, 'one', ?)",
          UUID.randomUUID(),
          account,
          nowMs);
    }
  }

  /** Runs one statement. */
  static void execute(Connection database, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }
}
