package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.store.jdbc.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on H2 whose disk fills up; the disk is a small tmpfs, which only root may mount. */
class FullDiskTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  /** Room for a node, and for a hundred large entries or so. */
  private static final int DISK_MIB = 24;

  @TempDir Path folder;

  @Test
  void theSenderIsRefusedNothingStoredIsLostAndRoomIsEnoughToGoOn() throws Exception {
    long stored;
    try (SmallDisk disk = SmallDisk.mount(folder, DISK_MIB);
        TwoPeople people = TwoPeople.start(disk.path());
        WsClient ada = WsClient.hello(people.ada())) {
      long version = ada.next(Frame.Roster.class).version();
      Path ballast = disk.fill();
      stored = postUntilRefused(people, ada, version);
      await().atMost(SOON).until(() -> people.readiness().startsWith("503"));
      ada.assertAnswered();

      Files.delete(ballast);
      await().atMost(SOON).until(() -> people.readiness().startsWith("200"));
      ada.send(big(people, version, stored + 1));
      ada.next(
          Frame.Receipt.class,
          receipt -> receipt.stored().stream().anyMatch(r -> r.throughSeq() > 0));
      stored++;
      try (WsClient grace = WsClient.hello(people.grace())) {
        assertThat(DatabaseAwayTest.seqsUntilLive(people, grace, stored))
            .containsExactlyElementsOf(LongStream.rangeClosed(1, stored).boxed().toList());
      }
    }
  }

  @Test
  void whatWasStoredBeforeTheDiskWasFullIsThereAfterARestart() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, DISK_MIB)) {
      TwoPeople people = TwoPeople.start(disk.path());
      long stored;
      try (people;
          WsClient ada = WsClient.hello(people.ada())) {
        Path ballast = disk.fill();
        stored = postUntilRefused(people, ada, ada.next(Frame.Roster.class).version());
        Files.delete(ballast);
      }
      try (var node = TwoPeople.startNode(disk.path(), InstantSource.system(), Map.of());
          WsClient device = WsClient.hello(people.grace().at(node.uri()))) {
        assertThat(DatabaseAwayTest.seqsUntilLive(people, device, stored))
            .containsExactlyElementsOf(LongStream.rangeClosed(1, stored).boxed().toList());
      }
    }
  }

  /** Posts one large entry after the other; the seq of the last one that was called stored. */
  private static long postUntilRefused(TwoPeople people, WsClient ada, long version)
      throws InterruptedException {
    for (long seq = 1; ; seq++) {
      ada.send(big(people, version, seq));
      Frame answer =
          ada.next(Frame.class, f -> f instanceof Frame.Receipt || f instanceof Frame.Refused);
      if (answer instanceof Frame.Refused refused) {
        assertThat(refused.code()).isEqualTo(RefusalCode.UNAVAILABLE);
        assertThat(seq).as("entries stored before the disk was full").isGreaterThan(1);
        return seq - 1;
      }
      if (answer instanceof Frame.Receipt receipt) {
        LongSummaryStatistics through =
            receipt.stored().stream().mapToLong(range -> range.throughSeq()).summaryStatistics();
        assertThat(through.getMax()).isEqualTo(seq);
      }
    }
  }

  private static Frame.Post big(TwoPeople people, long version, long seq) {
    return new Frame.Post(
        9,
        people.conversation(),
        TwoPeople.EPOCH,
        version,
        List.of(people.entry(seq, Bytes.of(new byte[30_000]))));
  }
}
