package dev.plait.turn.config;

import java.util.List;
import java.util.Optional;

/**
 * The special addresses of IPv4 and IPv6: the one table that configurations are written from and
 * checked against. A narrower range comes before a wider one around it.
 *
 * <p>It has every entry of the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890),
 * multicast, what has been withdrawn but is still built in somewhere, and the host services of a
 * cloud that hide behind a public address. IPv6 addresses that carry an IPv4 address are whole
 * ranges here, whatever they carry: coturn 4.6.1 takes {@code ::ffff:10.0.0.1} for an IPv6 address
 * like any other and compares it with no IPv4 range.
 */
public final class PeerRanges {
  private static final List<PeerRange> IPV4 =
      List.of(
          PeerRange.of("0.0.0.0/8", "this network", "RFC 791 §3.2"),
          PeerRange.of("10.0.0.0/8", "private use", "RFC 1918"),
          PeerRange.of("100.64.0.0/10", "shared by carrier-grade NAT", "RFC 6598"),
          PeerRange.of("127.0.0.0/8", "loopback", "RFC 1122 §3.2.1.3"),
          PeerRange.of("169.254.0.0/16", "link-local; metadata of most clouds", "RFC 3927"),
          PeerRange.of("172.16.0.0/12", "private use", "RFC 1918"),
          PeerRange.of("192.0.0.0/24", "IETF protocol assignments", "RFC 6890 §2.1"),
          PeerRange.of("192.0.2.0/24", "documentation", "RFC 5737"),
          PeerRange.of("192.31.196.0/24", "AS112", "RFC 7535"),
          PeerRange.of("192.52.193.0/24", "automatic multicast tunneling", "RFC 7450"),
          PeerRange.of("192.88.99.0/24", "6to4 relays", "RFC 7526"),
          PeerRange.of("192.168.0.0/16", "private use", "RFC 1918"),
          PeerRange.of("192.175.48.0/24", "AS112", "RFC 7534"),
          PeerRange.of("198.18.0.0/15", "benchmarks", "RFC 2544"),
          PeerRange.of("198.51.100.0/24", "documentation", "RFC 5737"),
          PeerRange.of("203.0.113.0/24", "documentation", "RFC 5737"),
          PeerRange.of("224.0.0.0/4", "multicast", "RFC 5771"),
          PeerRange.of("255.255.255.255/32", "broadcast", "RFC 919 §7"),
          PeerRange.of("240.0.0.0/4", "reserved", "RFC 1112 §4"),
          PeerRange.of("168.63.129.16/32", "host services of Azure", "Azure documentation"));

  private static final List<PeerRange> IPV6 =
      List.of(
          PeerRange.of("::1/128", "loopback", "RFC 4291 §2.5.3"),
          PeerRange.of("::/128", "unspecified", "RFC 4291 §2.5.2"),
          PeerRange.of("::/96", "IPv4-compatible", "RFC 4291 §2.5.5.1"),
          PeerRange.of("::ffff:0:0/96", "IPv4-mapped", "RFC 4291 §2.5.5.2"),
          PeerRange.of("::ffff:0:0:0/96", "IPv4-translated", "RFC 2765 §2.1"),
          PeerRange.of("64:ff9b::/96", "NAT64", "RFC 6052 §2.1"),
          PeerRange.of("64:ff9b:1::/48", "NAT64 in private networks", "RFC 8215"),
          PeerRange.of("100::/64", "discard", "RFC 6666"),
          PeerRange.of("100:0:0:1::/64", "dummy", "RFC 9780"),
          PeerRange.of("2001::/32", "Teredo", "RFC 4380 §2.6"),
          PeerRange.of("2001:1::1/128", "Port Control Protocol", "RFC 7723"),
          PeerRange.of("2001:1::2/128", "TURN anycast", "RFC 8155"),
          PeerRange.of("2001:1::3/128", "DNS service registration", "RFC 9665"),
          PeerRange.of("2001:2::/48", "benchmarks", "RFC 5180"),
          PeerRange.of("2001:3::/32", "automatic multicast tunneling", "RFC 7450"),
          PeerRange.of("2001:4:112::/48", "AS112", "RFC 7535"),
          PeerRange.of("2001:10::/28", "ORCHID", "RFC 4843"),
          PeerRange.of("2001:20::/28", "ORCHIDv2", "RFC 7343"),
          PeerRange.of("2001:30::/28", "drone identifiers", "RFC 9374"),
          PeerRange.of("2001::/23", "IETF protocol assignments", "RFC 2928"),
          PeerRange.of("2001:db8::/32", "documentation", "RFC 3849"),
          PeerRange.of("2002::/16", "6to4", "RFC 3056"),
          PeerRange.of("2620:4f:8000::/48", "AS112", "RFC 7534"),
          PeerRange.of("3fff::/20", "documentation", "RFC 9637"),
          PeerRange.of("5f00::/16", "segment routing", "RFC 9602"),
          PeerRange.of("fc00::/7", "unique local; metadata of some clouds", "RFC 4193"),
          PeerRange.of("fe80::/10", "link-local", "RFC 4291 §2.5.6"),
          PeerRange.of("fec0::/10", "site-local", "RFC 3879"),
          PeerRange.of("ff00::/8", "multicast", "RFC 4291 §2.7"),
          PeerRange.of("::/3", "not global unicast", "RFC 4291 §2.4"),
          PeerRange.of("4000::/2", "not global unicast", "RFC 4291 §2.4"),
          PeerRange.of("8000::/1", "not global unicast", "RFC 4291 §2.4"));

  private PeerRanges() {}

  /** Those of IPv4. */
  public static List<PeerRange> ipv4() {
    return IPV4;
  }

  /** Those of IPv6. Together they leave of IPv6 only what is in 2000::/3 and not special. */
  public static List<PeerRange> ipv6() {
    return IPV6;
  }

  /**
   * The first range of the table with that address; empty for an ordinary public one.
   *
   * @param address 4 or 16 bytes
   */
  public static Optional<PeerRange> covering(byte[] address) {
    return (address.length == 4 ? IPV4 : IPV6)
        .stream().filter(range -> range.block().contains(address)).findFirst();
  }
}
