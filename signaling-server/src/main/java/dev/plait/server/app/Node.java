package dev.plait.server.app;

import dev.plait.server.admission.ClientAddress;
import dev.plait.server.config.HttpConfig;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.http.HttpApi;
import dev.plait.server.http.PageHandler;
import dev.plait.server.http.ProblemErrorHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One signaling node: wired, listening, and ended in an orderly way. The only wiring there is.
 * Start and close belong to one thread; everything inside is safe from any.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** Longest header section: an access token has about 600 bytes. */
  private static final int HEADER_BYTES = 8 * 1024;

  /** A connection that says nothing for so long is closed; sockets have pings of their own. */
  private static final long IDLE_MS = 30_000;

  private final NodeConfig config;
  private final Parts parts;
  private final Server server;
  private final ServerConnector connector;

  private Node(NodeConfig config, Parts parts, Server server, ServerConnector connector) {
    this.config = config;
    this.parts = parts;
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts a node and returns when it takes connections.
   *
   * @param dataDir where the embedded database goes
   * @throws StartException when it cannot; the message tells what to do
   */
  public static Node start(NodeConfig config, Path dataDir) {
    return start(config, dataDir, InstantSource.system());
  }

  /** The same with a clock of one's own, for tests. */
  public static Node start(NodeConfig config, Path dataDir, InstantSource clock) {
    Parts parts = Parts.wire(config, dataDir, clock);
    Server server = new Server(threads());
    ServerConnector connector = connector(server, config.http());
    server.addConnector(connector);
    server.setErrorHandler(new ProblemErrorHandler());
    WebSocketUpgradeHandler sockets = parts.live().endpoint().handler(server);
    server.setHandler(new GracefulHandler(sockets));
    server.setStopTimeout(config.ops().drainMs());
    Node node = new Node(config, parts, server, connector);
    try {
      HttpApi api = new HttpApi(parts.services());
      sockets.setHandler(config.http().page() ? new PageHandler(PageHandler.FOLDER, api) : api);
      connector.open();
      server.start();
    } catch (IOException e) {
      node.close();
      throw new StartException(
          ("Cannot listen on %s port %d (%s). Is another node running? Choose another port with"
                  + " --port. plait.http.host must be an address of this machine.")
              .formatted(config.http().host(), config.http().port(), e.getMessage()),
          e);
    } catch (Exception e) {
      node.close();
      throw new StartException("The node cannot start: " + e.getMessage(), e);
    }
    LOG.info("listening on {}", node.uri());
    return node;
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("jetty");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
    return threads;
  }

  private static ServerConnector connector(Server server, HttpConfig config) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setIdleTimeout(IDLE_MS);
    return connector;
  }

  /** Where it listens. */
  public URI uri() {
    String host = config.http().host();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + connector.getLocalPort());
  }

  /** Where a browser on this machine finds the page; null when there is none. */
  public @Nullable URI page() {
    if (!config.http().page()) {
      return null;
    }
    String host = config.http().host();
    // Browsers let pages of localhost do what others may only do over https.
    return ClientAddress.isLoopback(host) || host.equals("0.0.0.0") || host.equals("::")
        ? URI.create("http://localhost:" + connector.getLocalPort() + "/")
        : uri().resolve("/");
  }

  /** Where its data is: the file of the embedded database, or the address of another. */
  public String dataPlace() {
    return parts.queues().place();
  }

  /** Completes with the reason when a bug has ended the relay: start it anew. Perhaps never. */
  public CompletionStage<Throwable> whenBroken() {
    return parts.live().whenStopped();
  }

  /** What the node is made of; for tests of this module. */
  Parts parts() {
    return parts;
  }

  /** Takes no more connections, waits a bounded time for what is under way, ends. */
  @Override
  public void close() {
    LOG.info("draining: waiting at most {} ms for what is under way", config.ops().drainMs());
    parts.services().health().handleDraining();
    parts.live().drain();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the server did not stop in order", e);
    }
    server.destroy();
    parts.close(config.ops().drainMs());
    LOG.info("ended");
  }
}
