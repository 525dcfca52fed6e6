package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.wire.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stamps of a device whose clock is not the server's (CLK-1, CLK-3). */
class ClockTest {
  /** The device's clock is ahead by this: the server's is set back. */
  private static final Duration AHEAD = Duration.ofHours(3);

  private static final Duration NEAR = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final AtomicReference<Duration> serverBehind = new AtomicReference<>(AHEAD);
  private UUID conversation = new UUID(0, 0);
  private URI server = URI.create("http://127.0.0.1:1");

  @Test
  void whatIsSaidAtOnceIsStampedByTheServersClock() throws Exception {
    try (World world = world()) {
      introduce(world);

      sayAtOnce("said before the first welcome of this start");

      assertThat(aheadOfServer(last())).isLessThan(NEAR);
    }
  }

  @Test
  void offlineTheDifferenceThatWasKeptCounts() throws Exception {
    World world = world();
    introduce(world);
    world.close();

    sayAtOnce("said without a server");

    assertThat(aheadOfServer(last())).isLessThan(NEAR);
  }

  @Test
  void aStampIsNeverBelowTheOwnOnesBefore() throws Exception {
    World world = world();
    introduce(world);
    sayAtOnce("first");
    serverBehind.set(AHEAD.plusHours(26));
    sayAtOnce("the clock has gone back by a day");
    world.close();
    sayAtOnce("and there is no server");

    assertThat(history()).extracting(entry -> entry.entry().seq()).isSorted();
    assertThat(history()).hasSize(3);
  }

  private World world() throws IOException {
    World world = new World(folder, Map.of(), () -> Instant.now().minus(serverBehind.get()));
    server = world.uri();
    return world;
  }

  private void introduce(World world) throws Exception {
    try (World.Person ada = world.join("ada", world.uri(), false);
        World.Person grace = world.join("grace", world.uri(), false)) {
      conversation = World.introduce(ada, grace);
    }
  }

  private Peer ada() throws Exception {
    return Peer.connect(
        PeerOptions.of(server, "ada", World.PASSWORD, folder.resolve("ada")).withDirect(false));
  }

  private void sayAtOnce(String text) throws Exception {
    try (Peer ada = ada()) {
      ada.send(conversation, Bytes.utf8(text))
          .accepted()
          .get(World.A_WHILE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private List<TranscriptEntry> history() throws Exception {
    try (Peer ada = ada()) {
      return ada.history(conversation, 10);
    }
  }

  private TranscriptEntry last() throws Exception {
    return history().getLast();
  }

  private Duration aheadOfServer(TranscriptEntry entry) {
    Instant server = Instant.now().minus(serverBehind.get());
    return Duration.between(server, Instant.ofEpochMilli(HybridClock.toMs(entry.entry().hlc())))
        .abs();
  }
}
