package dev.plait.server.http;

import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.Refusal;
import dev.plait.server.config.MetricsConfig;
import dev.plait.server.ops.Metrics;
import dev.plait.turn.program.ThisMachine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Shows the meters to what comes by a connector of their own, and hands everything else on. A page
 * of somebody else gets nothing: it calls by a name (DNS rebinding), and what counts are addresses.
 * Jetty calls it on any thread.
 */
public final class MetricsHandler extends Handler.Wrapper {
  private static final String PATH = "/metrics";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Connector connector;
  private final MetricsConfig config;
  private final Metrics metrics;

  /** Takes what comes by {@code connector}; the rest is for {@code others}. */
  public MetricsHandler(
      Handler others, Connector connector, MetricsConfig config, Metrics metrics) {
    super(others);
    this.connector = connector;
    this.config = config;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getConnectionMetaData().getConnector().equals(connector)) {
      return super.handle(request, response, callback);
    }
    ReplyWriter.write(reply(request), request, response, callback);
    return true;
  }

  private Reply reply(Request request) {
    if (!isOwn(Request.getServerName(request))) {
      return Reply.problem(
          Refusal.MISDIRECTED, "Say localhost, the IP address or plait.ops.metrics-host.");
    }
    if (!hasToken(request)) {
      return Reply.problem(Refusal.UNAUTHENTICATED, "This needs plait.ops.metrics-token.");
    }
    return request.getMethod().equals("GET") && Request.getPathInContext(request).equals(PATH)
        ? Reply.text(200, PROMETHEUS_TEXT, metrics.scrape())
        : Reply.problem(Refusal.NOT_FOUND, "Only GET " + PATH + " is here.");
  }

  private boolean isOwn(@Nullable String host) {
    return host != null
        && (ClientAddress.isLiteral(host)
            || ThisMachine.is(host)
            || host.equalsIgnoreCase(config.host()));
  }

  private boolean hasToken(Request request) {
    String token = config.token().value();
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return token.isEmpty()
        || (header != null
            && MessageDigest.isEqual(
                header.getBytes(StandardCharsets.UTF_8),
                ("Bearer " + token).getBytes(StandardCharsets.UTF_8)));
  }
}
