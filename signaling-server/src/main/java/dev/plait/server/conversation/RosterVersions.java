package dev.plait.server.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Raises roster versions. Whoever changes what a roster shows does so in the same transaction, this
 * first: the row lock puts changes of one roster in a row.
 */
public final class RosterVersions {
  private RosterVersions() {}

  /** Raises one roster; false when there is no such conversation. */
  static boolean raise(Handle handle, UUID conversation) {
    return handle
            .createUpdate("update conversation set version = version + 1 where id = :c")
            .bind("c", conversation)
            .execute()
        == 1;
  }

  /**
   * Raises every roster that shows the account, in an order that cannot deadlock.
   *
   * @return what to publish after the commit
   */
  public static List<Directory.RosterChanged> raiseAllOf(Handle handle, UUID account) {
    List<Directory.RosterChanged> changes = new ArrayList<>();
    List<UUID> shown =
        handle
            .createQuery("select conversation from member where account = :a order by conversation")
            .bind("a", account)
            .map((row, context) -> (UUID) row.getObject(1))
            .list();
    for (UUID conversation : shown) {
      raise(handle, conversation);
      changes.add(
          new Directory.RosterChanged(
              conversation, ConversationRows.readers(handle, conversation)));
    }
    return changes;
  }
}
