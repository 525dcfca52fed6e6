package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.StreamPosition;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of entries that wait, come through and are refused. */
class MetersTest {
  private static final Duration MEASURED = Duration.ofMinutes(1);
  private static final Map<String, String> SHOWN =
      Map.of("plait.ops.metrics", "true", "plait.ops.metrics-port", "0");

  @TempDir Path data;

  @Test
  void whatWaitsForAbsentDevicesIsCountedUntilTheyHaveIt() throws Exception {
    try (TwoPeople people = TwoPeople.start(data, InstantSource.system(), SHOWN);
        WsClient ada = WsClient.hello(people.ada())) {
      long version = ada.next(Frame.Roster.class).version();
      ada.send(people.post(version, 1, 3));
      ada.next(Frame.Receipt.class);
      ada.send(people.post(version + 1, 4, 4));
      ada.next(Frame.Refused.class);

      awaitMeters(
          people,
          "plait_sessions 1.0",
          "plait_queues 1.0",
          "plait_queues_entries 3.0",
          "plait_queues_bytes 18.0",
          "plait_queues_deepest_entries 3.0",
          "plait_custody_commit_rows_sum 3.0",
          "plait_custody_seconds_count{outcome=\"stored\"} 3",
          "plait_receipts_total{outcome=\"stored\"} 1.0",
          "plait_refusals_total{code=\"roster_changed\"} 1.0");

      try (WsClient grace = WsClient.hello(people.grace())) {
        grace.next(Frame.Entries.class);
        grace.send(new Frame.Ack(new StreamPosition(people.stream(), 3, 3, List.of()), null));
        awaitMeters(
            people,
            "plait_sessions 2.0",
            "plait_queues 0.0",
            "plait_queues_entries 0.0",
            "plait_queues_deepest_entries 0.0",
            "plait_entries_sent_total{from=\"store\"} 3.0",
            "plait_queues_fetched_total 3.0",
            "plait_receipts_total{outcome=\"delivered\"} 1.0");
      }
    }
  }

  private static void awaitMeters(TwoPeople people, String... lines) {
    HttpRequest scrape =
        HttpRequest.newBuilder(Objects.requireNonNull(people.node().metrics())).build();
    await()
        .atMost(MEASURED)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () ->
                assertThat(
                        HttpUser.HTTP
                            .send(scrape, HttpResponse.BodyHandlers.ofString())
                            .body()
                            .lines())
                    .contains(lines));
  }
}
