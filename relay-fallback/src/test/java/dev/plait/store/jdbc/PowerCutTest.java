package dev.plait.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.protocol.wire.StreamId;
import dev.plait.store.QueueLimits;
import dev.plait.store.StoreUnavailable;
import dev.plait.store.StoredPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I3 beyond a killed process: what is answered for is forced to the disk, not only written. */
class PowerCutTest {
  private final StreamId stream = Rows.stream();
  private final UUID target = UUID.randomUUID();
  @TempDir Path directory;
  private Database database;
  private JdbcQueueStore store;

  @BeforeEach
  void open() {
    WatchedFile.register();
    String url = "jdbc:h2:watched:" + directory.resolve("node");
    database = Database.open(new DatabaseConfig(url, "plait", ""));
    store = new JdbcQueueStore(database, QueueLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    WatchedFile.refuseForce(false);
    database.close();
  }

  @Test
  void aPowerCutAfterTheAnswerTakesNothing() {
    for (long seq = 1; seq <= 20; seq++) {
      long before = WatchedFile.writes();

      store.commit(List.of(Rows.row(target, stream, seq)));

      assertThat(WatchedFile.writes()).as("writes for seq %d", seq).isGreaterThan(before);
      assertThat(WatchedFile.unforced()).as("writes at risk after seq %d", seq).isZero();
    }
  }

  @Test
  void whatWasCommittedAndNotSyncedIsSyncedBeforeItIsToldOf() {
    WatchedFile.refuseForce(true);
    assertThatThrownBy(() -> store.commit(List.of(Rows.row(target, stream, 1))))
        .isInstanceOf(StoreUnavailable.class);
    WatchedFile.refuseForce(false);

    List<StoredPosition> told = store.positions(List.of(stream));

    assertThat(told).hasSize(1);
    assertThat(WatchedFile.unforced()).isZero();
  }
}
