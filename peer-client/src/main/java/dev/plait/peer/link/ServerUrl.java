package dev.plait.peer.link;

import dev.plait.turn.program.ThisMachine;
import java.net.URI;
import java.util.Locale;

/**
 * Where a server is: its scheme, host and port, and the path under which a proxy shows it, if any.
 * Immutable.
 *
 * @param base as every client keeps it: scheme and host in lower case, no slash at the end
 */
public record ServerUrl(URI base) {
  private static final String EXAMPLES =
      "write it like http://127.0.0.1:8787 or https://example.org/chat";

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when it is none, in words for whoever wrote it
   */
  public static ServerUrl of(URI address) {
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw wrong(address, "is no address of a server");
    }
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      throw wrong(address, "has more than a path: nothing after ? or # belongs to a server");
    }
    if (address.getRawUserInfo() != null) {
      throw wrong(address, "names a user; say --user instead");
    }
    String path = address.normalize().getRawPath().replaceFirst("/+$", "");
    if (path.contains("//") || path.startsWith("/..")) {
      throw wrong(address, "has a path that leads nowhere");
    }
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return new ServerUrl(URI.create(scheme + "://" + host + port + path));
  }

  /** Whether what is said to it travels in the open: plain HTTP to another machine. */
  public boolean isExposed() {
    return base.getScheme().equals("http") && !ThisMachine.is(base.getHost());
  }

  /** What is wrong with such an address, and what to do, as the beginning of a sentence. */
  public static String exposed(URI address) {
    return "'"
        + address
        + "' is not encrypted: anybody on the way could read and change what is said, and take the"
        + " password; write it with https://";
  }

  private static IllegalArgumentException wrong(URI address, String what) {
    return new IllegalArgumentException("'" + address + "' " + what + "; " + EXAMPLES);
  }

  /** Where something of the server is. {@code path} begins with a slash. */
  public URI at(String path) {
    return URI.create(base + path);
  }

  /** Where its WebSocket is. */
  public URI webSocket() {
    return URI.create("ws" + at("/v1/connect").toString().substring("http".length()));
  }
}
