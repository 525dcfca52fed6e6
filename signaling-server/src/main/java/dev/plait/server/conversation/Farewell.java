package dev.plait.server.conversation;

import dev.plait.server.conversation.ConversationRows.MemberRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Takes an account that ends out of every conversation. Stateless; runs inside the caller's
 * transaction, which has raised the rosters before.
 */
public final class Farewell {
  private Farewell() {}

  /**
   * Groups go on without the account, as when it leaves. A direct conversation stays where the
   * other side takes part, and shows the account as one that takes part no more; any other is gone.
   *
   * @return what to publish after the commit
   */
  public static List<Directory.Change> leaveAll(Handle handle, UUID account) {
    List<Directory.Change> changes = new ArrayList<>();
    Set<UUID> friends = ConversationRows.acceptedPeersOf(handle, account);
    List<UUID> conversations =
        handle
            .createQuery("select conversation from member where account = :a order by conversation")
            .bind("a", account)
            .map((row, context) -> (UUID) row.getObject(1))
            .list();
    for (UUID conversation : conversations) {
      leave(handle, conversation, account, changes);
    }
    for (UUID friend : friends) {
      changes.add(new Directory.BlockChanged(account, friend, true));
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
    Set<UUID> left = leave(handle, conversation, account);
    for (UUID gone : left) {
      changes.add(new Directory.AccountLeft(conversation, gone, version));
    }
    changes.add(
        new Directory.RosterChanged(conversation, ConversationRows.readers(handle, conversation)));
  }

  /** Says who is out of it now. */
  private static Set<UUID> leave(Handle handle, UUID conversation, UUID account) {
    if (!Conversations.isDirect(handle, conversation)) {
      Departure.depart(handle, conversation, account);
      return Set.of(account);
    }
    List<MemberRow> both = ConversationRows.members(handle, conversation);
    for (MemberRow member : both) {
      if (!member.account().equals(account) && member.state() == MemberState.ACCEPTED) {
        Conversations.setState(handle, conversation, account, MemberState.DECLINED);
        return Set.of(account);
      }
    }
    both.forEach(member -> Departure.depart(handle, conversation, member.account()));
    return both.stream().map(MemberRow::account).collect(Collectors.toSet());
  }
}
