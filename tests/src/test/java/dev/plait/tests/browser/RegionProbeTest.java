package dev.plait.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.plait.protocol.signaling.RegionTrips;
import dev.plait.turn.probe.StunResponder;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How far away a page finds STUN servers to be (SIG-13). */
@Tag("waits")
final class RegionProbeTest extends BrowserTest {
  private static final String MEASURE =
      """
      async (url) => {
        const { measureRegion } = await import('/lib/drivers/RegionProbe.js');
        const { Timers } = await import('/lib/drivers/Timers.js');
        return new Promise((told) => {
          measureRegion(url, new Timers(), told);
          setTimeout(() => told(-1), 4000);
        });
      }
      """;

  /** A machine that does much else may be later than the page waits, but not each time. */
  private static final int BUSY_TRIES = 5;

  private final Page page = LibraryFiles.open(world);

  @AfterEach
  void closePage() {
    page.context().close();
  }

  @Test
  void aServerThatAnswersIsNear() throws Exception {
    try (StunResponder server = new StunResponder()) {
      int ms = measured(server.url());
      for (int tries = 1; ms < 0 && tries < BUSY_TRIES; tries++) {
        ms = measured(server.url());
      }
      assertThat(ms).isBetween(0, (int) RegionTrips.MEASURE_MS);
    }
  }

  @Test
  void aServerThatIsSilentIsNotMeasured() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertThat(measured("stun:127.0.0.1:" + silent.getLocalPort())).isEqualTo(-1);
    }
  }

  private int measured(String url) {
    return (int) page.evaluate(MEASURE, url);
  }
}
