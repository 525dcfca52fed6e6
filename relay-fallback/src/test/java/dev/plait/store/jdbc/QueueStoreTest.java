package dev.plait.store.jdbc;

import static dev.plait.store.jdbc.Rows.row;
import static dev.plait.store.jdbc.Rows.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import dev.plait.store.CommitResult.Outcome;
import dev.plait.store.ExpiredRows;
import dev.plait.store.Page;
import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import dev.plait.store.QueueStore;
import dev.plait.store.QueueTotals;
import dev.plait.store.QueuedEntry;
import dev.plait.store.StoredPosition;
import dev.plait.store.StoredSeqs;
import dev.plait.store.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueueStoreTest {
  private final UUID alice = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWasCommittedComesBackAsItWas(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    QueueRow first = row(alice, stream, 1);
    QueueRow second = row(alice, stream, 2);
    assertThat(store.commit(List.of(first, second)).outcomes())
        .containsExactly(Outcome.INSERTED, Outcome.INSERTED);
    Page page = store.page(alice, 0, 10, 1000);
    assertThat(page.more()).isFalse();
    assertThat(page.entries()).containsExactly(queued(1, first), queued(2, second));
    assertThat(store.usage(alice)).isEqualTo(new Usage(2, 14));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void theTotalsCountWhatWaitsForAllDevices(Dialect dialect) {
    QueueStore store = store(dialect);
    QueueTotals before = store.totals();
    StreamId stream = stream();
    List<QueueRow> rows =
        List.of(row(alice, stream, 1), row(alice, stream, 2), row(bob, stream, 1));
    store.commit(rows);
    assertThat(store.totals())
        .isEqualTo(
            new QueueTotals(
                before.queues() + 2,
                before.entries() + 3,
                before.bytes() + rows.stream().mapToLong(QueueRow::bytes).sum(),
                Math.max(before.deepestEntries(), 2)));
    store.deleteThrough(List.of(new AckedThrough(stream, bob, 1)));
    assertThat(store.totals().queues()).isEqualTo(before.queues() + 1);
    assertThat(store.totals().entries()).isEqualTo(before.entries() + 2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aRepeatedRowIsThereAlreadyAndItsNewAddressingCounts(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    QueueRow row = row(alice, stream, 5);
    QueueRow again = new QueueRow(alice, null, stream, row.entry(), 0, null, false, Rows.NOW_MS);
    assertThat(store.commit(List.of(row, row)).outcomes())
        .containsExactly(Outcome.INSERTED, Outcome.ALREADY_THERE);
    assertThat(store.commit(List.of(again)).outcomes()).containsExactly(Outcome.ALREADY_THERE);
    assertThat(store.page(alice, 0, 10, 1000).entries().getFirst().entry().afterSeq()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void otherBytesUnderTheSameNumberAreAConflictAtAnyTarget(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(List.of(row(alice, stream, 1)));
    QueueRow forged = row(alice, stream, 1, "other", Rows.NOW_MS);
    QueueRow forgedForBob = row(bob, stream, 1, "other", Rows.NOW_MS);
    assertThat(store.commit(List.of(forged, forgedForBob, row(bob, stream, 2))).outcomes())
        .containsExactly(Outcome.CONFLICT, Outcome.CONFLICT, Outcome.INSERTED);
    assertThat(seqs(store, alice)).containsExactly(1L);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aBodyIsKeptOnceUntilItsLastTargetHasAcked(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(List.of(row(alice, stream, 1), row(bob, stream, 1)));
    assertThat(bodies(dialect, stream)).isOne();
    assertThat(store.deleteThrough(List.of(new AckedThrough(stream, alice, 1)))).isOne();
    assertThat(seqs(store, bob)).containsExactly(1L);
    store.deleteThrough(List.of(new AckedThrough(stream, bob, 1)));
    assertThat(bodies(dialect, stream)).isZero();
    assertThat(store.usage(bob)).isEqualTo(new Usage(0, 0));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aLateRepostOfADeliveredEntryMakesNoRow(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(List.of(row(alice, stream, 1), row(alice, stream, 2), row(alice, stream, 4)));
    store.deleteThrough(List.of(new AckedThrough(stream, alice, 2, 77, false)));
    assertThat(store.commit(List.of(row(alice, stream, 2))).outcomes())
        .containsExactly(Outcome.DELIVERED);
    assertThat(store.positions(List.of(stream)))
        .containsExactly(
            new StoredPosition(stream, alice, 2, 0, 2, 77, pieces(row(alice, stream, 4))));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anAckOfWhatNeverWasDurableWritesNothing(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    assertThat(store.deleteThrough(List.of(new AckedThrough(stream, alice, 9)))).isZero();
    assertThat(store.positions(List.of(stream))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anAckOfMoreThanWasStoredTakesNothingOfWhatComes(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(List.of(row(alice, stream, 1), row(alice, stream, 2)));
    store.deleteThrough(List.of(new AckedThrough(stream, alice, 1L << 40, 78, false)));
    assertThat(store.positions(List.of(stream)))
        .containsExactly(new StoredPosition(stream, alice, 2, 0, 1L << 40, 78, List.of()));
    assertThat(store.commit(List.of(row(alice, stream, 3))).outcomes())
        .containsExactly(Outcome.INSERTED);
    assertThat(seqs(store, alice)).containsExactly(3L);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aTargetThatWentBackIsNotTakenToHaveWhatItHad(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(List.of(row(alice, stream, 1), row(alice, stream, 2), row(alice, stream, 3)));
    store.deleteThrough(List.of(new AckedThrough(stream, alice, 3, 77, false)));

    store.deleteThrough(List.of(new AckedThrough(stream, alice, 1, 71, true)));

    assertThat(store.positions(List.of(stream)))
        .containsExactly(new StoredPosition(stream, alice, 1, 0, 1, 71, List.of()));
    assertThat(store.commit(List.of(row(alice, stream, 2))).outcomes())
        .containsExactly(Outcome.INSERTED);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aTargetThatWentBackAndCameOnInOneTransactionHasGoneBack(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(List.of(row(alice, stream, 1), row(alice, stream, 2), row(alice, stream, 3)));
    store.deleteThrough(List.of(new AckedThrough(stream, alice, 3, 77, false)));

    store.deleteThrough(
        List.of(
            new AckedThrough(stream, alice, 1, 71, true),
            new AckedThrough(stream, alice, 2, 72, false)));

    assertThat(store.positions(List.of(stream)))
        .containsExactly(new StoredPosition(stream, alice, 2, 0, 2, 72, List.of()));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aPositionThatIsLateTakesNothingBack(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(List.of(row(alice, stream, 1), row(alice, stream, 2)));
    store.deleteThrough(List.of(new AckedThrough(stream, alice, 2, 77, false)));

    store.deleteThrough(List.of(new AckedThrough(stream, alice, 1, 71, false)));

    assertThat(store.positions(List.of(stream)))
        .containsExactly(new StoredPosition(stream, alice, 2, 0, 2, 77, List.of()));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aLateEntryIsReadBeforeItsSuccessors(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    StreamId other = stream();
    store.commit(List.of(row(alice, stream, 4), row(alice, stream, 2), row(alice, other, 1)));
    store.commit(List.of(row(alice, stream, 3), row(alice, stream, 6)));
    List<Long> seqs =
        store.page(alice, 0, 10, 1000).entries().stream()
            .filter(entry -> entry.stream().equals(stream))
            .map(entry -> entry.entry().entry().seq())
            .toList();
    assertThat(seqs).containsExactly(2L, 3L, 4L, 6L);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void pagesKeepToEntriesAndBytesAndAlwaysGoOn(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(LongStream.rangeClosed(1, 9).mapToObj(seq -> row(alice, stream, seq)).toList());
    Page byCount = store.page(alice, 0, 4, 1000);
    assertThat(byCount.entries()).hasSize(4);
    assertThat(byCount.more()).isTrue();
    assertThat(store.page(alice, 4, 5, 1000).more()).isFalse();
    assertThat(store.page(alice, 0, 9, 1).entries()).hasSize(1);
    assertThat(store.page(alice, 0, 9, 15).entries()).hasSize(2);
    assertThat(store.page(alice, 9, 9, 15)).isEqualTo(new Page(List.of(), false));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aFullQueueRefusesAndTakesAgainAfterAnAck(Dialect dialect) {
    QueueStore store =
        new JdbcQueueStore(TestDatabases.of(dialect), new QueueLimits(3, 20, 3, 20, 3, 3, 20));
    StreamId stream = stream();
    store.commit(List.of(row(alice, stream, 1), row(alice, stream, 3)));
    assertThat(
            store
                .commit(List.of(row(alice, stream, 5), row(alice, stream, 7), row(bob, stream, 7)))
                .outcomes())
        .containsExactly(Outcome.INSERTED, Outcome.QUEUE_FULL, Outcome.INSERTED);
    store.deleteThrough(List.of(new AckedThrough(stream, alice, 3)));
    QueueRow large = row(alice, stream, 9, "fifteen letters", Rows.NOW_MS);
    assertThat(store.commit(List.of(large, row(alice, stream, 7))).outcomes())
        .containsExactly(Outcome.QUEUE_FULL, Outcome.INSERTED);
    assertThat(store.usage(alice)).isEqualTo(new Usage(2, 12));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void cancelledRowsMayBeAddressedAnew(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(List.of(row(alice, stream, 1), row(alice, stream, 2), row(alice, stream, 3)));
    assertThat(store.cancel(List.of(new AckedThrough(stream, alice, 2)))).isEqualTo(2);
    assertThat(store.commit(List.of(row(alice, stream, 2))).outcomes())
        .containsExactly(Outcome.INSERTED);
    assertThat(seqs(store, alice)).containsExactly(2L, 3L);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void expiredRowsAreToldAndRemembered(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stream = stream();
    store.commit(
        List.of(
            row(alice, stream, 1, "old", 10),
            row(alice, stream, 3, "old", 20),
            row(alice, stream, 4, "new", Rows.NOW_MS)));
    assertThat(store.expire(30))
        .containsExactly(new ExpiredRows(stream, alice, List.of(new Range(1, 1), new Range(3, 3))));
    assertThat(store.expire(30)).isEmpty();
    assertThat(store.positions(List.of(stream)))
        .containsExactly(
            new StoredPosition(stream, alice, 0, 3, 0, 0, pieces(row(alice, stream, 4, "new", 0))));
    assertThat(store.commit(List.of(row(alice, stream, 3, "old", 20))).outcomes())
        .containsExactly(Outcome.EXPIRED);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aDeletedDeviceLeavesWhatItSentToOthers(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId fromAlice = new StreamId(UUID.randomUUID(), alice, 7);
    StreamId toAlice = stream();
    store.commit(List.of(row(bob, fromAlice, 1), row(alice, toAlice, 1)));
    store.deleteDevice(alice);
    assertThat(seqs(store, bob)).containsExactly(1L);
    assertThat(seqs(store, alice)).isEmpty();
    assertThat(bodies(dialect, toAlice)).isZero();
    assertThat(store.usage(alice)).isEqualTo(new Usage(0, 0));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void writersAndAcksAtOnceNeitherLoseNorRepeat(Dialect dialect) throws Exception {
    QueueStore store = store(dialect);
    List<StreamId> streams = List.of(stream(), stream(), stream(), stream());
    List<Callable<Void>> work = new ArrayList<>();
    for (StreamId stream : streams) {
      work.add(() -> commitEach(store, stream, alice));
      work.add(() -> commitEach(store, stream, bob));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    }
    assertThat(store.usage(alice).entries()).isEqualTo(4 * 10);
    assertThat(store.page(alice, 0, 100, 100_000).entries()).hasSize(40);
    assertThat(seqs(store, bob)).hasSize(40);
    for (StreamId stream : streams) {
      store.deleteThrough(
          List.of(new AckedThrough(stream, bob, 20), new AckedThrough(stream, alice, 20)));
      assertThat(bodies(dialect, stream)).isZero();
    }
  }

  private static @org.jspecify.annotations.Nullable Void commitEach(
      QueueStore store, StreamId stream, UUID target) {
    for (long seq = 1; seq <= 20; seq++) {
      store.commit(List.of(row(target, stream, seq)));
      if (seq == 10) {
        store.deleteThrough(List.of(new AckedThrough(stream, target, seq)));
      }
    }
    return null;
  }

  static QueueStore store(Dialect dialect) {
    return new JdbcQueueStore(TestDatabases.of(dialect));
  }

  private static QueuedEntry queued(long position, QueueRow row) {
    return new QueuedEntry(
        position,
        row.stream(),
        new AddressedEntry(row.entry(), row.afterSeq(), row.part()),
        row.acceptedAtMs());
  }

  static List<Long> seqs(QueueStore store, UUID device) {
    return store.page(device, 0, 1000, 1 << 20).entries().stream()
        .map(entry -> entry.entry().entry().seq())
        .toList();
  }

  private static long bodies(Dialect dialect, StreamId stream) {
    return TestDatabases.of(dialect)
        .readSnapshot(
            handle ->
                StreamTarget.bindStream(
                        handle.createQuery(
                            "select count(*) from queue_body where " + StreamTarget.STREAM),
                        stream)
                    .mapTo(Long.class)
                    .one());
  }

  private static List<StoredSeqs.Piece> pieces(QueueRow... rows) {
    StoredSeqs seqs = new StoredSeqs();
    for (QueueRow row : rows) {
      seqs.add(row.entry().seq(), row.entry().id());
    }
    return seqs.pieces();
  }
}
