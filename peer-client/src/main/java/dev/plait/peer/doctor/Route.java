package dev.plait.peer.doctor;

import dev.plait.turn.probe.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server, through a proxy or not.
 *
 * @param host as in the URL, IPv6 without brackets
 * @param secure whether TLS comes on top
 * @param proxy an HTTP proxy; null for none
 */
record Route(String host, int port, boolean secure, @Nullable InetSocketAddress proxy) {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(4);
  private static final int HEAD_BYTES_MAX = 16_384;
  private static final int OK = 200;

  /** A proxy does not let the tunnel through. */
  static final class TunnelRefused extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    TunnelRefused(int status, String line) {
      super(line);
      this.status = status;
    }

    /** HTTP status; 0 when the proxy said nothing that could be read. */
    int status() {
      return status;
    }
  }

  static Route to(URI server, ProxySelector proxies) {
    boolean secure = "https".equalsIgnoreCase(server.getScheme());
    String host = server.getHost();
    int port = server.getPort() >= 0 ? server.getPort() : secure ? 443 : 80;
    InetSocketAddress through = null;
    for (Proxy proxy : proxies.select(server)) {
      if (proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress found) {
        through = found;
        break;
      }
    }
    boolean isIpv6 = host.startsWith("[");
    return new Route(isIpv6 ? host.substring(1, host.length() - 1) : host, port, secure, through);
  }

  /** For a person. */
  String proxyName() {
    return proxy == null ? "" : proxy.getHostString() + ":" + proxy.getPort();
  }

  /** For a person; empty without a proxy. */
  String throughProxy() {
    return proxy == null ? "" : " through the proxy " + proxyName();
  }

  /** What to try next, for a fault on the way to the server. */
  String advice(Fault fault) {
    return switch (fault) {
      case NO_ANSWER ->
          "see whether the server runs, and whether a firewall, here or there, lets TCP port "
              + port
              + " through";
      case NAME_UNRESOLVED ->
          "check the spelling of --server, the DNS records of the name, and the name servers here";
      default -> fault.advice();
    };
  }

  /** Opens a connection to one of the server's own addresses. */
  Socket direct(InetAddress address, int attempts) throws IOException {
    return connected(
        new InetSocketAddress(address, port), Math.toIntExact(CONNECT_MAX.toMillis() / attempts));
  }

  /**
   * Opens a connection through the proxy, by CONNECT (RFC 9110 §9.3.6) where TLS comes on top.
   *
   * @throws TunnelRefused when the proxy answers, and not with 200
   */
  Socket proxied(InetSocketAddress through) throws IOException {
    InetSocketAddress resolved =
        through.isUnresolved()
            ? new InetSocketAddress(through.getHostString(), through.getPort())
            : through;
    Socket socket = connected(resolved, Math.toIntExact(CONNECT_MAX.toMillis()));
    try {
      if (secure) {
        tunnel(socket);
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket connected(InetSocketAddress to, int withinMs) throws IOException {
    Socket socket = new Socket(Proxy.NO_PROXY);
    try {
      socket.connect(to, withinMs);
      socket.setSoTimeout(Math.toIntExact(CONNECT_MAX.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void tunnel(Socket socket) throws IOException {
    String authority = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    String request = "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n\r\n".formatted(authority);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String line = head(socket.getInputStream()).lines().findFirst().orElse("");
    int status =
        line.matches("HTTP/1\\.[01] [0-9]{3}.*") ? Integer.parseInt(line.substring(9, 12)) : 0;
    if (status != OK) {
      throw new TunnelRefused(status, line);
    }
  }

  /** Up to the empty line, byte by byte: what follows belongs to TLS. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < HEAD_BYTES_MAX && head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
