package dev.plait.server.conversation;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.RequestBox;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads of conversations, members and blocks. Stateless; runs inside the caller's transaction. */
final class ConversationRows {
  private ConversationRows() {}

  record MemberRow(UUID account, boolean owner, MemberState state, UUID invitedBy) {}

  static @Nullable Shown shown(Handle handle, UUID conversation) {
    Frame.Roster roster = roster(handle, conversation);
    return roster == null ? null : new Shown(roster, asked(handle, conversation));
  }

  private static Map<UUID, Shown.Asked> asked(Handle handle, UUID conversation) {
    return handle
        .createQuery(
            "select m.account, m.invited_by, (select max(c.number) from roster_change c"
                + " where c.account = m.account and c.subject = m.conversation)"
                + " from member m where m.conversation = :c and m.state = 'requested'")
        .bind("c", conversation)
        .map(
            (row, context) ->
                Map.entry(
                    uuid(row.getObject(1)),
                    new Shown.Asked(uuid(row.getObject(2)), row.getLong(3))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Frame.@Nullable Roster roster(Handle handle, UUID conversation) {
    Map<UUID, List<ShownDevice>> devices = shownDevices(handle, conversation);
    List<Member> members =
        handle
            .createQuery(
                "select m.account, a.handle, a.display_name, a.name_version, m.owner, m.state,"
                    + " a.deleted_ms > 0 from member m join account a on a.id = m.account"
                    + " where m.conversation = :c order by a.handle")
            .bind("c", conversation)
            .map(
                (row, context) -> {
                  UUID account = uuid(row.getObject(1));
                  boolean accepted = MemberState.of(row.getString(6)) == MemberState.ACCEPTED;
                  boolean boxed = !accepted && !row.getBoolean(7); // who has ended gets no more
                  List<ShownDevice> shown = devices.getOrDefault(account, List.of());
                  return new Member(
                      account,
                      row.getString(2),
                      fitting(row.getString(3)),
                      accepted ? row.getLong(4) : 0, // when that was is nobody's business yet
                      row.getBoolean(5),
                      accepted,
                      boxed
                          ? List.of(RequestBox.of(conversation, account))
                          : shown.stream().map(ShownDevice::device).toList(),
                      shown.stream()
                          .filter(one -> !one.signedIn())
                          .map(ShownDevice::device)
                          .toList());
                })
            .list();
    return handle
        .createQuery("select kind, title, version from conversation where id = :c")
        .bind("c", conversation)
        .map(
            (row, context) ->
                new Frame.Roster(
                    conversation,
                    row.getLong(3),
                    ConversationKind.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                    fitting(row.getString(2)),
                    members))
        .findOne()
        .orElse(null);
  }

  /**
   * What a frame takes of a text: earlier versions counted characters in another way, and kept
   * longer ones and half characters.
   */
  static String fitting(String kept) {
    String text = Bytes.hasUtf8(kept) ? kept : kept.replaceAll("\\p{Cs}", "\uFFFD");
    if (text.length() <= Limits.TEXT_CHARS) {
      return text;
    }
    boolean within = Character.isHighSurrogate(text.charAt(Limits.TEXT_CHARS - 1));
    return text.substring(0, Limits.TEXT_CHARS - (within ? 1 : 0));
  }

  /** A device that a roster names, signed in or not. */
  private record ShownDevice(UUID account, UUID device, boolean signedIn) {}

  private static Map<UUID, List<ShownDevice>> shownDevices(Handle handle, UUID conversation) {
    return handle
        .createQuery(
            "select d.account, d.id, s.device from device d join member m on m.account = d.account"
                + " left join sign_in s on s.device = d.id"
                + " where m.conversation = :c and m.state = 'accepted' and d.revoked_ms is null"
                + " order by d.created_ms, d.id")
        .bind("c", conversation)
        .map(
            (row, context) ->
                new ShownDevice(
                    uuid(row.getObject(1)), uuid(row.getObject(2)), row.getObject(3) != null))
        .stream()
        .collect(Collectors.groupingBy(ShownDevice::account));
  }

  /** Members, those included who do not see it. */
  static List<MemberRow> members(Handle handle, UUID conversation) {
    return handle
        .createQuery(
            "select account, owner, state, invited_by from member where conversation = :c"
                + " order by joined_ms, account")
        .bind("c", conversation)
        .map(
            (row, context) ->
                new MemberRow(
                    uuid(row.getObject(1)),
                    row.getBoolean(2),
                    MemberState.of(row.getString(3)),
                    uuid(row.getObject(4))))
        .list();
  }

  /** Members that see the roster: those who take part, or have not answered. */
  static Set<UUID> readers(Handle handle, UUID conversation) {
    Set<UUID> readers = new HashSet<>();
    for (MemberRow member : members(handle, conversation)) {
      if (member.state().sees()) {
        readers.add(member.account());
      }
    }
    return readers;
  }

  static List<UUID> conversationsOf(Handle handle, UUID account) {
    return uuids(
        handle,
        "select conversation from member where account = :a and state in ('accepted', 'requested')"
            + " order by joined_ms, conversation",
        account);
  }

  /** How many conversations the account takes part in; requests do not count. */
  static int acceptedOf(Handle handle, UUID account) {
    return handle
        .createQuery("select count(*) from member where account = :a and state = 'accepted'")
        .bind("a", account)
        .mapTo(Integer.class)
        .one();
  }

  static List<UUID> devicesOf(Handle handle, UUID account) {
    return uuids(
        handle,
        "select id from device where account = :a and revoked_ms is null order by created_ms, id",
        account);
  }

  static Set<UUID> acceptedPeersOf(Handle handle, UUID account) {
    return Set.copyOf(
        uuids(
            handle,
            "select distinct other.account from member mine"
                + " join member other on other.conversation = mine.conversation"
                + " where mine.account = :a and mine.state = 'accepted'"
                + " and other.account <> :a and other.state = 'accepted'"
                + " and not exists (select 1 from account_block b where"
                + " (b.account = :a and b.blocked = other.account)"
                + " or (b.account = other.account and b.blocked = :a))",
            account));
  }

  static boolean isBlocked(Handle handle, UUID by, UUID whom) {
    return handle
        .createQuery("select 1 from account_block where account = :a and blocked = :b")
        .bind("a", by)
        .bind("b", whom)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static boolean accountExists(Handle handle, UUID account) {
    return handle
        .createQuery("select 1 from account where id = :a and deleted_ms = 0")
        .bind("a", account)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static List<UUID> uuids(Handle handle, String sql, UUID account) {
    return handle
        .createQuery(sql)
        .bind("a", account)
        .map((row, context) -> uuid(row.getObject(1)))
        .list();
  }

  private static UUID uuid(Object column) {
    return (UUID) column;
  }
}
