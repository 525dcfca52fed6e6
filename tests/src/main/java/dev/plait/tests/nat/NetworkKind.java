package dev.plait.tests.nat;

import java.util.Arrays;
import java.util.Optional;

/** What a peer may sit behind. The behaviours are those of RFC 4787 §4 and §5. */
enum NetworkKind {
  /** No translation, no filter; IPv4 and IPv6. */
  PUBLIC("public"),
  /** Endpoint-independent mapping and filtering. */
  FULL_CONE("full-cone"),
  /** Endpoint-independent mapping, address-dependent filtering. */
  ADDRESS_RESTRICTED("address-restricted"),
  /** Endpoint-independent mapping, address- and port-dependent filtering. */
  PORT_RESTRICTED("port-restricted"),
  /** Address- and port-dependent mapping and filtering. */
  SYMMETRIC("symmetric"),
  /** The same, and every twentieth packet is lost, either way. */
  SYMMETRIC_LOSSY("symmetric-lossy"),
  /** Two port-restricted NATs, one behind the other (RFC 6888). */
  CARRIER_GRADE("carrier-grade"),
  /** Port-restricted; both peers behind it, apart from each other, but it hairpins. */
  HAIRPIN("hairpin"),
  /** The same without hairpinning. */
  NO_HAIRPIN("no-hairpin"),
  /** Only connections by TCP may leave. */
  TCP_ONLY("tcp-only"),
  /** Only connections by TCP to port 443 may leave. */
  TCP_443_ONLY("tcp-443-only"),
  /** No way out but an HTTP proxy (CONNECT, RFC 9110 §9.3.6). */
  PROXY_ONLY("proxy-only"),
  /** No IPv4 at all. */
  IPV6_ONLY("ipv6-only"),
  /** Port-restricted NAT for IPv4; IPv6 addresses whose packets vanish. */
  BROKEN_IPV6("broken-ipv6");

  private final String slug;

  NetworkKind(String slug) {
    this.slug = slug;
  }

  /** As cells are named. */
  String slug() {
    return slug;
  }

  /** Whether two peers of this kind sit behind the same router. */
  boolean shared() {
    return this == HAIRPIN || this == NO_HAIRPIN;
  }

  /** Whether it loses packets, so that a channel through it dies now and then, and comes back. */
  boolean loses() {
    return this == SYMMETRIC_LOSSY;
  }

  static Optional<NetworkKind> of(String slug) {
    return Arrays.stream(values()).filter(kind -> kind.slug.equals(slug)).findFirst();
  }
}
