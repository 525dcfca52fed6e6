package dev.plait.server.account;

import dev.plait.server.database.NodeDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tells somebody all that the server keeps of their account, in pages of trees as JSON has them;
 * never what shows who one is (hashes, tokens). Safe from any thread; blocks on the database.
 */
public final class Exports {
  /** Most conversations or blocks of a page. */
  public static final int PAGE = 200;

  private static final UUID FIRST = new UUID(0, 0);

  private final NodeDatabase database;
  private final ToIntFunction<UUID> waiting;

  /** What there may be much of, in this order. */
  public enum Section {
    /** In the order of their ids. */
    CONVERSATIONS,
    /** In the order of the accounts. */
    BLOCKS
  }

  /** The rows of a section after one of them. */
  public record Position(Section section, UUID after) {
    /** Where one begins. */
    public static final Position START = new Position(Section.CONVERSATIONS, FIRST);
  }

  /**
   * A page.
   *
   * @param tree what it says
   * @param next what comes after it; null when that was all
   */
  public record Page(Map<String, Object> tree, @Nullable Position next) {}

  /** {@code waiting} says how many entries wait for a device. */
  public Exports(NodeDatabase database, ToIntFunction<UUID> waiting) {
    this.database = database;
    this.waiting = waiting;
  }

  /** The page that begins at a position; the first one has the account itself. */
  public Page page(UUID account, Position at) {
    Map<String, Object> tree = new LinkedHashMap<>();
    List<Map<String, Object>> rows =
        database.read(
            handle -> {
              if (at.equals(Position.START)) {
                tree.clear();
                tree.putAll(about(handle, account));
              }
              return switch (at.section()) {
                case CONVERSATIONS -> conversations(handle, account, at.after());
                case BLOCKS -> blocks(handle, account, at.after());
              };
            });
    if (tree.get("devices") instanceof List<?> devices) {
      countWaiting(devices);
    }
    boolean more = rows.size() > PAGE;
    List<Map<String, Object>> shown = more ? rows.subList(0, PAGE) : rows;
    return switch (at.section()) {
      case CONVERSATIONS -> {
        tree.put("conversations", shown);
        yield new Page(
            tree,
            more
                ? new Position(Section.CONVERSATIONS, id(shown.getLast(), "conversation"))
                : new Position(Section.BLOCKS, FIRST));
      }
      case BLOCKS -> {
        tree.put("blocks", shown);
        yield new Page(
            tree, more ? new Position(Section.BLOCKS, id(shown.getLast(), "account")) : null);
      }
    };
  }

  private static UUID id(Map<String, Object> row, String name) {
    return UUID.fromString((String) row.get(name));
  }

  /** Outside the transaction: it needs another connection. */
  private void countWaiting(List<?> devices) {
    for (Object device : devices) {
      @SuppressWarnings("unchecked") // as they were made
      Map<String, Object> tree = (Map<String, Object>) device;
      tree.put("waitingEntries", waiting.applyAsInt(id(tree, "device")));
    }
  }

  private static Map<String, Object> about(Handle handle, UUID account) {
    Map<String, Object> tree =
        handle
            .createQuery(
                "select id, handle, display_name, avatar_url, password_hash is not null, created_ms,"
                    + " last_seen_ms from account where id = :a")
            .bind("a", account)
            .map(
                (row, context) -> {
                  Map<String, Object> found = new LinkedHashMap<>();
                  found.put("account", row.getObject(1).toString());
                  found.put("handle", row.getString(2));
                  found.put("displayName", row.getString(3));
                  putIfThere(found, "avatarUrl", row.getString(4));
                  found.put("hasPassword", row.getBoolean(5));
                  found.put("createdAtMs", row.getLong(6));
                  putTime(found, "lastSeenMs", row, 7);
                  return found;
                })
            .one();
    tree.put(
        "outsideIdentities",
        handle
            .createQuery("select issuer, subject from outside_identity where account = :a")
            .bind("a", account)
            .map((row, context) -> Map.of("issuer", row.getString(1), "subject", row.getString(2)))
            .list());
    tree.put("devices", devices(handle, account));
    return tree;
  }

  /** Those that were revoked, too: their rows stay. */
  private static List<Map<String, Object>> devices(Handle handle, UUID account) {
    return handle
        .createQuery(
            "select d.id, d.name, d.created_ms, d.revoked_ms, s.began_ms, s.refreshed_ms, s.expires_ms"
                + " from device d left join sign_in s on s.device = d.id where d.account = :a"
                + " order by d.created_ms, d.id")
        .bind("a", account)
        .map(
            (row, context) -> {
              Map<String, Object> device = new LinkedHashMap<>();
              device.put("device", row.getObject(1).toString());
              device.put("name", row.getString(2));
              device.put("createdAtMs", row.getLong(3));
              putTime(device, "revokedAtMs", row, 4);
              putTime(device, "signedInAtMs", row, 5);
              putTime(device, "refreshedAtMs", row, 6);
              putTime(device, "expiresAtMs", row, 7);
              return device;
            })
        .list();
  }

  private static List<Map<String, Object>> conversations(Handle handle, UUID account, UUID after) {
    List<Map<String, Object>> rows =
        handle
            .createQuery(
                "select c.id, c.kind, c.title, m.state, m.owner, a.handle, m.joined_ms from member m"
                    + " join conversation c on c.id = m.conversation"
                    + " join account a on a.id = m.invited_by"
                    + " where m.account = :a and c.id > :after order by c.id limit :most")
            .bind("a", account)
            .bind("after", after)
            .bind("most", PAGE + 1)
            .map(
                (row, context) -> {
                  Map<String, Object> conversation = new LinkedHashMap<>();
                  conversation.put("conversation", row.getObject(1).toString());
                  conversation.put("kind", row.getString(2));
                  conversation.put("title", row.getString(3));
                  conversation.put("state", row.getString(4));
                  conversation.put("owner", row.getBoolean(5));
                  conversation.put("invitedBy", row.getString(6));
                  conversation.put("joinedAtMs", row.getLong(7));
                  return conversation;
                })
            .list();
    Map<String, List<String>> members = members(handle, rows);
    for (Map<String, Object> row : rows) {
      List<String> shown = members.get((String) row.get("conversation"));
      if (shown != null) {
        row.put("members", shown);
      }
    }
    return rows;
  }

  /** Handles, by conversation; of those only that the account has accepted. */
  private static Map<String, List<String>> members(Handle handle, List<Map<String, Object>> rows) {
    List<UUID> accepted =
        rows.stream()
            .filter(row -> "accepted".equals(row.get("state")))
            .map(row -> id(row, "conversation"))
            .toList();
    if (accepted.isEmpty()) {
      return Map.of();
    }
    record Shown(String conversation, String handle) {}
    return handle
        .createQuery(
            "select m.conversation, a.handle from member m join account a on a.id = m.account"
                + " where m.conversation in (<accepted>) order by a.handle")
        .bindList("accepted", accepted)
        .map((row, context) -> new Shown(row.getObject(1).toString(), row.getString(2)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Shown::conversation, Collectors.mapping(Shown::handle, Collectors.toList())));
  }

  private static List<Map<String, Object>> blocks(Handle handle, UUID account, UUID after) {
    return new ArrayList<>(
        handle
            .createQuery(
                "select b.blocked, a.handle, b.created_ms from account_block b"
                    + " join account a on a.id = b.blocked"
                    + " where b.account = :a and b.blocked > :after order by b.blocked limit :most")
            .bind("a", account)
            .bind("after", after)
            .bind("most", PAGE + 1)
            .map(
                (row, context) ->
                    Map.<String, Object>of(
                        "account",
                        row.getObject(1).toString(),
                        "handle",
                        row.getString(2),
                        "createdAtMs",
                        row.getLong(3)))
            .list());
  }

  private static void putIfThere(Map<String, Object> tree, String name, @Nullable Object value) {
    if (value != null) {
      tree.put(name, value);
    }
  }

  /** Leaves out what was never. */
  private static void putTime(Map<String, Object> tree, String name, ResultSet row, int column)
      throws SQLException {
    long ms = row.getLong(column);
    if (ms != 0) {
      tree.put(name, ms);
    }
  }
}
