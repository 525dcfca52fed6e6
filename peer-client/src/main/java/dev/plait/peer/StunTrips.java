package dev.plait.peer;

import dev.plait.protocol.signaling.RegionTrips;
import dev.plait.protocol.signaling.RegionTrips.Region;
import dev.plait.turn.probe.StunClient;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnUrl;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures how far away regions are, by one STUN binding each (RFC 8489). Stateless. */
final class StunTrips {
  private static final Logger LOG = LoggerFactory.getLogger(StunTrips.class);

  private StunTrips() {}

  /**
   * Asks a server of a region, on a thread of its own.
   *
   * @param tripMs told the round trip, on that thread; not at all when no answer comes in time
   */
  static void measure(Region region, LongConsumer tripMs) {
    var _ = Thread.ofVirtual().name("plait-region").start(() -> ask(region, tripMs));
  }

  private static void ask(Region region, LongConsumer tripMs) {
    try {
      StunClient.Binding binding =
          StunClient.bind(
              TurnUrl.parse(region.url()),
              TurnOptions.within(Duration.ofMillis(RegionTrips.MEASURE_MS)));
      tripMs.accept(Math.round(binding.roundTripMs()));
    } catch (TurnException | IllegalArgumentException e) {
      LOG.debug("the distance to region {} is not known: {}", region.name(), e.getMessage());
    }
  }
}
