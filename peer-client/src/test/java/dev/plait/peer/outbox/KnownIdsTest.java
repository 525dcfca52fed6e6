package dev.plait.peer.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DiskWrite;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the transcript knows of what comes: an id is kept, and told, once (DLV-21). */
final class KnownIdsTest {
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID OTHER = new UUID(3, 3);
  private static final StreamId THEIRS = new StreamId(CONVERSATION, OTHER, 9);

  @TempDir Path directory;

  @Test
  void aStrayTakesNobodysPlaceAndIsKeptOnce() {
    Entry other = new Entry(1, new UUID(1, 2), 1, Bytes.utf8("of a sender without its past"));
    DiskWrite stray =
        new DiskWrite.Strays(THEIRS, List.of(new AddressedEntry(other, 0, null)), ArrivedBy.STORE);
    try (DeviceData data = fresh()) {
      write(data, received(THEIRS, 1, new UUID(1, 1), false));

      assertThat(write(data, stray)).isEmpty();

      assertThat(data.transcript(CONVERSATION, 10))
          .extracting(row -> row.entry().id())
          .containsExactlyInAnyOrder(new UUID(1, 1), new UUID(1, 2));
      StreamId place = DiskWrite.Strays.placeOf(THEIRS, other);
      write(data, new DiskWrite.OwnRead(place, 1), stray);
      assertThat(data.load().in())
          .containsExactlyInAnyOrder(
              new DeviceState.Cursor(THEIRS, 1, 81, 0),
              new DeviceState.Cursor(place, 1, place.epoch(), 1)); // and stays read
    }
  }

  @Test
  void anEntryThatIsKnownUnderAnotherNumberIsNotKeptTwice() {
    StreamId anew = new StreamId(CONVERSATION, OTHER, 77);
    try (DeviceData data = fresh()) {
      write(data, received(THEIRS, 1, new UUID(1, 1), false));

      Set<UUID> known = write(data, received(anew, 1, new UUID(1, 1), true));

      assertThat(known).containsExactly(new UUID(1, 1));
      assertThat(data.transcript(CONVERSATION, 10))
          .extracting(row -> row.stream())
          .containsExactly(THEIRS);
      assertThat(data.load().in())
          .contains(new DeviceState.Cursor(anew, 1, 81, 0)); // its place in the order counts
    }
  }

  @Test
  void ofOneWriteOnlyWhatIsNotKnownIsKept() {
    StreamId anew = new StreamId(CONVERSATION, OTHER, 77);
    List<AddressedEntry> entries = new ArrayList<>();
    for (long seq = 1; seq <= 300; seq++) {
      Entry entry = new Entry(seq, new UUID(1, seq), seq, Bytes.utf8("m" + seq));
      entries.add(new AddressedEntry(entry, seq - 1, null));
    }
    try (DeviceData data = fresh()) {
      write(data, received(THEIRS, 1, new UUID(1, 7), false));
      write(data, received(THEIRS, 2, new UUID(1, 200), false));
      DiskWrite all = new DiskWrite.Received(anew, entries, 300, 5, ArrivedBy.STORE, true);

      assertThat(write(data, all)).containsExactlyInAnyOrder(new UUID(1, 7), new UUID(1, 200));

      assertThat(data.transcript(CONVERSATION, 1_000)).hasSize(300);
    }
  }

  @Test
  void twoStraysOfOneIdInOneWriteAreOne() {
    Entry first = new Entry(1, new UUID(1, 2), 1, Bytes.utf8("said twice"));
    Entry second = new Entry(2, new UUID(1, 2), 1, Bytes.utf8("said twice"));
    DiskWrite strays =
        new DiskWrite.Strays(
            THEIRS,
            List.of(new AddressedEntry(first, 0, null), new AddressedEntry(second, 1, null)),
            ArrivedBy.STORE);
    try (DeviceData data = fresh()) {
      assertThat(write(data, strays)).containsExactly(new UUID(1, 2));

      assertThat(data.transcript(CONVERSATION, 10)).hasSize(1);
    }
  }

  @Test
  void aStrayThatComesAgainIsKnown() {
    try (DeviceData data = fresh()) {
      assertThat(write(data, stray(ArrivedBy.DIRECT))).isEmpty();

      assertThat(write(data, stray(ArrivedBy.RELAY))).containsExactly(new UUID(1, 2));
    }
  }

  @Test
  void whatIsOnDiskAfterAnAttemptThatFailedAllTheSameIsNotKnown() {
    AtomicInteger attempts = new AtomicInteger();
    try (DeviceData data = fresh(commitsOnceAndFails(attempts))) {
      assertThat(write(data, stray(ArrivedBy.DIRECT))).isEmpty();

      assertThat(attempts).hasValue(2);
      assertThat(data.transcript(CONVERSATION, 10)).hasSize(1);
    }
  }

  private static TransactionHook commitsOnceAndFails(AtomicInteger attempts) {
    return (connection, _) -> {
      if (attempts.incrementAndGet() == 1) {
        connection.commit();
        throw new SQLException("nobody knows whether it is on disk");
      }
    };
  }

  private static DiskWrite stray(ArrivedBy by) {
    Entry entry = new Entry(1, new UUID(1, 2), 1, Bytes.utf8("under a number that is past"));
    return new DiskWrite.Strays(THEIRS, List.of(new AddressedEntry(entry, 0, null)), by);
  }

  private DeviceData fresh() {
    return fresh(TransactionHook.NONE);
  }

  private DeviceData fresh(TransactionHook hook) {
    DeviceData data = DeviceData.open(directory, hook, _ -> {});
    UUID self = new UUID(2, 2);
    data.create(new Identity("http://localhost", "ada", new UUID(8, 1), self, "secret", 5));
    return data;
  }

  private static DiskWrite received(StreamId stream, long seq, UUID id, boolean again) {
    Entry entry = new Entry(seq, id, seq, Bytes.utf8("body of " + id));
    return new DiskWrite.Received(
        stream,
        List.of(new AddressedEntry(entry, seq - 1, null)),
        seq,
        80 + seq,
        ArrivedBy.RELAY,
        again);
  }

  private static Set<UUID> write(DeviceData data, DiskWrite... writes) {
    CompletableFuture<Set<UUID>> known = new CompletableFuture<>();
    data.write(List.of(writes), known::complete);
    return known.orTimeout(60, TimeUnit.SECONDS).join();
  }
}
