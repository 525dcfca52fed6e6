package dev.plait.server.http;

import dev.plait.server.admission.Budget;
import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.Refusal;
import dev.plait.server.admission.WrongPasswords;
import dev.plait.server.http.Router.Access;
import dev.plait.server.http.Router.Found;
import dev.plait.server.http.Router.Route;
import dev.plait.server.token.TokenVerifier;
import dev.plait.turn.program.DatabaseFailure;
import io.micrometer.core.instrument.Timer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API as a Jetty handler: the last in the chain, it answers every request. Jetty calls it
 * on virtual threads, many at a time; it blocks on the database.
 */
public final class HttpApi extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final String BEARER = "Bearer ";

  private final Services services;
  private final Router router = new Router();
  private final Throttle throttle;
  private final AccountTurns turns = new AccountTurns();
  private final Cors cors;
  private final Audited audited = new Audited();

  /** Serves the endpoints of the API page over {@code services}. */
  public HttpApi(Services services) {
    this.services = services;
    this.throttle = new Throttle(services.limits(), services.metrics());
    this.cors = new Cors(services.origins());
    RefreshCookies cookies =
        new RefreshCookies(
            services.config().token().refreshLifetimeMs(), services.config().http().path());
    DeviceCookies deviceCookies = new DeviceCookies(services.config().http().path());
    PasswordTries tries =
        new PasswordTries(
            new WrongPasswords(services.config().limits().wrongPasswords(), services.clock()),
            throttle);
    new SessionEndpoints(services, throttle, tries, cookies, deviceCookies).addTo(router);
    new AccountEndpoints(services, throttle, tries, cookies, deviceCookies).addTo(router);
    new OwnAccountEndpoints(services, throttle, tries, cookies, deviceCookies).addTo(router);
    new ConversationEndpoints(services, throttle).addTo(router);
    new RequestEndpoints(services).addTo(router);
    new NodeEndpoints(services).addTo(router);
    new IceEndpoints(services).addTo(router);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long startNs = System.nanoTime();
    Found found = router.find(request.getMethod(), Request.getPathInContext(request));
    String address = address(request);
    String network = ClientAddress.network(address);
    Reply wait = throttle.take(Budget.ADDRESS, network);
    Reply reply = wait != null ? wait : reply(request, found, address);
    if (wait == null) { // else one network could fill the log
      audited.handleReply(request, found, reply, network);
    }
    Timer.builder("plait.http.requests")
        .tag("path", found == null ? "unknown" : found.template())
        .tag("method", found == null || found.route() == null ? "other" : request.getMethod())
        .tag("status", Integer.toString(reply.status()))
        .register(services.metrics().registry())
        .record(System.nanoTime() - startNs, TimeUnit.NANOSECONDS);
    cors.addTo(request, response);
    Unread.discard(request);
    ReplyWriter.write(reply, request, response, callback);
    return true;
  }

  private Reply reply(Request request, @Nullable Found found, String address) {
    try {
      return checked(request, found, address);
    } catch (BadInput bad) {
      return bad.reply();
    } catch (JdbiException away) {
      LOG.warn("the database did not answer {}: {}", template(found), DatabaseFailure.words(away));
      return Reply.problem(Refusal.UNAVAILABLE);
    } catch (UncheckedIOException gone) {
      LOG.debug("a client went away: {}", gone.toString());
      return Reply.problem(Refusal.MALFORMED_BODY, "The body ended early.");
    } catch (RuntimeException bug) {
      LOG.error("serving {} failed", template(found), bug);
      return Reply.problem(Refusal.INTERNAL);
    }
  }

  private static String template(@Nullable Found found) {
    return found == null ? "an unknown path" : found.template();
  }

  private String address(Request request) {
    return services
        .addresses()
        .of(
            Request.getRemoteAddr(request),
            forwardedFor(request.getHeaders().getValuesList("X-Forwarded-For")));
  }

  private Reply checked(Request request, @Nullable Found found, String address) {
    if (!cors.allows(request)) {
      return Reply.problem(Refusal.ORIGIN_NOT_ALLOWED);
    }
    if (found == null) {
      return Reply.problem(Refusal.NOT_FOUND);
    }
    Route route = found.route();
    if (route == null) {
      return withoutRoute(request, found);
    }
    if (route.access() == Access.PUBLIC) {
      return route.endpoint().serve(new Call(request, found.parameters(), address, null));
    }
    return signedIn(request, found, route, address);
  }

  private Reply withoutRoute(Request request, Found found) {
    String allow = String.join(", ", found.methods());
    return request.getMethod().equals("OPTIONS")
        ? cors.preflight(request, allow)
        : Reply.problem(Refusal.METHOD_NOT_ALLOWED).with("Allow", allow);
  }

  private Reply signedIn(Request request, Found found, Route route, String address) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Reply.problem(Refusal.UNAUTHENTICATED, "No bearer token.");
    }
    return switch (services.tokens().verify(header.substring(BEARER.length()).strip())) {
      case TokenVerifier.Rejected(var reason) -> {
        services.metrics().count("plait.http.rejected.tokens", "reason", reason.name());
        yield reason == TokenVerifier.Reason.UNAVAILABLE
            ? Reply.problem(Refusal.UNAVAILABLE)
            : Reply.problem(Refusal.UNAUTHENTICATED);
      }
      case TokenVerifier.Principal caller -> {
        Audited.about(request, caller.account(), caller.device());
        Reply wait = throttle.take(Budget.ACCOUNT, caller.account());
        if (wait == null) {
          wait = throttle.take(Budget.DEVICE, caller.device());
        }
        if (wait != null) {
          yield wait;
        }
        Call call = new Call(request, found.parameters(), address, caller);
        yield HttpMethod.GET.is(request.getMethod())
            ? route.endpoint().serve(call)
            : turns.run(caller.account(), () -> route.endpoint().serve(call));
      }
    };
  }

  private static @Nullable String forwardedFor(List<String> values) {
    return values.isEmpty() ? null : String.join(",", values);
  }
}
