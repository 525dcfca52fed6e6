package dev.plait.store.jdbc;

import dev.plait.protocol.wire.StreamId;
import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Commits groups until it is killed. Goes on where the last one ended, says first what it found
 * ({@code has N}) and then the last seq of each group once it is durable ({@code ack N}).
 */
final class CommittingChild {
  static final List<UUID> TARGETS = List.of(new UUID(1, 1), new UUID(1, 2));
  static final StreamId STREAM = new StreamId(new UUID(2, 2), new UUID(3, 3), 4);

  /** Entries of one transaction, each for both targets. */
  static final int GROUP = 8;

  /** Never in the way: how many kills a run has is up to who starts it. */
  static final QueueLimits NO_LIMITS =
      new QueueLimits(
          Integer.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0, Integer.MAX_VALUE, Long.MAX_VALUE);

  private CommittingChild() {}

  /**
   * Runs until killed.
   *
   * @param args URL, user, password
   */
  @SuppressWarnings("SystemOut") // the parent reads it
  public static void main(String[] args) {
    try (Database database = Database.open(new DatabaseConfig(args[0], args[1], args[2]))) {
      JdbcQueueStore store = new JdbcQueueStore(database, NO_LIMITS);
      long last = store.usage(TARGETS.getFirst()).entries();
      System.out.println("has " + last);
      while (true) {
        store.commit(group(last + 1));
        last += GROUP;
        System.out.println("ack " + last);
      }
    }
  }

  private static List<QueueRow> group(long fromSeq) {
    return LongStream.range(fromSeq, fromSeq + GROUP)
        .boxed()
        .flatMap(seq -> TARGETS.stream().map(target -> Rows.row(target, STREAM, seq)))
        .toList();
  }

  /** Whether the database has nothing but whole groups; the number of the last entry. */
  static long lastOf(Database database) {
    JdbcQueueStore store = new JdbcQueueStore(database, NO_LIMITS);
    List<Long> expected =
        LongStream.rangeClosed(1, store.usage(TARGETS.getFirst()).entries()).boxed().toList();
    for (UUID target : TARGETS) {
      var entries = store.page(target, 0, 1_000_000, 1L << 40).entries();
      if (!entries.stream().map(e -> e.entry().entry().seq()).toList().equals(expected)
          || !entries.stream()
              .allMatch(
                  e ->
                      e.entry()
                          .entry()
                          .equals(Rows.row(target, STREAM, e.entry().entry().seq()).entry()))) {
        throw new AssertionError("not what was committed, or not in order, for " + target);
      }
    }
    long halves =
        Stream.of(
                "select count(*) from queue_body b where refs <> (select count(*) from queue_row r where"
                    + " r.conversation = b.conversation and r.sender = b.sender and r.epoch = b.epoch and"
                    + " r.seq = b.seq)",
                "select count(*) from queue_device d where entries <> (select count(*) from queue_row r"
                    + " where r.target = d.target) or bytes <> (select sum(r.bytes) from queue_row r where"
                    + " r.target = d.target)")
            .mapToLong(
                sql -> database.readSnapshot(h -> h.createQuery(sql).mapTo(Long.class).one()))
            .sum();
    if (halves != 0 || expected.size() % GROUP != 0) {
      throw new AssertionError("half of a transaction: " + halves + ", " + expected.size());
    }
    return expected.size();
  }
}
