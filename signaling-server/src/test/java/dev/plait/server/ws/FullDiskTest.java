package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.RefusalCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on H2 whose disk fills up; the disk is a small tmpfs, which only root may mount. */
class FullDiskTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path disk;
  private boolean mounted;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
    assumeThat(mounted).as("may mount a file system (needs root)").isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void theSenderIsRefusedNothingStoredIsLostAndRoomIsEnoughToGoOn() throws Exception {
    long stored;
    try (TwoPeople people = TwoPeople.start(disk);
        WsClient ada = WsClient.hello(people.ada())) {
      long version = ada.next(Frame.Roster.class).version();
      Path ballast = fill(disk);
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
    TwoPeople people = TwoPeople.start(disk);
    long stored;
    try (people;
        WsClient ada = WsClient.hello(people.ada())) {
      Path ballast = fill(disk);
      stored = postUntilRefused(people, ada, ada.next(Frame.Roster.class).version());
      Files.delete(ballast);
    }
    try (var node = TwoPeople.startNode(disk, InstantSource.system(), Map.of())) {
      try (WsClient device = WsClient.hello(people.grace().at(node.uri()))) {
        assertThat(DatabaseAwayTest.seqsUntilLive(people, device, stored))
            .containsExactlyElementsOf(LongStream.rangeClosed(1, stored).boxed().toList());
      }
    }
  }

  /** Takes all room but a little, so that the refusal comes in the middle of work. */
  private static Path fill(Path disk) throws IOException {
    Path ballast = disk.resolve("ballast");
    byte[] block = new byte[64 << 10];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (Files.getFileStore(disk).getUsableSpace() > (1 << 20)) {
        out.write(block);
      }
    }
    return ballast;
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

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
