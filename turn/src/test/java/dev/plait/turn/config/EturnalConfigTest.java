package dev.plait.turn.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.turn.config.TurnServerSettings.Listening;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lines; that they are YAML is tested where a parser is: with the command that writes them. */
class EturnalConfigTest {
  @Test
  void everySpecialRangeIsDeniedAndItsOwnAddressesToo() {
    assertThat(lines(Some.settings()))
        .containsSubsequence("  blacklist_peers:", "    - \"10.0.0.0/8\"")
        .containsAll(
            Stream.concat(PeerRanges.ipv4().stream(), PeerRanges.ipv6().stream())
                .map(EturnalConfig::denial)
                .toList())
        .contains(
            "    - \"::ffff:0:0/96\"",
            "    - \"10.1.2.3\"",
            "    - \"2a00:db8::3\"",
            "    - \"198.18.7.7\"",
            "    - \"5.6.7.0/24\"")
        .doesNotContain("  whitelist_peers:");
  }

  @Test
  void itListensWhereItIsToldTo() {
    assertThat(lines(Some.settings(new Listening(List.of("9.0.0.1"), 80, 0, 443))))
        .containsSubsequence(
            "    - ip: \"9.0.0.1\"",
            "      port: 80",
            "      transport: udp",
            "    - ip: \"9.0.0.1\"",
            "      port: 443",
            "      transport: tls")
        .doesNotContain("      transport: tcp");
  }

  @Test
  void itRelaysFromItsPublicAddressWithEverySecretAndAQuota() {
    assertThat(lines(Some.settings()))
        .contains(
            "  relay_ipv4_addr: \"198.18.7.7\"",
            "  relay_ipv6_addr: \"2a00:db8::3\"",
            "  max_allocations: 64",
            "  max_bps: 500000")
        .containsSubsequence(
            "  secret:", "    - \"" + Some.SECRET + "\"", "    - \"" + Some.OLD_SECRET + "\"");
  }

  private static List<String> lines(TurnServerSettings settings) {
    return new EturnalConfig(settings).text().lines().toList();
  }
}
