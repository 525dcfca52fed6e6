package dev.plait.tests.nat;

import java.util.Arrays;
import java.util.Optional;

/** What a peer may sit behind. The behaviours are those of RFC 4787 §4 and §5. */
enum NetworkKind {
  /** No translation, no filter; IPv4 and IPv6. */
  PUBLIC("public", "a public address"),
  /** Endpoint-independent mapping and filtering. */
  FULL_CONE("full-cone", "a NAT that lets everybody in"),
  /** Endpoint-independent mapping, address-dependent filtering. */
  ADDRESS_RESTRICTED("address-restricted", "a NAT that lets in who was spoken to"),
  /** Endpoint-independent mapping, address- and port-dependent filtering. */
  PORT_RESTRICTED("port-restricted", "a NAT that lets in whom was answered from the same port"),
  /** Address- and port-dependent mapping and filtering. */
  SYMMETRIC("symmetric", "a NAT with another port for each destination"),
  /** The same, and every twentieth packet is lost, either way. */
  SYMMETRIC_LOSSY("symmetric-lossy", "the same with 5 % loss"),
  /** Two port-restricted NATs, one behind the other (RFC 6888). */
  CARRIER_GRADE("carrier-grade", "a home NAT behind a carrier's"),
  /** Port-restricted; both peers behind it, apart from each other, but it hairpins. */
  HAIRPIN("hairpin", "one NAT for both, which leads back in (hairpinning)"),
  /** The same without hairpinning. */
  NO_HAIRPIN("no-hairpin", "one NAT for both, which does not lead back in"),
  /** Only connections by TCP may leave. */
  TCP_ONLY("tcp-only", "a firewall that lets out TCP only"),
  /** Only connections by TCP to port 443 may leave. */
  TCP_443_ONLY("tcp-443-only", "a firewall that lets out TCP to port 443 only"),
  /** No way out but an HTTP proxy (CONNECT, RFC 9110 §9.3.6). */
  PROXY_ONLY("proxy-only", "no way out but an HTTP proxy"),
  /** No IPv4 at all. */
  IPV6_ONLY("ipv6-only", "IPv6 only, behind a stateful firewall"),
  /** Port-restricted NAT for IPv4; IPv6 addresses whose packets vanish. */
  BROKEN_IPV6("broken-ipv6", "IPv4 behind a NAT, and IPv6 that leads nowhere");

  private final String slug;
  private final String words;

  NetworkKind(String slug, String words) {
    this.slug = slug;
    this.words = words;
  }

  /** As cells are named. */
  String slug() {
    return slug;
  }

  /** For a person. */
  String words() {
    return words;
  }

  /** Whether two peers of this kind sit behind the same router. */
  boolean shared() {
    return this == HAIRPIN || this == NO_HAIRPIN;
  }

  static Optional<NetworkKind> of(String slug) {
    return Arrays.stream(values()).filter(kind -> kind.slug.equals(slug)).findFirst();
  }
}
