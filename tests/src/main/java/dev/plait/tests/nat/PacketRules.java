package dev.plait.tests.nat;

/**
 * The nftables rules of each kind of router. Its interfaces are {@code wan} and {@code lan0},
 * {@code lan1}. Stateless.
 *
 * <p>With a single host behind it, Linux's masquerading keeps the source port: the mapping does not
 * depend on the endpoint, and connection tracking filters by address and port (RFC 4787 §4.1, §5).
 * Every kind starts from that. What comes to the router itself is dropped silently: an entry for an
 * early packet of the other side would take the port away from the mapping.
 */
final class PacketRules {
  private static final String NOTHING = "";

  private static final String KEEP_PORT = "oifname \"wan\" masquerade";
  private static final String ANY_PORT = "oifname \"wan\" masquerade fully-random";

  private static final String LOSE_A_TWENTIETH = "numgen random mod 100 < 5 drop";

  private static final String REMEMBER_WHO_WAS_SPOKEN_TO =
      "iifname \"lan*\" oifname \"wan\" update @spoken { ip daddr . udp sport }";
  private static final String REMEMBER_WHOSE_PORT =
      "iifname \"lan*\" oifname \"wan\" update @owners { udp sport : ip saddr }";

  private PacketRules() {}

  /**
   * The rules of a router.
   *
   * @param kind whose
   * @param wan its outer IPv4 address
   * @param host the one host behind it
   */
  static String of(NetworkKind kind, String wan, String host) {
    return switch (kind) {
      case PUBLIC -> NOTHING;
      case FULL_CONE ->
          nat(wan, NOTHING, "iifname \"wan\" ip protocol udp dnat to " + host, KEEP_PORT) + NO_IPV6;
      case ADDRESS_RESTRICTED ->
          nat(
                  wan,
                  REMEMBER_WHO_WAS_SPOKEN_TO,
                  "iifname \"wan\" ip saddr . udp dport @spoken dnat to " + host,
                  KEEP_PORT)
              + NO_IPV6;
      case PORT_RESTRICTED, CARRIER_GRADE, NO_HAIRPIN ->
          nat(wan, NOTHING, NOTHING, KEEP_PORT) + NO_IPV6;
      case SYMMETRIC -> nat(wan, NOTHING, NOTHING, ANY_PORT) + NO_IPV6;
      case SYMMETRIC_LOSSY -> nat(wan, LOSE_A_TWENTIETH, NOTHING, ANY_PORT) + NO_IPV6;
      case HAIRPIN ->
          nat(
                  wan,
                  REMEMBER_WHOSE_PORT,
                  "iifname \"lan*\" ip daddr " + wan + " dnat to udp dport map @owners",
                  KEEP_PORT + "\n    oifname \"lan*\" ct status dnat snat to " + wan)
              + NO_IPV6;
      case TCP_ONLY -> nat(wan, "meta l4proto != tcp drop", NOTHING, KEEP_PORT) + NO_IPV6;
      case TCP_443_ONLY ->
          nat(
                  wan,
                  "meta l4proto != tcp drop\n    iifname \"lan*\" tcp dport != 443 drop",
                  NOTHING,
                  KEEP_PORT)
              + NO_IPV6;
      case PROXY_ONLY -> NO_IPV4 + NO_IPV6;
      case IPV6_ONLY -> NO_IPV4 + STATEFUL_IPV6;
      case BROKEN_IPV6 -> nat(wan, NOTHING, NOTHING, KEEP_PORT) + NO_IPV6;
    };
  }

  private static String nat(String wan, String firstInForward, String atEntry, String atExit) {
    return """
        table ip plait {
          set spoken { type ipv4_addr . inet_service; flags dynamic,timeout; timeout 2m; size 4096; }
          map owners { type inet_service : ipv4_addr; flags dynamic,timeout; timeout 2m; size 4096; }
          chain input {
            type filter hook input priority 0; policy accept;
            iifname "wan" drop
            iifname "lan*" ip daddr %s drop
          }
          chain forward {
            type filter hook forward priority 0; policy drop;
            %s
            ct state established,related accept
            iifname "lan*" oifname "wan" accept
            ct status dnat accept
          }
          chain entry {
            type nat hook prerouting priority -100;
            %s
          }
          chain exit {
            type nat hook postrouting priority 100;
            %s
          }
        }
        """
        .formatted(wan, firstInForward, atEntry, atExit);
  }

  private static final String NO_IPV4 =
      """
      table ip plait {
        chain forward { type filter hook forward priority 0; policy drop; }
      }
      """;

  /** Silently: nobody is told that it leads nowhere. */
  private static final String NO_IPV6 =
      """
      table ip6 plait {
        chain forward { type filter hook forward priority 0; policy drop; }
      }
      """;

  /** What a home router does for IPv6 (RFC 6092 §3.2): out, and what answers. */
  private static final String STATEFUL_IPV6 =
      """
      table ip6 plait {
        chain forward {
          type filter hook forward priority 0; policy drop;
          ct state established,related accept
          iifname "lan*" oifname "wan" accept
        }
      }
      """;
}
