package dev.plait.store.jdbc;

import static dev.plait.store.jdbc.Rows.by;
import static dev.plait.store.jdbc.Rows.row;
import static dev.plait.store.jdbc.Rows.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import dev.plait.store.CommitResult.Outcome;
import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of the queues one account may have. */
class AccountSharesTest {
  private final UUID eve = UUID.randomUUID();
  private final UUID grace = UUID.randomUUID();
  private final UUID alice = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anAccountHasHalfOfAQueueWithAllItsDevicesAndOthersFindRoom(Dialect dialect) {
    var store = store(dialect, 6, 100);
    StreamId phone = stream();
    StreamId laptop = stream();

    assertThat(commit(store, eve, row(alice, phone, 1), row(alice, phone, 3)))
        .containsOnly(Outcome.INSERTED);
    assertThat(commit(store, eve, row(alice, laptop, 1), row(alice, laptop, 3)))
        .containsExactly(Outcome.INSERTED, Outcome.QUEUE_FULL);

    StreamId other = stream();
    assertThat(commit(store, grace, row(alice, other, 1), row(alice, other, 3)))
        .containsOnly(Outcome.INSERTED);
    store.deleteThrough(List.of(new AckedThrough(phone, alice, 1)));
    assertThat(commit(store, eve, row(alice, laptop, 3))).containsExactly(Outcome.INSERTED);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void halfOfAQueueCountsInBytesToo(Dialect dialect) {
    var store =
        new JdbcQueueStore(TestDatabases.of(dialect), new QueueLimits(90, 20, 9, 90, 9, 90, 90));
    StreamId stream = stream();
    QueueRow nine = row(alice, stream, 1, "nine long", Rows.NOW_MS);
    QueueRow two = row(alice, stream, 3, "to", Rows.NOW_MS);

    assertThat(commit(store, eve, nine, two)).containsExactly(Outcome.INSERTED, Outcome.QUEUE_FULL);
    assertThat(commit(store, grace, row(alice, stream(), 1, "ten bytes.", Rows.NOW_MS)))
        .containsExactly(Outcome.INSERTED);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anAccountHasSoMuchInAllQueuesTogether(Dialect dialect) {
    var store = store(dialect, 6, 4);
    StreamId stream = stream();
    commit(store, eve, row(alice, stream, 1), row(alice, stream, 3), row(alice, stream, 5));

    assertThat(commit(store, eve, row(bob, stream, 1), row(bob, stream, 3)))
        .containsExactly(Outcome.INSERTED, Outcome.QUEUE_FULL);

    store.cancel(List.of(new AckedThrough(stream, alice, 3)));
    assertThat(commit(store, eve, row(bob, stream, 3))).containsExactly(Outcome.INSERTED);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWasKeptBeforeAccountsWereCountsForNobody(Dialect dialect) {
    var store = store(dialect, 6, 2);
    StreamId stream = stream();

    store.commit(List.of(row(alice, stream, 1), row(alice, stream, 3), row(alice, stream, 5)));

    assertThat(commit(store, eve, row(alice, stream(), 1))).containsExactly(Outcome.INSERTED);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whateverBecomesOfRowsWhatIsCountedIsWhatIsThere(Dialect dialect) {
    Database database = TestDatabases.of(dialect);
    var store = store(dialect, 12, 25);
    Random random = new Random(14);
    List<UUID> accounts = List.of(eve, grace);
    List<UUID> targets = List.of(alice, bob, UUID.randomUUID());
    List<StreamId> streams = List.of(stream(), stream(), stream());
    for (int i = 0; i < 300; i++) {
      int which = random.nextInt(streams.size());
      StreamId stream = streams.get(which);
      UUID target = targets.get(random.nextInt(targets.size()));
      long seq = 1L + random.nextInt(40);
      switch (random.nextInt(12)) {
        case 0 -> store.deleteThrough(List.of(new AckedThrough(stream, target, seq / 4)));
        case 1 -> store.cancel(List.of(new AckedThrough(stream, target, seq)));
        case 2 -> store.deleteOf(stream.conversation(), target, Rows.NOW_MS - 50);
        case 3 -> store.expire(Rows.NOW_MS - 90);
        case 4 -> {
          if (random.nextInt(4) == 0) {
            store.deleteDevice(target);
          }
        }
        case 5 -> {
          database.write(
              handle -> {
                new RequestBoxes(dialect).close(handle, target, targets.subList(0, 2));
                RequestBoxes.open(handle, target);
                return true;
              });
        }
        default -> {
          String body = "x".repeat(random.nextInt(20));
          QueueRow row = row(target, stream, seq, body, Rows.NOW_MS - random.nextInt(100));
          commit(store, accounts.get(which % accounts.size()), row);
        }
      }
      assertThat(counted(database)).as("after %d", i).isEqualTo(there(database));
    }
  }

  /** Rows of one account come and go in many queues at once, as with several nodes. */
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void manyAtOnceCountRight(Dialect dialect) throws Exception {
    Database database = TestDatabases.of(dialect);
    var store = store(dialect, 1_000, 1_000);
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          LongStream.range(0, 6)
              .mapToObj(
                  n ->
                      together.submit(
                          () -> {
                            StreamId stream = stream();
                            UUID target = n % 2 == 0 ? alice : UUID.randomUUID();
                            for (long seq = 1; seq <= 30; seq++) {
                              commit(store, eve, row(target, stream, seq));
                              if (seq % 2 == 0) {
                                store.deleteThrough(List.of(new AckedThrough(stream, target, seq)));
                              }
                              if (dialect == Dialect.H2) {
                                empty(database, target);
                              }
                            }
                            return true;
                          }))
              .toList();
      for (var one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(counted(database)).isEqualTo(there(database));
  }

  /** Beside the store's one writer, as whoever accepts does it. */
  private static void empty(Database database, UUID box) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              new RequestBoxes(Dialect.H2).close(handle, box, List.of());
              RequestBoxes.open(handle, box);
            });
  }

  private static JdbcQueueStore store(Dialect dialect, int queueEntries, int accountEntries) {
    return new JdbcQueueStore(
        TestDatabases.of(dialect),
        new QueueLimits(queueEntries, 1 << 20, 9, 900, 9, accountEntries, 1 << 20));
  }

  private static List<Outcome> commit(JdbcQueueStore store, UUID account, QueueRow... rows) {
    List<QueueRow> own = new ArrayList<>();
    for (QueueRow row : rows) {
      own.add(by(account, row));
    }
    return store.commit(own).outcomes();
  }

  private Map<String, String> counted(Database database) {
    return amounts(
        database,
        "select account, target, entries, bytes from queue_share where entries > 0",
        "queue_share");
  }

  private Map<String, String> there(Database database) {
    String rows = "queue_row where account is not null";
    Map<String, String> all =
        amounts(
            database,
            "select account, target, count(*), sum(bytes) from "
                + rows
                + " group by account, target",
            "queue_row");
    all.putAll(
        amounts(
            database,
            "select account, cast('00000000-0000-0000-0000-000000000000' as uuid), count(*),"
                + " sum(bytes) from "
                + rows
                + " group by account",
            "queue_row"));
    return all;
  }

  /** Those of this test's accounts: the database is that of others, too. */
  private Map<String, String> amounts(Database database, String sql, String of) {
    Map<String, String> found = new TreeMap<>();
    database.readSnapshot(
        handle ->
            handle
                .createQuery(sql)
                .map(
                    (rs, ctx) -> {
                      UUID account = rs.getObject(1, UUID.class);
                      if (account.equals(eve) || account.equals(grace)) {
                        found.put(
                            account + " in " + rs.getObject(2, UUID.class),
                            rs.getLong(3) + " rows of " + rs.getLong(4) + " bytes");
                      }
                      return of;
                    })
                .list());
    return found;
  }
}
