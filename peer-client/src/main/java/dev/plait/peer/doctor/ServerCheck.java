package dev.plait.peer.doctor;

import dev.plait.turn.probe.Fault;
import dev.plait.turn.probe.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Whether the server takes connections, and whether its certificate is good. */
final class ServerCheck {
  /** Whoever renews by hand needs some days. */
  private static final Duration RENEW_BEFORE = Duration.ofDays(7);

  private static final int PROXY_SIGN_IN = 407;

  private final Route route;
  private final InstantSource clock;
  private final @Nullable SSLContext tls;

  /** Addresses that took no connection, with the reason. */
  private final List<String> dead = new ArrayList<>();

  ServerCheck(Route route, InstantSource clock, @Nullable SSLContext tls) {
    this.route = route;
    this.clock = clock;
    this.tls = tls;
  }

  /** True when it can be reached. */
  Answer<Boolean> make(List<InetAddress> addresses) {
    @Nullable InetSocketAddress proxy = route.proxy();
    try (Socket socket = proxy == null ? firstOf(addresses) : route.proxied(proxy)) {
      String reached =
          proxy == null || route.secure()
              ? "TCP port " + route.port() + " answers" + route.throughProxy()
              : "the proxy " + route.proxyName() + " answers";
      return route.secure() ? secured(socket, reached) : good(reached, "");
    } catch (Route.TunnelRefused e) {
      return refusedByProxy(e);
    } catch (IOException e) {
      return unreachable(e);
    }
  }

  private Socket firstOf(List<InetAddress> addresses) throws IOException {
    IOException last = new IOException("no address");
    for (InetAddress address : addresses) {
      try {
        return route.direct(address, addresses.size());
      } catch (IOException e) {
        dead.add(address.getHostAddress() + " (" + Faults.of(e).meaning() + ")");
        last = e;
      }
    }
    throw last;
  }

  private Answer<Boolean> unreachable(IOException why) {
    Fault fault = Faults.of(why);
    if (route.proxy() != null) {
      return Answer.failed(
          "the proxy " + route.proxyName() + ": " + fault.meaning(),
          "check the proxy's address (https.proxyHost, HTTPS_PROXY) and whether it runs");
    }
    return Answer.failed(
        "TCP port %d of %s: %s".formatted(route.port(), route.host(), fault.meaning()),
        route.advice(fault));
  }

  private Answer<Boolean> refusedByProxy(Route.TunnelRefused why) {
    String detail =
        "the proxy %s refuses CONNECT to %s:%d (%s)"
            .formatted(route.proxyName(), route.host(), route.port(), why.getMessage());
    return Answer.failed(
        detail,
        why.status() == PROXY_SIGN_IN
            ? "let the proxy pass this machine without a sign-in, which Plait cannot do"
            : "have whoever runs the proxy allow CONNECT to this host and port, or take the"
                + " server out by NO_PROXY");
  }

  private Answer<Boolean> secured(Socket socket, String reached) {
    SSLSocketFactory factory =
        tls == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : tls.getSocketFactory();
    try (SSLSocket secure =
        (SSLSocket) factory.createSocket(socket, route.host(), route.port(), true)) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return certified(secure.getSession(), reached);
    } catch (IOException e) {
      Fault fault = Faults.of(e);
      return Answer.failed(
          reached + ", but " + fault.meaning() + " (" + e.getMessage() + ")", route.advice(fault));
    }
  }

  private Answer<Boolean> certified(SSLSession session, String reached) throws IOException {
    for (Certificate one : session.getPeerCertificates()) {
      if (one instanceof X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        String detail =
            "%s; %s, certificate valid until %s"
                .formatted(
                    reached, session.getProtocol(), end.atOffset(ZoneOffset.UTC).toLocalDate());
        boolean ends = end.isBefore(clock.instant().plus(RENEW_BEFORE));
        return good(detail, ends ? "renew the server's TLS certificate, which ends soon" : "");
      }
    }
    return good(reached + "; " + session.getProtocol(), "");
  }

  private Answer<Boolean> good(String detail, String todo) {
    if (!dead.isEmpty()) {
      return Answer.warning(
          detail + "; no connection to " + String.join(", ", dead),
          "take the address that does not answer out of the DNS, or make the server answer there",
          true);
    }
    return todo.isEmpty() ? Answer.ok(detail, true) : Answer.warning(detail, todo, true);
  }
}
