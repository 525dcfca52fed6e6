package dev.plait.server.conversation;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.RequestBox;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.store.jdbc.RequestBoxes;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes of conversations that begin. Stateless; runs inside the caller's transaction. */
final class NewRows {
  private NewRows() {}

  /** A conversation with its members; those who are invited have not answered. */
  static Outcome<UUID> insert(
      Handle handle,
      UUID id,
      UUID creator,
      ConversationKind kind,
      String title,
      Set<UUID> invited,
      long nowMs) {
    for (UUID account : invited) {
      if (!ConversationRows.accountExists(handle, account)) {
        return new Outcome.Refused<>(Refusal.NOT_FOUND, "members: no account " + account + ".");
      }
    }
    if (ConversationRows.acceptedOf(handle, creator) >= Conversations.CONVERSATIONS) {
      return Outcome.refused(Refusal.TOO_MANY_CONVERSATIONS);
    }
    @Nullable String pair =
        kind == ConversationKind.DIRECT ? pair(creator, invited.iterator().next()) : null;
    handle
        .createUpdate(
            "insert into conversation (id, kind, title, version, pair, created_ms)"
                + " values (:id, :kind, :title, 0, :pair, :now)")
        .bind("id", id)
        .bind("kind", kind == ConversationKind.DIRECT ? "direct" : "group")
        .bind("title", title)
        .bind("pair", pair)
        .bind("now", nowMs)
        .execute();
    RosterVersions.raise(handle, id, nowMs);
    boolean group = kind == ConversationKind.GROUP;
    insertMember(handle, id, creator, group, MemberState.ACCEPTED, creator, nowMs);
    for (UUID account : invited) {
      invite(handle, id, account, creator, nowMs);
    }
    return Outcome.done(id);
  }

  /** One more member who is asked, or is not, having blocked the other: nobody can tell. */
  static void invite(Handle handle, UUID conversation, UUID account, UUID by, long nowMs) {
    boolean blocked = ConversationRows.isBlocked(handle, account, by);
    MemberState state = blocked ? MemberState.BLOCKED : MemberState.REQUESTED;
    insertMember(handle, conversation, account, false, state, by, nowMs);
    RequestBoxes.open(handle, RequestBox.of(conversation, account));
  }

  /** One more member; the roster has a new version already. */
  private static void insertMember(
      Handle handle,
      UUID conversation,
      UUID account,
      boolean owner,
      MemberState state,
      UUID by,
      long nowMs) {
    handle
        .createUpdate(
            "insert into member (conversation, account, owner, state, invited_by, joined_ms)"
                + " values (:c, :a, :o, :s, :by, :now)")
        .bind("c", conversation)
        .bind("a", account)
        .bind("o", owner)
        .bind("s", state.stored())
        .bind("by", by)
        .bind("now", nowMs)
        .execute();
    RosterVersions.tell(handle, conversation, account);
  }

  /** The direct conversation of a pair, when there is one. */
  static @Nullable UUID findPair(Handle handle, String pair) {
    return handle
        .createQuery("select id from conversation where pair = :p")
        .bind("p", pair)
        .map((row, context) -> (UUID) row.getObject(1))
        .findOne()
        .orElse(null);
  }

  /** Both accounts, in one order. */
  static String pair(UUID a, UUID b) {
    String first = a.toString();
    String second = b.toString();
    return first.compareTo(second) < 0 ? first + ":" + second : second + ":" + first;
  }
}
