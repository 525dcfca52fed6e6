package dev.plait.server.conversation;

import dev.plait.server.conversation.ConversationRows.MemberRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a group when somebody goes. Stateless; runs inside the caller's transaction,
 * which has raised the roster version before.
 */
final class Departure {
  private Departure() {}

  static @Nullable MemberRow find(Handle handle, UUID conversation, UUID account) {
    for (MemberRow member : ConversationRows.members(handle, conversation)) {
      if (member.account().equals(account)) {
        return member;
      }
    }
    return null;
  }

  /**
   * Takes the account out. When the last owner goes, the one who has taken part longest takes over;
   * a conversation in which nobody takes part any more is deleted, and who was asked is out, too.
   *
   * @return who is out of it now; empty when the account was not in it
   */
  static Set<UUID> depart(Handle handle, UUID conversation, UUID account) {
    int removed =
        handle
            .createUpdate("delete from member where conversation = :c and account = :a")
            .bind("c", conversation)
            .bind("a", account)
            .execute();
    if (removed == 0) {
      return Set.of();
    }
    Set<UUID> out = new LinkedHashSet<>(Set.of(account));
    List<MemberRow> left = ConversationRows.members(handle, conversation);
    MemberRow heir =
        left.stream()
            .filter(member -> member.state() == MemberState.ACCEPTED)
            .findFirst()
            .orElse(null);
    if (heir == null) {
      left.stream().filter(one -> one.state().sees()).forEach(one -> out.add(one.account()));
      for (String sql :
          List.of(
              "delete from member where conversation = :c",
              "delete from conversation where id = :c")) {
        handle.createUpdate(sql).bind("c", conversation).execute();
      }
    } else if (left.stream().noneMatch(MemberRow::owner)) {
      handle
          .createUpdate("update member set owner = true where conversation = :c and account = :a")
          .bind("c", conversation)
          .bind("a", heir.account())
          .execute();
    }
    return out;
  }
}
