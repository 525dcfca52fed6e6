package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.server.app.TestPostgres;
import dev.plait.store.jdbc.RealPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose PostgreSQL server goes away and comes back. */
class DatabaseAwayTest {
  /** A call waits 3 s for a connection, and the node looks again every second. */
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path data;

  @Test
  void postsAreRefusedAndSessionsLiveOnUntilTheDatabaseIsBack() throws Exception {
    try (RealPostgres database = RealPostgres.start(data);
        TwoPeople people =
            TwoPeople.start(
                data, InstantSource.system(), TestPostgres.settings(database.config()));
        WsClient ada = WsClient.hello(people.ada())) {
      long version = ada.next(Frame.Roster.class).version();
      ada.send(people.post(version, 1, 3));
      ada.next(Frame.Receipt.class, receipt -> !receipt.stored().isEmpty());

      database.stop();
      ada.send(people.post(version, 4, 5));
      Frame.Refused refused = ada.next(Frame.Refused.class);
      assertThat(refused.code()).isEqualTo(RefusalCode.UNAVAILABLE);
      assertThat(refused.seqs()).containsExactly(new Range(4, 5));
      assertThat(refused.retryAfterMs()).isPositive();
      assertThat(people.readiness())
          .startsWith("503")
          .contains("\"database\":false", "\"store\":false");
      ada.assertAnswered();

      database.restart();
      await().atMost(SOON).until(() -> people.readiness().startsWith("200"));
      ada.send(people.post(version, 4, 5));
      ada.next(
          Frame.Receipt.class,
          receipt -> receipt.stored().stream().anyMatch(range -> range.throughSeq() == 5));
      try (WsClient grace = WsClient.hello(people.grace())) {
        assertThat(seqsUntilLive(people, grace, 5)).containsExactly(1L, 2L, 3L, 4L, 5L);
      }
    }
  }

  @Test
  void devicesThatAreBothThereGoOnWithoutTheDatabase() throws Exception {
    try (RealPostgres database = RealPostgres.start(data);
        TwoPeople people =
            TwoPeople.start(
                data, InstantSource.system(), TestPostgres.settings(database.config()));
        WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      grace.next(Frame.Live.class);
      long version = ada.next(Frame.Roster.class).version();

      database.stop();
      ada.send(people.post(version, 1, 2));
      assertThat(grace.next(Frame.Entries.class).entries()).hasSize(2);
      grace.send(new Frame.Ack(new StreamPosition(people.stream(), 2, 2, List.of()), null));
      ada.next(Frame.Receipt.class, receipt -> receipt.deliveredThroughSeq() == 2);
    }
  }

  /** All that comes from the queue, acked. */
  static List<Long> seqsUntilLive(TwoPeople people, WsClient device, long last)
      throws InterruptedException {
    List<Long> seqs = new ArrayList<>();
    while (seqs.isEmpty() || seqs.getLast() < last) {
      for (var entry : device.next(Frame.Entries.class).entries()) {
        seqs.add(entry.entry().seq());
      }
      device.send(
          new Frame.Ack(new StreamPosition(people.stream(), seqs.getLast(), 1, List.of()), null));
    }
    device.next(Frame.Live.class);
    return seqs;
  }
}
