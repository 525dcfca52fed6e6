package dev.plait.server.conversation;

import dev.plait.server.conversation.ConversationRows.MemberRow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Takes an account that ends out of every conversation. Stateless; runs inside the caller's
 * transaction, which has raised the rosters before.
 */
public final class Farewell {
  private Farewell() {}

  /**
   * Groups go on without the account, as when it leaves. A direct conversation stays for the other
   * side where that takes part; a request that nobody has answered is gone.
   *
   * @return what to publish after the commit
   */
  public static List<Directory.Change> leaveAll(Handle handle, UUID account) {
    List<Directory.Change> changes = new ArrayList<>();
    List<UUID> conversations =
        handle
            .createQuery("select conversation from member where account = :a order by conversation")
            .bind("a", account)
            .map((row, context) -> (UUID) row.getObject(1))
            .list();
    for (UUID conversation : conversations) {
      leave(handle, conversation, account, changes);
    }
    return changes;
  }

  private static void leave(
      Handle handle, UUID conversation, UUID account, List<Directory.Change> changes) {
    long version =
        handle
            .createQuery("select version from conversation where id = :c")
            .bind("c", conversation)
            .mapTo(Long.class)
            .one();
    List<UUID> left = new ArrayList<>(List.of(account));
    if (Conversations.isDirect(handle, conversation)) {
      for (MemberRow member : ConversationRows.members(handle, conversation)) {
        if (!member.account().equals(account) && member.state() != MemberState.ACCEPTED) {
          left.add(member.account());
        }
      }
    }
    for (UUID gone : left) {
      Departure.depart(handle, conversation, gone);
      changes.add(new Directory.AccountLeft(conversation, gone, version));
    }
    changes.add(
        new Directory.RosterChanged(conversation, ConversationRows.readers(handle, conversation)));
  }
}
