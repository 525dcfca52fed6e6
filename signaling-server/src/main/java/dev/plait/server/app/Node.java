package dev.plait.server.app;

import dev.plait.server.admission.ClientAddress;
import dev.plait.server.config.HttpConfig;
import dev.plait.server.config.MetricsConfig;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.config.TlsConfig;
import dev.plait.server.http.ForwardedProto;
import dev.plait.server.http.HttpApi;
import dev.plait.server.http.MetricsHandler;
import dev.plait.server.http.PageHandler;
import dev.plait.server.http.ProblemErrorHandler;
import dev.plait.server.http.RequestDeadlines;
import dev.plait.server.http.StrictTransport;
import dev.plait.server.tls.NodeKey;
import dev.plait.turn.program.ThisMachine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
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
  private final @Nullable ServerConnector meters;
  private final @Nullable NodeTls tls;

  private Node(
      NodeConfig config,
      Parts parts,
      Server server,
      ServerConnector connector,
      @Nullable ServerConnector meters,
      @Nullable NodeTls tls) {
    this.meters = meters;
    this.config = config;
    this.tls = tls;
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
    NodeTls tls = tls(config.http().tls(), dataDir, clock);
    Parts parts =
        Parts.wire(
            config, dataDir, clock, name -> tls != null && tls.shown().hosts().contains(name));
    Server server = new Server(threads());
    HttpConnectionFactory http = http(config.http(), parts.services().addresses());
    ServerConnector connector =
        new LimitedConnector(
            server,
            parts.services().addresses(),
            parts.services().connections(),
            tls == null ? new ConnectionFactory[] {http} : tls.inFrontOf(http));
    connector.setHost(config.http().host());
    connector.setPort(config.http().port());
    connector.setIdleTimeout(IDLE_MS);
    server.addConnector(connector);
    server.setErrorHandler(new ProblemErrorHandler());
    WebSocketUpgradeHandler sockets = parts.live().endpoint().handler(server);
    MetricsConfig metrics = config.ops().metrics();
    ServerConnector meters = meters(metrics, server);
    Handler handler =
        meters == null
            ? sockets
            : new MetricsHandler(sockets, meters, metrics, parts.services().metrics());
    RequestDeadlines deadlines = new RequestDeadlines(handler, clock);
    for (Connector each : server.getConnectors()) {
      ((ServerConnector) each).addBean(deadlines, false);
    }
    server.setHandler(new GracefulHandler(deadlines));
    server.setStopTimeout(config.ops().drainMs());
    Node node = new Node(config, parts, server, connector, meters, tls);
    try {
      HttpApi api = new HttpApi(parts.services());
      sockets.setHandler(config.http().page() ? new PageHandler(PageHandler.FOLDER, api) : api);
      open(connector, "--port", "plait.http.host");
      if (meters != null) {
        open(meters, "plait.ops.metrics-port", "plait.ops.metrics-host");
      }
      server.start();
      deadlines.watch(server.getScheduler());
      if (tls != null) {
        tls.watch();
      }
    } catch (StartException e) {
      node.close();
      throw e;
    } catch (Exception e) {
      node.close();
      throw new StartException("The node cannot start: " + e.getMessage(), e);
    }
    LOG.info("listening on {}", node.uri());
    if (meters != null) {
      LOG.info("meters at {}", node.metrics());
    }
    return node;
  }

  private static void open(ServerConnector connector, String port, String host) {
    try {
      connector.open();
    } catch (IOException e) {
      throw new StartException(
          ("Cannot listen on %s port %d (%s). Is another node running? Choose another port with"
                  + " %s. %s must be an address of this machine.")
              .formatted(connector.getHost(), connector.getPort(), e.getMessage(), port, host),
          e);
    }
  }

  /** Where the meters are shown, apart from what others reach; null for nowhere. */
  private static @Nullable ServerConnector meters(MetricsConfig config, Server server) {
    if (!config.enabled()) {
      return null;
    }
    ServerConnector meters = new ServerConnector(server, 1, 1);
    meters.setHost(config.host());
    meters.setPort(config.port());
    meters.setIdleTimeout(IDLE_MS);
    server.addConnector(meters);
    return meters;
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("jetty");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
    return threads;
  }

  private static @Nullable NodeTls tls(TlsConfig config, Path dataDir, InstantSource clock) {
    return config.enabled()
        ? NodeTls.open(config.selfSigned() ? SelfSigned.in(dataDir) : config, clock)
        : null;
  }

  private static HttpConnectionFactory http(HttpConfig config, ClientAddress addresses) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEADER_BYTES);
    // Who shows a certificate for another name is found out by the client, not here.
    http.addCustomizer(new SecureRequestCustomizer(false));
    http.addCustomizer(new ForwardedProto(addresses));
    http.addCustomizer(new StrictTransport(config));
    return new HttpConnectionFactory(http);
  }

  /** Where it listens. */
  public URI uri() {
    return at(config.http().host());
  }

  /**
   * Where a browser on this machine finds the page; null when there is none, or when the
   * certificate has no name of which a browser would take it.
   */
  public @Nullable URI page() {
    if (!config.http().page()) {
      return null;
    }
    String host = config.http().host();
    // Browsers let pages of localhost do what others may only do over https.
    boolean local = ThisMachine.is(host) || host.equals("0.0.0.0") || host.equals("::");
    String name = local ? "localhost" : host;
    if (tls != null && !tls.shown().hosts().contains(name)) {
      name = tls.shown().hosts().stream().findFirst().orElse("");
    }
    return name.isEmpty() ? null : at(name).resolve("/");
  }

  /** Where the meters are, whose host may be one to bind only; null when they are nowhere. */
  public @Nullable URI metrics() {
    return meters == null
        ? null
        : at("http://", config.ops().metrics().host(), meters).resolve("/metrics");
  }

  private URI at(String host) {
    return at(tls == null ? "http://" : "https://", host, connector);
  }

  private static URI at(String scheme, String host, ServerConnector connector) {
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + literal + ":" + connector.getLocalPort());
  }

  /** What it shows in TLS; null without. */
  @Nullable NodeKey key() {
    return tls == null ? null : tls.shown();
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
    if (tls != null) {
      tls.close();
    }
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
