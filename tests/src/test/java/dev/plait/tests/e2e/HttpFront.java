package dev.plait.tests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in front of a node: a reverse proxy that shows it under a path, or a captive portal
 * that answers in its place. One request a connection. Safe from any thread.
 */
public final class HttpFront implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+)");

  private final ServerSocket listener;
  private final URI node;
  private final String path;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private volatile Function<String, @Nullable Answer> portal = _ -> null;

  /** What a portal says. */
  public record Answer(int status, String text, String mediaType) {
    /** As HTML. */
    public Answer(int status, String text) {
      this(status, text, "text/html");
    }
  }

  /**
   * Stands in front of {@code node}.
   *
   * @param path under which it shows the node, such as {@code /chat}; empty for none
   */
  public HttpFront(URI node, String path) throws IOException {
    this.node = node;
    this.path = path;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** The address of the node as it is seen from here. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
  }

  /** From now on answers itself what the function has an answer for; it gets the path asked for. */
  public void answerWith(Function<String, @Nullable Answer> with) {
    portal = with;
  }

  /** Ends all connections that there are. */
  public void cut() {
    sockets.forEach(TcpProxy::close);
    sockets.clear();
  }

  /** The paths asked for so far. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        LOG.debug("the front accepts no more: {}", e.getMessage());
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      String[] request = head.split(" ", 3);
      if (request.length < 3) {
        return;
      }
      asked.add(request[1]);
      Answer own = portal.apply(request[1]);
      if (own == null && !request[1].startsWith(path + "/")) {
        own = new Answer(404, "<h1>Not here</h1>");
      }
      if (own != null) {
        answer(client, head, own);
      } else {
        String to = request[1].substring(path.length());
        passOn(client, request[0] + " " + to + " " + once(request[2]));
      }
    } catch (IOException e) {
      LOG.debug("a connection ended: {}", e.getMessage());
    }
  }

  /** Through the empty line. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int b; (b = in.read()) >= 0; ) {
      head.write(b);
      if (b == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString(ISO_8859_1);
  }

  /** The node closes after its answer, unless it becomes a WebSocket. */
  private static String once(String head) {
    return head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")
        ? head
        : head.replaceAll("(?im)^connection: .*\r\n", "")
            .replaceFirst("\r\n", "\r\nConnection: close\r\n");
  }

  private static void answer(Socket client, String head, Answer own) throws IOException {
    var length = LENGTH.matcher(head);
    if (length.find()) {
      client.getInputStream().skipNBytes(Long.parseLong(length.group(1)));
    }
    byte[] text = own.text().getBytes(UTF_8);
    String answer =
        "HTTP/1.1 %d Portal\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n"
            .formatted(
                own.status(),
                own.mediaType(),
                text.length,
                own.status() / 100 == 3 ? "Location: http://portal.invalid/\r\n" : "");
    client.getOutputStream().write(answer.getBytes(ISO_8859_1));
    client.getOutputStream().write(text);
  }

  private void passOn(Socket client, String head) throws IOException {
    try (Socket server = new Socket(node.getHost(), node.getPort())) {
      sockets.add(server);
      server.getOutputStream().write(head.getBytes(ISO_8859_1));
      threads.execute(() -> copy(client, server));
      server.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      LOG.debug("a connection ended: {}", e.getMessage());
    }
    TcpProxy.close(to);
  }

  @Override
  public void close() {
    TcpProxy.close(listener);
    cut();
    threads.shutdownNow();
  }
}
