package dev.plait.relay.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.relay.Effect;
import dev.plait.store.AckedThrough;
import dev.plait.store.QueueRow;
import dev.plait.store.QueueStore;
import dev.plait.store.StoredPosition;
import dev.plait.store.jdbc.Database;
import dev.plait.store.jdbc.DatabaseConfig;
import dev.plait.store.jdbc.JdbcQueueStore;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the worker makes of acks that stand in a row. */
class StoreWorkerTest {
  private final UUID target = UUID.randomUUID();
  private final StreamId stream = new StreamId(UUID.randomUUID(), UUID.randomUUID(), 1);

  @TempDir Path folder;

  @Test
  void aTargetThatWentBackIsBelievedWhateverStandsInTheSameRow() {
    try (Database database = Database.open(DatabaseConfig.h2File(folder.resolve("node")))) {
      QueueStore store = new JdbcQueueStore(database);
      store.commit(List.of(row(1), row(2), row(3), row(4)));

      work(store, acked(3, 73, false), acked(1, 71, true), acked(2, 72, false));

      assertThat(store.positions(List.of(stream)).getFirst())
          .extracting(StoredPosition::ackedSeq, StoredPosition::ackedMark)
          .containsExactly(2L, 72L);
    }
  }

  @Test
  void ofAcksInARowTheFurthestCounts() {
    try (Database database = Database.open(DatabaseConfig.h2File(folder.resolve("node")))) {
      QueueStore store = new JdbcQueueStore(database);
      store.commit(List.of(row(1), row(2), row(3), row(4)));

      work(store, acked(1, 71, false), acked(3, 73, false), acked(2, 72, false));

      assertThat(store.positions(List.of(stream)).getFirst())
          .extracting(StoredPosition::deliveredThroughSeq, StoredPosition::ackedMark)
          .containsExactly(3L, 73L);
    }
  }

  /** Does them all on this thread. */
  private static void work(QueueStore store, Effect... effects) {
    StoreWorker worker = new StoreWorker(store, RelayObserver.NONE, _ -> {});
    List.of(effects).forEach(worker::add);
    worker.stop();
    worker.run();
  }

  private Effect acked(long throughSeq, long mark, boolean lower) {
    return new Effect.DeleteThrough(
        target, new AckedThrough(stream, target, throughSeq, mark, lower));
  }

  private QueueRow row(long seq) {
    Entry entry = new Entry(seq, new UUID(1, seq), seq, Bytes.utf8("body " + seq));
    return new QueueRow(target, null, stream, entry, seq - 1, null, false, 1_700_000_000_000L);
  }
}
