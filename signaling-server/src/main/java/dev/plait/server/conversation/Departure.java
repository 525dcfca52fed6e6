package dev.plait.server.conversation;

import dev.plait.server.conversation.ConversationRows.MemberRow;
import java.util.List;
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
   * Takes the account out. When the last owner goes, the member who is there longest takes over; an
   * conversation that nobody sees is deleted. False when the account was not in it.
   */
  static boolean depart(Handle handle, UUID conversation, UUID account) {
    int removed =
        handle
            .createUpdate("delete from member where conversation = :c and account = :a")
            .bind("c", conversation)
            .bind("a", account)
            .execute();
    if (removed == 0) {
      return false;
    }
    List<MemberRow> left = ConversationRows.members(handle, conversation);
    if (left.stream().noneMatch(member -> member.state().sees())) {
      for (String sql :
          List.of(
              "delete from member where conversation = :c",
              "delete from conversation where id = :c")) {
        handle.createUpdate(sql).bind("c", conversation).execute();
      }
    } else if (left.stream().noneMatch(MemberRow::owner)) {
      MemberRow heir =
          left.stream()
              .filter(member -> member.state() == MemberState.ACCEPTED)
              .findFirst()
              .orElseGet(
                  () -> left.stream().filter(member -> member.state().sees()).findFirst().get());
      handle
          .createUpdate("update member set owner = true where conversation = :c and account = :a")
          .bind("c", conversation)
          .bind("a", heir.account())
          .execute();
    }
    return true;
  }
}
