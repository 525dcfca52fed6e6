package dev.plait.server.conversation;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.RequestBox;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.database.NodeDatabase;
import dev.plait.store.QueuedEntry;
import dev.plait.store.jdbc.RequestBoxes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The requests that wait for an account's answer, each one line, and what was said in one of them
 * so far (CNS-3). Safe from any thread; blocks on the database.
 */
public final class OpenRequests {
  /** Most entries shown of one. */
  private static final int ENTRIES = 20;

  private static final String LINES =
      "select c.id, c.kind, c.title, m.invited_by, a.handle, a.display_name, m.joined_ms,"
          + " (select count(*) from member all_of where all_of.conversation = c.id)"
          + " from member m join conversation c on c.id = m.conversation"
          + " join account a on a.id = m.invited_by"
          + " where m.account = :account and m.state = 'requested'";

  private final NodeDatabase database;

  /**
   * One request.
   *
   * @param conversation to accept, decline or block
   * @param title empty for a direct conversation
   * @param by who asks
   * @param members how many are in it, those included who have not answered
   * @param atMs since when it waits, milliseconds since 1970
   */
  public record Line(
      UUID conversation,
      ConversationKind kind,
      String title,
      UUID by,
      String handle,
      String displayName,
      int members,
      long atMs) {}

  /**
   * An entry that waits.
   *
   * @param account who says it
   * @param id of the message
   * @param body as it was sent
   * @param atMs when the server took it
   */
  public record Said(UUID account, UUID id, Bytes body, long atMs) {}

  /** A request with the first of what was said. */
  public record Opened(Line line, List<Said> entries) {
    /** Copies the list. */
    public Opened {
      entries = List.copyOf(entries);
    }
  }

  /** Reads from {@code database}, which has the queues, too. */
  public OpenRequests(NodeDatabase database) {
    this.database = database;
  }

  /** All of an account, at most {@link Requests#OPEN}, newest first. */
  public List<Line> of(UUID account) {
    return database.read(
        handle -> lines(handle.createQuery(LINES + " order by m.joined_ms desc, c.id"), account));
  }

  /** One of an account's; not found when it waits for no answer. */
  public Outcome<Opened> open(UUID account, UUID conversation) {
    return database.read(
        handle -> {
          List<Line> line =
              lines(
                  handle
                      .createQuery(LINES + " and c.id = :conversation")
                      .bind("conversation", conversation),
                  account);
          return line.isEmpty()
              ? Outcome.refused(Refusal.NOT_FOUND)
              : Outcome.done(new Opened(line.getFirst(), said(handle, conversation, account)));
        });
  }

  private static List<Line> lines(Query query, UUID account) {
    return query
        .bind("account", account)
        .map(
            (row, context) ->
                new Line(
                    (UUID) row.getObject(1),
                    ConversationKind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                    row.getString(3),
                    (UUID) row.getObject(4),
                    row.getString(5),
                    row.getString(6),
                    row.getInt(8),
                    row.getLong(7)))
        .list();
  }

  private static List<Said> said(Handle handle, UUID conversation, UUID account) {
    List<Said> said = new ArrayList<>();
    UUID box = RequestBox.of(conversation, account);
    for (QueuedEntry waiting : RequestBoxes.entries(handle, box, ENTRIES)) {
      handle
          .createQuery("select account from device where id = :device")
          .bind("device", waiting.stream().device())
          .map((row, context) -> (UUID) row.getObject(1))
          .findOne()
          .ifPresent(
              by -> {
                var entry = waiting.entry().entry();
                said.add(new Said(by, entry.id(), entry.body(), waiting.acceptedAtMs()));
              });
    }
    return said;
  }
}
