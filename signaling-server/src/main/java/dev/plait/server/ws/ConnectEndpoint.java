package dev.plait.server.ws;

import dev.plait.server.admission.Budget;
import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.OpenConnections;
import dev.plait.server.admission.OriginPolicy;
import dev.plait.server.admission.RateLimits;
import dev.plait.server.admission.Refusal;
import dev.plait.server.session.DeviceSession;
import dev.plait.server.session.Outbound;
import dev.plait.server.session.SessionLimits;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket endpoint {@code /v1/connect}: takes the upgrade or answers why not. Nothing is read
 * from the URL's query: the token comes in the first frame (SES-1). Jetty calls it on any thread.
 */
public final class ConnectEndpoint implements AutoCloseable {
  /** The path. */
  public static final String PATH = "/v1/connect";

  /** The only subprotocol. */
  public static final String SUBPROTOCOL = "plait.v1";

  /** Behind the session's own silence check, which is shorter and says why. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** When to try again where too many are open: those that say no hello are closed by then. */
  private static final long FULL_MS = 10_000;

  /** Answers an upgrade that is refused. */
  public interface Refuser {
    /** {@code waitMs}: when it may be tried again, for one over a rate limit; else 0. */
    void refuse(
        Refusal refusal, long waitMs, Request request, Response response, Callback callback);
  }

  private final OriginPolicy origins;
  private final RateLimits rates;
  private final ClientAddress addresses;
  private final SessionLimits limits;
  private final Refuser refuser;
  private final OpenConnections open;
  private final BiFunction<Outbound, Consumer<UUID>, DeviceSession> start;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("read-budget").factory());

  /** Starts a session with {@code start} for each connection it takes. */
  public ConnectEndpoint(
      OriginPolicy origins,
      RateLimits rates,
      ClientAddress addresses,
      SessionLimits limits,
      Refuser refuser,
      OpenConnections open,
      BiFunction<Outbound, Consumer<UUID>, DeviceSession> start) {
    this.open = open;
    this.origins = origins;
    this.rates = rates;
    this.addresses = addresses;
    this.limits = limits;
    this.refuser = refuser;
    this.start = start;
  }

  /** The handler to put before the HTTP API's. */
  public WebSocketUpgradeHandler handler(Server server) {
    return WebSocketUpgradeHandler.from(server, this::configure);
  }

  private void configure(ServerWebSocketContainer container) {
    container.setIdleTimeout(IDLE);
    container.addMapping(PATH, this::create);
  }

  private @Nullable Object create(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    if (!origins.allows(
        request.getHeaders().get(HttpHeader.ORIGIN),
        request.isSecure(),
        request.getHeaders().get(HttpHeader.HOST))) {
      refuser.refuse(Refusal.ORIGIN_NOT_ALLOWED, 0, request, response, callback);
      return null;
    }
    String address =
        addresses.of(
            Request.getRemoteAddr(request),
            String.join(",", request.getHeaders().getValuesList("X-Forwarded-For")));
    String network = ClientAddress.network(address);
    boolean proxied = addresses.isTrustedProxy(Request.getRemoteAddr(request));
    long waitMs =
        proxied && open.isFull(network) ? FULL_MS : rates.take(Budget.CONNECT, network, 1);
    if (waitMs > 0) {
      refuser.refuse(Refusal.RATE_LIMITED, waitMs, request, response, callback);
      return null;
    }
    if (!request.getSubProtocols().contains(SUBPROTOCOL)) {
      refuser.refuse(Refusal.UPGRADE_REQUIRED, 0, request, response, callback);
      return null;
    }
    response.setAcceptedSubProtocol(SUBPROTOCOL);
    return new ClientSocket(start, new Arrival(rates, open, network, proxied), limits, timer);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
