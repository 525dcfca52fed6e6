package dev.plait.server.admission;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address that a request really comes from, and the network that limits count by.
 * Immutable.
 */
public final class ClientAddress {
  private static final int IPV6_PREFIX_BYTES = 8;

  private final Set<InetAddress> trustedProxies;

  /**
   * Believes X-Forwarded-For and X-Forwarded-Proto from these addresses only.
   *
   * @throws IllegalArgumentException when one is no IP literal
   */
  public ClientAddress(List<String> trustedProxies) {
    this.trustedProxies =
        trustedProxies.stream().map(InetAddress::ofLiteral).collect(Collectors.toSet());
  }

  /** Whether a proxy that is believed is at the socket's other end, an IP literal. */
  public boolean isTrustedProxy(String remote) {
    InetAddress address = parse(strip(remote));
    return address != null && trustedProxies.contains(address);
  }

  /**
   * The client's address: the nearest hop that is not a trusted proxy.
   *
   * @param remote the socket's other end, an IP literal
   * @param forwardedFor the X-Forwarded-For header, all its values joined by commas
   */
  public String of(String remote, @Nullable String forwardedFor) {
    String nearest = strip(remote);
    if (forwardedFor == null || !isTrustedProxy(nearest)) {
      return nearest;
    }
    String[] hops = forwardedFor.split(",", -1);
    for (int i = hops.length - 1; i >= 0; i--) {
      String hop = strip(hops[i]);
      if (parse(hop) == null) {
        return nearest;
      }
      nearest = hop;
      if (!isTrustedProxy(hop)) {
        return hop;
      }
    }
    return nearest;
  }

  /** What limits count by: an IPv4 address, or the /64 that an IPv6 address lies in. */
  public static String network(String address) {
    InetAddress parsed = parse(strip(address));
    if (parsed == null) {
      return strip(address);
    }
    if (parsed instanceof Inet4Address) {
      return parsed.getHostAddress();
    }
    byte[] bytes = parsed.getAddress();
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < IPV6_PREFIX_BYTES; i++) {
      prefix.append(Character.forDigit((bytes[i] >> 4) & 0xf, 16));
      prefix.append(Character.forDigit(bytes[i] & 0xf, 16));
    }
    return prefix.append("::/64").toString();
  }

  /** Whether this is an address, in brackets or not, and no name. */
  public static boolean isLiteral(String host) {
    return parse(strip(host)) != null;
  }

  /** Literals only: never asks a name server. Mapped IPv4 comes out as IPv4. */
  private static @Nullable InetAddress parse(String literal) {
    if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }

  private static String strip(String text) {
    String bare = text.strip();
    if (bare.startsWith("[") && bare.endsWith("]")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    int zone = bare.indexOf('%');
    return zone < 0 ? bare : bare.substring(0, zone);
  }
}
