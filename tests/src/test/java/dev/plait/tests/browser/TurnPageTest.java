package dev.plait.tests.browser;

import static dev.plait.tests.browser.LinkedPage.HIGH;
import static dev.plait.tests.browser.LinkedPage.LOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.rtc.IceServer;
import dev.plait.turn.probe.Coturn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page over a real TURN server (SIG-11): fresh credentials, the way back to direct. */
@Tag("waits")
final class TurnPageTest extends BrowserTest {
  @TempDir Path folder;

  @Test
  void credentialsAreReplacedUnderAnOpenChannel() throws Exception {
    try (Coturn turn = coturn("user=one:one", "user=two:two");
        LinkedPage both = new LinkedPage(world, LOW, HIGH, servers(turn, "one"))) {
      both.turnOnly(true);
      both.untilOpen();
      both.until(() -> via(both).equals("turn-udp"));
      String before = pair(both);

      both.page.evaluate("servers => link.use(servers)", LinkedPage.plain(servers(turn, "two")));
      both.page.evaluate("link.send('meanwhile')");

      both.until(() -> (int) both.page.evaluate("link.counters().refresh.succeeded") == 1);
      both.until(() -> turn.log().contains("new, realm=<plait.test>, username=<two>"));
      // The pair of before may carry on for a while: a browser checks others every 25 s only.
      both.until(() -> via(both).equals("turn-udp") && !pair(both).equals(before));
      both.until(() -> both.frames().contains("meanwhile"));
      assertThat(both.frames()).containsExactly("from the page", "meanwhile");
    }
  }

  @Test
  void aDirectPairIsTakenOnceThereIsOne() throws Exception {
    try (Coturn turn = coturn("user=one:one");
        LinkedPage both = new LinkedPage(world, HIGH, LOW, servers(turn, "one"))) {
      both.turnOnly(true);
      both.untilOpen();
      both.until(() -> via(both).equals("turn-udp"));

      both.turnOnly(false);

      both.until(() -> (int) both.page.evaluate("link.counters().upgrade.succeeded") == 1);
      assertThat(via(both)).isEqualTo("direct");
      assertThat(both.frames()).containsExactly("from the page");
    }
  }

  /** It relays from another address than the page has, so that no pair but over it is permitted. */
  private Coturn coturn(String... users) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of("lt-cred-mech", "verbose", "listening-ip=127.0.0.1", "relay-ip=127.0.0.2"));
    lines.addAll(List.of(users));
    return Coturn.start(folder, lines.toArray(String[]::new));
  }

  private static List<IceServer> servers(Coturn turn, String user) {
    return List.of(
        new IceServer(List.of("turn:127.0.0.1:" + turn.port() + "?transport=udp"), user, user));
  }

  private static String via(LinkedPage both) {
    return String.valueOf(both.page.evaluate("link.stats().then((stats) => stats.via)"));
  }

  private static String pair(LinkedPage both) {
    return String.valueOf(both.page.evaluate("link.stats().then((stats) => stats.pair)"));
  }
}
