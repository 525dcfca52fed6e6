package dev.plait.peer.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.EpochChange;
import dev.plait.peer.core.EpochStart;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeviceDataTest {
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID SELF = new UUID(2, 2);
  private static final UUID OTHER = new UUID(3, 3);
  private static final long EPOCH = -5;
  private static final StreamId OWN = new StreamId(CONVERSATION, SELF, EPOCH);
  private static final StreamId THEIRS = new StreamId(CONVERSATION, OTHER, 9);

  @TempDir Path directory;

  @Test
  void whatWasWrittenIsThereAfterReopening() {
    Frame.Roster roster =
        new Frame.Roster(
            CONVERSATION,
            4,
            ConversationKind.DIRECT,
            "",
            List.of(
                new Member(
                    new UUID(8, 1), "ada", "Countess", 9, true, true, List.of(SELF), List.of()),
                new Member(new UUID(8, 2), "grace", "Grace", false, false, List.of(OTHER))));
    try (DeviceData data = fresh()) {
      write(
          data,
          new DiskWrite.RosterKept(roster),
          sent(1, 0),
          sent(2, 1),
          sent(3, 2),
          new DiskWrite.Stored(OWN, OTHER, List.of(new Range(2, 2))),
          new DiskWrite.Forget(OWN, List.of(new Range(1, 2))),
          new DiskWrite.Delivered(OWN, OTHER, 1, 81),
          new DiskWrite.Received(
              THEIRS,
              List.of(new AddressedEntry(entry(7), 0, null)),
              7,
              87,
              ArrivedBy.RELAY,
              false));
    }

    try (DeviceData data = DeviceData.open(directory)) {
      DeviceState state = data.load();

      assertThat(state.rosters().all()).containsExactly(roster);
      assertThat(state.in()).containsExactly(new DeviceState.Cursor(THEIRS, 7, 87, 0));
      assertThat(state.out()).hasSize(1);
      DeviceState.OutStream out = state.out().getFirst();
      assertThat(out.nextSeq()).isEqualTo(4);
      assertThat(out.targets())
          .containsExactly(new DeviceState.Target(OTHER, 1, 3, 1, 81, 0, List.of()));
      assertThat(out.entries())
          .containsExactly(
              new DeviceState.Pending(
                  entry(2), List.of(new DeviceState.PendingTarget(OTHER, 1, null, true)), false),
              new DeviceState.Pending(
                  entry(3), List.of(new DeviceState.PendingTarget(OTHER, 2, null, false)), false));
      assertThat(state.clock().lastHlc()).isEqualTo(entry(7).hlc());
      assertThat(data.transcript(CONVERSATION, 100))
          .extracting(row -> row.entry().seq())
          .containsExactly(1L, 2L, 3L, 7L);
    }
  }

  @Test
  void theClockGoesOnFromWhatWasShownInAConversationThatIsGone() {
    try (DeviceData data = fresh()) {
      write(data, sent(5, 0), new DiskWrite.RosterGone(CONVERSATION));

      assertThat(data.load().rosters().all()).isEmpty();
      assertThat(data.load().clock().lastHlc()).isEqualTo(entry(5).hlc());
    }
  }

  @Test
  void writingTheSameGroupAgainChangesNothing() {
    try (DeviceData data = fresh()) {
      write(data, sent(1, 0));
      write(data, sent(1, 0));

      assertThat(data.transcript(CONVERSATION, 10)).hasSize(1);
      assertThat(data.load().out().getFirst().entries()).hasSize(1);
    }
  }

  @Test
  void aSecondPeerOnTheSameDataIsRefused() {
    try (DeviceData first = fresh()) {
      assertThat(first.identity()).isNotNull();
      assertThatThrownBy(() -> DeviceData.open(directory))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void onlyTheOwnerCanReadTheIdentity() throws Exception {
    fresh().close();

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("identity.properties"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFolderThatWasOpenIsClosedAndSoAreItsFiles() throws Exception {
    fresh().close();
    Path database = directory.resolve("peer.mv.db");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-r--r--"));

    DeviceData.open(directory).close();

    assertThat(Files.getPosixFilePermissions(directory))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(database))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aFolderThatEverybodyMayWriteToIsRefused() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> DeviceData.open(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("everybody may write to");
  }

  @Test
  void aMissingDatabaseIsSaidAndNotRecreated() throws Exception {
    fresh().close();
    Files.delete(directory.resolve("peer.mv.db"));

    assertThatThrownBy(() -> DeviceData.open(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("missing");
    assertThat(directory.resolve("peer.mv.db")).doesNotExist();
  }

  @Test
  void anEmptiedDatabaseIsSaidAndNotRecreated() throws Exception {
    fresh().close();
    Files.write(directory.resolve("peer.mv.db"), new byte[0]);

    assertDamaged();
    assertThat(directory.resolve("peer.mv.db")).isEmptyFile();
  }

  @Test
  void anOverwrittenDatabaseIsSaidAndNotRecreated() throws Exception {
    try (DeviceData data = fresh()) {
      write(data, sent(1, 0));
    }
    Path file = directory.resolve("peer.mv.db");
    byte[] noise = new byte[(int) Files.size(file)];
    java.util.Arrays.fill(noise, (byte) 'x');
    Files.write(file, noise);

    assertDamaged();
    assertThat(Files.readAllBytes(file)).isEqualTo(noise);
  }

  @Test
  void aDatabaseCutShortIsSaid() throws Exception {
    try (DeviceData data = fresh()) {
      write(data, sent(1, 0));
    }
    Path file = directory.resolve("peer.mv.db");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(8192);
      channel.write(ByteBuffer.wrap(new byte[16]), 8000);
    }

    assertDamaged();
  }

  private void assertDamaged() {
    assertThatThrownBy(() -> DeviceData.open(directory))
        .isInstanceOfSatisfying(
            DataException.class,
            e -> assertThat(e.reason()).isEqualTo(DataException.Reason.DAMAGED));
  }

  private DeviceData fresh() {
    DeviceData data = DeviceData.open(directory);
    data.create(new Identity("http://localhost", "ada", new UUID(8, 1), SELF, "secret", EPOCH));
    return data;
  }

  @Test
  void anOutboxNumberedAnewReplacesTheOldOne() {
    try (DeviceData data = fresh()) {
      write(
          data,
          sent(1, 0),
          sent(2, 1),
          sent(3, 2),
          new DiskWrite.Delivered(OWN, OTHER, 1, 81),
          new DiskWrite.Stored(OWN, OTHER, List.of(new Range(2, 2))));

      write(data, new DiskWrite.EpochBegun(changed(data)));
    }

    try (DeviceData data = DeviceData.open(directory)) {
      DeviceState state = data.load();
      assertThat(state.epoch()).isEqualTo(99);
      assertThat(state.epochStart()).isEqualTo(new EpochStart(1234, 120_000));
      DeviceState.OutStream out = state.out().getFirst();
      assertThat(out.stream()).isEqualTo(new StreamId(CONVERSATION, SELF, 99));
      assertThat(out.nextSeq()).isEqualTo(3);
      assertThat(out.targets())
          .containsExactly(new DeviceState.Target(OTHER, 1, 2, 0, 0, 0, List.of()));
      assertThat(out.entries())
          .extracting(pending -> pending.entry().seq(), pending -> pending.entry().id())
          .containsExactly(tuple(1L, entry(2).id()), tuple(2L, entry(3).id()));
      assertThat(out.entries())
          .allSatisfy(
              pending -> assertThat(pending.to()).noneMatch(DeviceState.PendingTarget::stored));
      assertThat(data.transcript(CONVERSATION, 10))
          .as("each message once, and what was delivered stays where it was")
          .extracting(row -> row.stream().epoch(), row -> row.entry().id())
          .containsExactly(
              tuple(EPOCH, entry(1).id()), tuple(99L, entry(2).id()), tuple(99L, entry(3).id()));
    }
  }

  @Test
  void whatFollowsAWriteMayFailAndTheDiskGoesOn() {
    try (DeviceData data = fresh()) {
      data.write(
          List.of(sent(1, 0)),
          _ -> {
            throw new IllegalArgumentException("a bug of who is told");
          });

      write(data, sent(2, 1));

      assertThat(data.load().out().getFirst().entries())
          .extracting(pending -> pending.entry().seq())
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void aWriteThatMeetsABugOnceIsTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    TransactionHook hook =
        (_, _) -> {
          if (attempts.incrementAndGet() == 1) {
            throw new IllegalStateException("a bug of what writes");
          }
        };
    fresh().close();
    try (DeviceData data = DeviceData.open(directory, hook, _ -> {})) {
      write(data, sent(1, 0));

      assertThat(attempts).hasValue(2);
    }
  }

  /** SES-11. */
  @Test
  void theLatestStartsAreKnown() {
    try (DeviceData data = fresh()) {
      for (long incarnation = 1; incarnation <= 70; incarnation++) {
        data.keepIncarnation(incarnation);
      }

      assertThat(data.load().incarnations()).hasSize(64).startsWith(70L, 69L).endsWith(7L);
    }
  }

  @Test
  void aNewEpochTakesAForeignStartAmongItsOwn() {
    try (DeviceData data = fresh()) {
      for (long incarnation = 1; incarnation <= 64; incarnation++) {
        data.keepIncarnation(incarnation);
      }
      write(data, new DiskWrite.EpochBegun(changed(data)));
      data.keepIncarnation(78);

      assertThat(data.load().incarnations())
          .hasSize(64)
          .startsWith(78L, 64L, 5555L, 63L, 62L)
          .endsWith(3L);
    }
  }

  private static EpochChange changed(DeviceData data) {
    return EpochChange.of(data.load(), 5555, 99, new EpochStart(1234, 120_000));
  }

  private static Set<UUID> write(DeviceData data, DiskWrite... writes) {
    CompletableFuture<Set<UUID>> known = new CompletableFuture<>();
    data.write(List.of(writes), known::complete);
    return known.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static DiskWrite sent(long seq, long after) {
    return new DiskWrite.Sent(
        OWN, new PostedEntry(entry(seq), List.of(new Address(OTHER, after, null))), false);
  }

  private static Entry entry(long seq) {
    return new Entry(seq, new UUID(7, seq), 1000 + seq, Bytes.utf8("body " + seq));
  }
}
