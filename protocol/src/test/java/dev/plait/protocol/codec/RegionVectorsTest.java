package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.cases;
import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.text;
import static dev.plait.protocol.codec.Plain.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.signaling.RegionTrips;
import dev.plait.protocol.signaling.RegionTrips.Region;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the vectors of SIG-13: when the regions of a service are measured, and what is told. */
class RegionVectorsTest {
  @TestFactory
  Stream<DynamicTest> regions() throws IOException {
    return cases("regions").map(c -> DynamicTest.dynamicTest(text(c, "id"), () -> run(c)));
  }

  private static void run(Map<?, ?> vector) {
    RegionTrips core = new RegionTrips();
    for (Object each : (List<?>) value(vector, "steps")) {
      Map<?, ?> step = (Map<?, ?>) each;
      switch (text(step, "do")) {
        case "regions" -> {
          List<Region> named =
              ((List<?>) value(step, "regions"))
                  .stream().map(one -> region((Map<?, ?>) one)).toList();
          assertThat(core.handleRegions(named, number(step, "nowMs")))
              .as(step.toString())
              .extracting(Region::name)
              .isEqualTo(value(step, "measure"));
        }
        case "measured" -> {
          core.handleMeasured(region((Map<?, ?>) value(step, "measured")), number(step, "tripMs"));
          assertThat(core.complete()).as(step.toString()).isEqualTo(value(step, "all"));
        }
        case "network-changed" -> core.handleNetworkChanged();
        default -> throw new AssertionError(step);
      }
      assertThat(core.told()).as(step.toString()).isEqualTo(text(step, "told"));
    }
  }

  private static Region region(Map<?, ?> plain) {
    return new Region(text(plain, "region"), text(plain, "url"));
  }
}
