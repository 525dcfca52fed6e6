package dev.plait.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.core.DirectRoster;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.peer.outbox.Identity;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.store.jdbc.SmallDisk;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A peer without a server whose disk fills up; the disk is a small tmpfs, which only root may
 * mount.
 */
final class FullDiskTest {
  private static final long WAIT_S = 60;
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID ADA = new UUID(8, 1);
  private static final UUID ADAS_DEVICE = new UUID(2, 1);

  @TempDir Path folder;

  @Test
  void theApplicationIsToldAndNothingIsAcceptedUntilThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 16)) {
      signedInBefore();
      CompletableFuture<String> told = new CompletableFuture<>();
      long sent = 0;
      PeerOptions options = PeerOptions.of(NOWHERE, "ada", null, folder).withDirect(false);
      try (Peer peer =
          Peer.connect(
              options,
              event -> {
                if (event instanceof PeerEvent.Warning(var message)
                    && message.startsWith("the disk")) {
                  told.complete(message);
                }
              })) {
        Path ballast = disk.fill();
        Outgoing last;
        do {
          last = peer.send(CONVERSATION, Bytes.of(new byte[30_000]));
          sent++;
          CompletableFuture.anyOf(last.accepted(), told).get(WAIT_S, TimeUnit.SECONDS);
        } while (!told.isDone());
        assertThat(sent).as("one more than were accepted").isGreaterThan(1);
        assertThat(last.accepted()).isNotDone();
        assertThat(told.join()).contains("No space left");

        Files.delete(ballast);
        last.accepted().get(WAIT_S, TimeUnit.SECONDS);
      }
      try (DeviceData data = DeviceData.open(folder)) {
        assertThat(data.transcript(CONVERSATION, Integer.MAX_VALUE))
            .extracting(row -> row.entry().seq())
            .containsExactlyElementsOf(LongStream.rangeClosed(1, sent).boxed().toList());
      }
    }
  }

  /** Leaves the data of a device that knows whom it talks to. */
  private void signedInBefore() throws Exception {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    try (DeviceData data = DeviceData.open(folder)) {
      data.create(new Identity(NOWHERE.toString(), "ada", ADA, ADAS_DEVICE, "x", 7));
      Frame.Roster roster = DirectRoster.of(CONVERSATION, ADAS_DEVICE, new UUID(2, 2));
      data.write(List.of(new DiskWrite.RosterKept(roster)), _ -> kept.complete(null));
      kept.get(WAIT_S, TimeUnit.SECONDS);
    }
  }
}
