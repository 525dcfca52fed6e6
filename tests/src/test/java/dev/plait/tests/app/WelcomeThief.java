package dev.plait.tests.app;

import dev.plait.tests.e2e.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Stands on the way to a node. While it steals, what is said gets there, and so do answers to
 * requests; but nothing comes back through a WebSocket once it is open. Safe from any thread.
 */
final class WelcomeThief implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMinutes(2);
  private static final String UPGRADED = "HTTP/1.1 101";
  private static final String HEAD_END = "\r\n\r\n";

  private final TcpProxy proxy;
  private volatile boolean stealing;
  private volatile boolean stolen;

  WelcomeThief(URI node) throws IOException {
    this.proxy = new TcpProxy(node, this::passage);
  }

  URI uri() {
    return proxy.uri();
  }

  void steal(boolean on) {
    stealing = on;
  }

  /** Until the node has said something that did not arrive. */
  void awaitTheft() {
    Awaitility.await("a welcome").atMost(WAIT).until(() -> stolen);
  }

  private TcpProxy.Passage passage() {
    if (!stealing) {
      return TcpProxy.OPEN;
    }
    StringBuilder said = new StringBuilder();
    return (buffer, n) -> {
      int passed = passed(said, buffer, n);
      if (passed < n) {
        stolen = true;
      }
      return passed;
    };
  }

  /**
   * How much of what the node says gets through: all before the end of the answer to an upgrade.
   */
  private static int passed(StringBuilder said, byte[] buffer, int n) {
    int before = said.length();
    said.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
    int upgraded = said.indexOf(UPGRADED);
    int end = upgraded < 0 ? -1 : said.indexOf(HEAD_END, upgraded);
    return end < 0 ? n : Math.clamp(end + HEAD_END.length() - (long) before, 0, n);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
