package dev.plait.store.jdbc;

import static dev.plait.store.jdbc.QueueStoreTest.seqs;
import static dev.plait.store.jdbc.Rows.row;
import static dev.plait.store.jdbc.Rows.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.StreamId;
import dev.plait.store.CommitResult.Outcome;
import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import dev.plait.store.QueuedEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for an account that has not accepted. */
class RequestBoxesTest {
  private final UUID box = UUID.randomUUID();
  private final UUID phone = UUID.randomUUID();
  private final UUID laptop = UUID.randomUUID();

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWaitedIsInTheQueueOfEachDeviceOnceTheAccountHasAccepted(Dialect dialect) {
    Database database = TestDatabases.of(dialect);
    var store = new JdbcQueueStore(database);
    StreamId stranger = stream();
    store.commit(
        List.of(Rows.request(box, stranger, 1, "hi"), Rows.request(box, stranger, 2, "it is me")));
    store.commit(List.of(row(phone, stream(), 9)));
    long bytes = store.usage(box).bytes();

    close(database, dialect, List.of(phone, laptop));

    assertThat(seqs(store, phone)).containsExactly(9L, 1L, 2L);
    assertThat(seqs(store, laptop)).containsExactly(1L, 2L);
    assertThat(store.usage(box).entries()).isZero();
    assertThat(store.usage(laptop).bytes()).isEqualTo(bytes);
    assertThat(store.commit(List.of(Rows.request(box, stranger, 3, "late"))).outcomes())
        .containsExactly(Outcome.CLOSED);
    assertThat(store.commit(List.of(row(phone, stranger, 2, "it is me", Rows.NOW_MS))).outcomes())
        .containsExactly(Outcome.ALREADY_THERE);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aBoxThatNothingWasPutIntoTakesNothingEither(Dialect dialect) {
    Database database = TestDatabases.of(dialect);
    var store = new JdbcQueueStore(database);

    close(database, dialect, List.of(phone));

    assertThat(store.commit(List.of(Rows.request(box, stream(), 1, "late"))).outcomes())
        .containsExactly(Outcome.CLOSED);
    database.write(
        handle -> {
          RequestBoxes.open(handle, box);
          return true;
        });
    assertThat(store.commit(List.of(Rows.request(box, stream(), 1, "again"))).outcomes())
        .containsExactly(Outcome.INSERTED);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWasTakenMovesEvenIntoAFullQueue(Dialect dialect) {
    Database database = TestDatabases.of(dialect);
    var store = new JdbcQueueStore(database, new QueueLimits(2, 100, 2, 100, 2, 2, 100));
    StreamId stranger = stream();
    store.commit(List.of(row(phone, stream(), 1), row(phone, stream(), 2)));
    store.commit(
        List.of(Rows.request(box, stranger, 1, "hi"), Rows.request(box, stranger, 2, "you")));

    close(database, dialect, List.of(phone));

    assertThat(seqs(store, phone)).hasSize(4);
  }

  /** Each stranger may say a little; all together may not say much. */
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aBoxHoldsOnlySoMuchOfAllItsSenders(Dialect dialect) {
    var store = new JdbcQueueStore(TestDatabases.of(dialect));
    UUID conversation = UUID.randomUUID();
    List<QueueRow> rows = new ArrayList<>();
    for (int sender = 0; sender < 12; sender++) {
      StreamId stream = new StreamId(conversation, UUID.randomUUID(), 1);
      for (long seq = 1; seq <= 20; seq++) {
        rows.add(Rows.request(box, stream, seq, "hi"));
      }
    }

    assertThat(store.commit(rows).outcomes().stream().filter(Outcome::stored)).hasSize(200);
    assertThat(store.usage(box).entries()).isEqualTo(200);
  }

  /** A program that accepts by itself does so while the first entry is on its way. */
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aYesAndTheFirstEntryMayMeet(Dialect dialect) throws Exception {
    Database database = TestDatabases.of(dialect);
    var store = new JdbcQueueStore(database);
    UUID sender = UUID.randomUUID();
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 40; round++) {
        UUID fresh = UUID.randomUUID();
        StreamId stranger = stream();
        var said =
            together.submit(
                () ->
                    store.commit(List.of(Rows.by(sender, Rows.request(fresh, stranger, 1, "hi")))));
        var accepted =
            together.submit(
                () ->
                    Jdbi.create(database.dataSource())
                        .inTransaction(
                            handle -> {
                              new RequestBoxes(dialect).close(handle, fresh, List.of(phone));
                              return true;
                            }));

        assertThat(accepted.get()).isTrue();
        boolean moved = said.get().outcomes().getFirst() == Outcome.INSERTED;
        assertThat(store.positions(List.of(stranger)).stream().map(at -> at.target()).toList())
            .isEqualTo(moved ? List.of(phone) : List.of());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWaitsCanBeLookedAt(Dialect dialect) {
    Database database = TestDatabases.of(dialect);
    var store = new JdbcQueueStore(database);
    StreamId stranger = stream();
    store.commit(List.of(Rows.request(box, stranger, 1, "a"), Rows.request(box, stranger, 2, "b")));

    List<QueuedEntry> seen = database.write(handle -> RequestBoxes.entries(handle, box, 1));

    assertThat(seen).extracting(entry -> entry.entry().entry().seq()).containsExactly(1L);
  }

  private void close(Database database, Dialect dialect, List<UUID> devices) {
    database.write(
        handle -> {
          new RequestBoxes(dialect).close(handle, box, devices);
          return true;
        });
  }
}
