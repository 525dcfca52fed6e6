package dev.plait.turn.probe;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a STUN or TURN server is (RFC 7064, RFC 7065).
 *
 * @param scheme of the URL
 * @param host name or IP address, IPv6 without brackets
 * @param port 1 to 65,535
 * @param transport how to reach it
 */
public record TurnUrl(Scheme scheme, String host, int port, Transport transport) {
  /** What is asked for, and whether by TLS. */
  public enum Scheme {
    STUN,
    STUNS,
    TURN,
    TURNS;

    boolean isSecure() {
      return this == STUNS || this == TURNS;
    }

    /** Whether the server relays. */
    public boolean isTurn() {
      return this == TURN || this == TURNS;
    }
  }

  /** What carries the messages. */
  public enum Transport {
    UDP,
    TCP,
    TLS
  }

  private static final int PORT = 3478;
  private static final int SECURE_PORT = 5349;

  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?i)(stuns?|turns?):(?:\\[([0-9a-f:.]+)\\]|([a-z0-9._-]+))(?::([0-9]{1,5}))?"
              + "(?:\\?transport=([a-z0-9-]+))?");

  /** Checks the port. */
  public TurnUrl {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }

  /**
   * Reads a URL such as {@code turns:turn.example.org:443?transport=tcp}. Without a port it is
   * 3478, or 5349 for TLS; without a transport it is UDP, or TLS over TCP for {@code turns:} and
   * {@code stuns:}.
   *
   * @throws IllegalArgumentException when it is no such URL, or asks for DTLS or another transport;
   *     the message says what is wrong
   */
  public static TurnUrl parse(String url) {
    Matcher parts = SYNTAX.matcher(url.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + url + "\" is no URL of a TURN server, such as turn:turn.example.org:3478");
    }
    Scheme scheme = Scheme.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
    @Nullable String ipv6 = parts.group(2);
    @Nullable String port = parts.group(4);
    return new TurnUrl(
        scheme,
        ipv6 == null ? parts.group(3) : ipv6,
        port != null ? Integer.parseInt(port) : scheme.isSecure() ? SECURE_PORT : PORT,
        transport(scheme, parts.group(5), url));
  }

  private static Transport transport(Scheme scheme, @Nullable String named, String url) {
    if (named == null) {
      return scheme.isSecure() ? Transport.TLS : Transport.UDP;
    }
    if (!scheme.isTurn()) {
      throw new IllegalArgumentException("\"" + url + "\": a STUN URL names no transport");
    }
    return switch (named.toLowerCase(Locale.ROOT)) {
      case "tcp" -> scheme.isSecure() ? Transport.TLS : Transport.TCP;
      case "udp" -> {
        if (scheme.isSecure()) {
          throw new IllegalArgumentException(
              "\"" + url + "\" asks for DTLS, which this client does not speak: use transport=tcp");
        }
        yield Transport.UDP;
      }
      default ->
          throw new IllegalArgumentException(
              "\"" + url + "\" asks for another transport than udp or tcp");
    };
  }

  /** The URL, with its port, and with its transport where the scheme takes one. */
  @Override
  public String toString() {
    String at = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String plain = scheme.name().toLowerCase(Locale.ROOT) + ":" + at + ":" + port;
    if (!scheme.isTurn()) {
      return plain;
    }
    return plain + "?transport=" + (transport == Transport.UDP ? "udp" : "tcp");
  }
}
