package dev.plait.peer.link;

import dev.plait.turn.program.ThisMachine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HTTP proxies as the environment names them: {@code HTTPS_PROXY} and {@code HTTP_PROXY}, but not
 * for {@code NO_PROXY}, each in lower case too, which wins. What Java's own properties ({@code
 * https.proxyHost}) say goes before. This machine itself is always reached without. Immutable.
 */
public final class EnvironmentProxies extends ProxySelector {
  private static final int PORT = 3128;
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  private final ProxySelector properties;
  private final Map<String, String> environment;

  /**
   * Makes one.
   *
   * @param properties asked first
   * @param environment variables of the process; copied
   */
  public EnvironmentProxies(ProxySelector properties, Map<String, String> environment) {
    this.properties = properties;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI to) {
    if (to.getHost() != null && ThisMachine.is(to.getHost())) {
      return DIRECT;
    }
    List<Proxy> first = properties.select(to);
    String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
    boolean isWeb = List.of("http", "https", "ws", "wss").contains(scheme);
    String host = to.getHost();
    boolean isSecure = scheme.equals("https") || scheme.equals("wss");
    int port = to.getPort() >= 0 ? to.getPort() : isSecure ? 443 : 80;
    if (!first.equals(DIRECT) || !isWeb || host == null || isExcepted(host, port)) {
      return first;
    }
    Proxy proxy = proxy(isSecure ? variable("https_proxy") : variable("http_proxy"));
    return proxy == null ? first : List.of(proxy);
  }

  private String variable(String name) {
    String lower = environment.getOrDefault(name, "");
    return lower.isEmpty()
        ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
        : lower.strip();
  }

  private static @Nullable Proxy proxy(String value) {
    if (value.isEmpty()) {
      return null;
    }
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      return uri.getHost() == null
          ? null
          : new Proxy(
              Proxy.Type.HTTP,
              InetSocketAddress.createUnresolved(
                  uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort()));
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private boolean isExcepted(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return Arrays.stream(variable("no_proxy").toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .anyMatch(entry -> matches(entry, name, port));
  }

  /** {@code example.org} and {@code .example.org} stand for the name and all below it. */
  private static boolean matches(String entry, String name, int port) {
    if (entry.isEmpty() || entry.equals("*")) {
      return !entry.isEmpty();
    }
    String wanted = entry.endsWith(":" + port) ? entry.substring(0, entry.lastIndexOf(':')) : entry;
    String domain = wanted.startsWith(".") ? wanted : "." + wanted;
    return ("." + name).endsWith(domain);
  }

  @Override
  public void connectFailed(URI to, SocketAddress proxy, IOException why) {
    properties.connectFailed(to, proxy, why);
  }
}
