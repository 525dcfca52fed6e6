package dev.plait.peer.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.DiskWrite;
import dev.plait.protocol.wire.AddressedEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entry and cursor are committed together or not at all (I4): the database refuses one of them. */
final class OneTransactionTest {
  private static final long WAIT_S = 60;

  @TempDir Path directory;

  /** Whichever is written first, the other one is refused once. */
  @ParameterizedTest
  @ValueSource(strings = {"transcript", "cursor_in"})
  void ofARefusedGroupNothingIsKept(String table) throws Exception {
    try (DeviceData data = DeviceData.open(directory)) {
      data.create(
          new Identity(
              "http://localhost",
              "ada",
              new UUID(8, 1),
              OutboxWriter.SELF,
              "x",
              OutboxWriter.EPOCH));
    }
    try (Database database = Database.open(directory.resolve("peer"), false);
        Handle handle = database.handle()) {
      handle.execute("alter table " + table + " add constraint first_only check (seq < 2)");
    }
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    try (DeviceData data = DeviceData.open(directory, TransactionHook.NONE, refused::complete)) {
      CompletableFuture<Boolean> first = new CompletableFuture<>();
      data.write(received(1), _ -> first.complete(true));
      first.get(WAIT_S, TimeUnit.SECONDS);

      data.write(received(2), _ -> refused.complete(new AssertionError(table + " took it")));

      assertThat(refused.get(WAIT_S, TimeUnit.SECONDS)).hasStackTraceContaining("FIRST_ONLY");
      assertThat(data.transcript(OutboxWriter.CONVERSATION, 10))
          .extracting(row -> row.entry().seq())
          .containsExactly(1L);
      assertThat(data.load().in()).singleElement().extracting(in -> in.seq()).isEqualTo(1L);
    }
  }

  private static List<DiskWrite> received(long seq) {
    return List.of(
        new DiskWrite.Received(
            OutboxWriter.THEIRS,
            List.of(new AddressedEntry(OutboxWriter.entry(seq), seq - 1, null)),
            seq,
            seq,
            ArrivedBy.DIRECT,
            false));
  }
}
