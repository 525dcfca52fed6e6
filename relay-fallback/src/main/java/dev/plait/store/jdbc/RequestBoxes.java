package dev.plait.store.jdbc;

import dev.plait.store.Page;
import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import dev.plait.store.QueuedEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The queues of members that have not accepted (CNS-1). A box is open or closed: closing it moves
 * what waits there to the devices of the account, all at once, and an entry that comes later is
 * refused, so that its sender posts it to them. Stateless; runs inside the caller's transaction, on
 * a database that has the queues.
 */
public final class RequestBoxes {
  /** What was taken is kept, however full the queues are. */
  private static final QueueLimits NONE =
      new QueueLimits(
          Integer.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0, Integer.MAX_VALUE, Long.MAX_VALUE);

  private final Dialect dialect;

  /** For the database of that kind. */
  public RequestBoxes(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Entries are taken from now on, also where the box was closed before. */
  public static void open(Handle handle, UUID box) {
    handle
        .createUpdate("update queue_device set closed = false where target = :box and closed")
        .bind("box", box)
        .execute();
  }

  /** The account has accepted: what waits in the box joins the queue of each of its devices. */
  public void close(Handle handle, UUID box, List<UUID> devices) {
    Set<UUID> queues = new LinkedHashSet<>(devices);
    queues.add(box);
    QueueLocks.take(handle, dialect, queues, List.of(), true);
    List<QueuedEntry> waiting = all(handle, box);
    if (!waiting.isEmpty()) {
      List<QueueRow> rows = new ArrayList<>();
      Map<UUID, UUID> accounts = senders(handle, box);
      for (UUID device : devices) {
        for (QueuedEntry entry : waiting) {
          rows.add(row(device, accounts.get(entry.stream().device()), entry));
        }
      }
      if (!rows.isEmpty()) {
        new CommitTransaction(handle, dialect, NONE, rows).run();
      }
      new Removal(handle, dialect).queue(box);
    }
    handle
        .createUpdate("update queue_device set closed = true where target = :box")
        .bind("box", box)
        .execute();
  }

  /**
   * What waits in a box, oldest first.
   *
   * @param most how many entries to read at most
   */
  public static List<QueuedEntry> entries(Handle handle, UUID box, int most) {
    return QueueReader.page(handle, box, 0, most, Long.MAX_VALUE).entries();
  }

  private static List<QueuedEntry> all(Handle handle, UUID box) {
    Page page = QueueReader.page(handle, box, 0, Integer.MAX_VALUE - 1, Long.MAX_VALUE);
    return page.entries();
  }

  /** Accounts by device of those who have said what waits, as far as that is known. */
  private static Map<UUID, UUID> senders(Handle handle, UUID box) {
    Map<UUID, UUID> accounts = new HashMap<>();
    handle
        .createQuery(
            "select distinct sender, account from queue_row"
                + " where target = :box and account is not null")
        .bind("box", box)
        .map((rs, ctx) -> Map.entry(rs.getObject(1, UUID.class), rs.getObject(2, UUID.class)))
        .forEach(row -> accounts.put(row.getKey(), row.getValue()));
    return accounts;
  }

  private static QueueRow row(UUID device, @Nullable UUID account, QueuedEntry waiting) {
    var entry = waiting.entry();
    return new QueueRow(
        device,
        account,
        waiting.stream(),
        entry.entry(),
        entry.afterSeq(),
        entry.part(),
        false,
        waiting.acceptedAtMs());
  }
}
