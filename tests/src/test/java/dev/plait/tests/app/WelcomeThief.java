package dev.plait.tests.app;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands on the way to a node. While it steals, what is said gets there, and so do answers to
 * requests; but nothing comes back through a WebSocket once it is open. Safe from any thread.
 */
final class WelcomeThief implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WelcomeThief.class);
  private static final Duration WAIT = Duration.ofMinutes(2);
  private static final String UPGRADED = "HTTP/1.1 101";
  private static final String HEAD_END = "\r\n\r\n";

  private final ServerSocket listener;
  private final URI node;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile boolean stealing;
  private volatile boolean stolen;

  WelcomeThief(URI node) throws IOException {
    this.node = node;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  URI uri() {
    return URI.create("http://localhost:" + listener.getLocalPort());
  }

  void steal(boolean on) {
    stealing = on;
  }

  /** Until the node has said something that did not arrive. */
  void awaitTheft() {
    Awaitility.await("a welcome").atMost(WAIT).until(() -> stolen);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(node.getHost(), node.getPort());
        sockets.addAll(List.of(client, server));
        threads.execute(() -> copy(client, server, false));
        threads.execute(() -> copy(server, client, stealing));
      } catch (IOException e) {
        LOG.debug("nobody comes any more: {}", e.getMessage());
      }
    }
  }

  private void copy(Socket from, Socket to, boolean thief) {
    byte[] buffer = new byte[8192];
    StringBuilder head = new StringBuilder();
    try {
      for (int n; (n = from.getInputStream().read(buffer)) >= 0; ) {
        int passed = thief ? passed(head, buffer, n) : n;
        to.getOutputStream().write(buffer, 0, passed);
        stolen |= passed < n;
      }
    } catch (IOException e) {
      LOG.debug("a connection ended: {}", e.getMessage());
    }
    close(to);
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

  private static void close(Closeable one) {
    try {
      one.close();
    } catch (IOException e) {
      LOG.debug("cannot close: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    close(listener);
    sockets.forEach(WelcomeThief::close);
    threads.shutdownNow();
  }
}
