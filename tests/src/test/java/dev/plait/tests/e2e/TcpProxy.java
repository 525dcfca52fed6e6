package dev.plait.tests.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands on the way to a server and fails as networks do: connections that nothing comes through
 * any more and that nobody has closed, or no new connections. Safe from any thread.
 */
public final class TcpProxy implements AutoCloseable {
  /** What gets through one connection, in one direction. */
  public interface Passage {
    /** How many of the next {@code n} bytes do. */
    int passed(byte[] buffer, int n);
  }

  /** All of it. */
  public static final Passage OPEN = (_, n) -> n;

  private static final Logger LOG = LoggerFactory.getLogger(TcpProxy.class);

  private final ServerSocket listener;
  private final URI target;
  private final Supplier<Passage> answers;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger outages = new AtomicInteger();
  private volatile boolean refusing;

  TcpProxy(URI target) throws IOException {
    this(target, () -> OPEN);
  }

  /**
   * Makes one.
   *
   * @param answers what gets through of what the server says on each new connection
   */
  public TcpProxy(URI target, Supplier<Passage> answers) throws IOException {
    this.target = target;
    this.answers = answers;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where it stands. */
  public URI uri() {
    return URI.create("http://localhost:" + listener.getLocalPort());
  }

  /** From now on new connections are closed at once; the others go on. */
  void refuseNew(boolean on) {
    refusing = on;
  }

  /** Nothing gets through the present connections any more, nor do their ends; new ones work. */
  void swallowPresent() {
    outages.incrementAndGet();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
        } else {
          Socket server = new Socket(target.getHost(), target.getPort());
          sockets.addAll(List.of(client, server));
          int born = outages.get();
          threads.execute(() -> copy(client, server, born, OPEN));
          threads.execute(() -> copy(server, client, born, answers.get()));
        }
      } catch (IOException e) {
        LOG.debug("the proxy accepts no more: {}", e.getMessage());
      }
    }
  }

  private void copy(Socket from, Socket to, int born, Passage passage) {
    byte[] buffer = new byte[8192];
    try {
      for (int n; (n = from.getInputStream().read(buffer)) >= 0; ) {
        if (born == outages.get()) {
          to.getOutputStream().write(buffer, 0, passage.passed(buffer, n));
        }
      }
    } catch (IOException e) {
      LOG.debug("a connection ended: {}", e.getMessage());
    }
    if (born == outages.get()) {
      close(to);
    }
  }

  /** Closes what may be gone already. */
  static void close(Closeable one) {
    try {
      one.close();
    } catch (IOException e) {
      LOG.debug("cannot close: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    close(listener);
    sockets.forEach(TcpProxy::close);
    threads.shutdownNow();
  }
}
