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
  private record Left(UUID conversation, boolean direct, long version) {}

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
    List<Left> conversations =
        handle
            .createQuery(
                "select c.id, c.kind, c.version from member m join conversation c"
                    + " on c.id = m.conversation where m.account = :a order by c.id")
            .bind("a", account)
            .map(
                (row, context) ->
                    new Left(
                        (UUID) row.getObject(1), row.getString(2).equals("direct"), row.getLong(3)))
            .list();
    for (Left left : conversations) {
      for (UUID gone : leave(handle, left, account)) {
        changes.add(new Directory.AccountLeft(left.conversation(), gone, left.version()));
      }
      changes.add(
          new Directory.RosterChanged(
              left.conversation(), ConversationRows.readers(handle, left.conversation())));
    }
    for (UUID friend : friends) {
      changes.add(new Directory.BlockChanged(account, friend, true));
    }
    return changes;
  }

  /** Says who is out of it now. */
  private static Set<UUID> leave(Handle handle, Left left, UUID account) {
    UUID conversation = left.conversation();
    if (!left.direct()) {
      return Departure.depart(handle, conversation, account);
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
