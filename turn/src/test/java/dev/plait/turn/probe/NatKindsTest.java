package dev.plait.turn.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.turn.lab.Lab;
import dev.plait.turn.lab.RunningCoturn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real address translation, by nftables, between the client and a real coturn. */
class NatKindsTest {
  private static final String TWO_ADDRESSES =
      """
      listening-ip=11.0.0.1
      listening-ip=11.0.0.3
      realm=plait
      no-cli
      """;

  private Lab lab;

  @BeforeEach
  void putATranslationBetween() throws Exception {
    Coturn.assumeInstalled();
    lab = Lab.open();
    lab.server("ip addr add 11.0.0.3/24 dev eth0");
    lab.client("ip addr add 11.0.0.9/24 dev eth0");
    lab.client("nft add table ip nat");
    lab.client("nft add chain ip nat post { type nat hook postrouting priority 100 ; }");
    lab.client("nft add chain ip nat out { type filter hook output priority 0 ; }");
    lab.client("nft add chain ip nat in { type filter hook input priority 0 ; }");
    lab.client("nft add set ip nat asked { type ipv4_addr ; flags dynamic ; timeout 1m ; }");
    lab.client("nft add rule ip nat out add @asked { ip daddr }");
  }

  @AfterEach
  void closeLab() {
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',              accept, ENDPOINT_INDEPENDENT,       ENDPOINT_INDEPENDENT",
    "'',              asked,  ENDPOINT_INDEPENDENT,       ADDRESS_DEPENDENT",
    "'',              drop,   ENDPOINT_INDEPENDENT,       ADDRESS_AND_PORT_DEPENDENT",
    "' fully-random', drop,   ADDRESS_AND_PORT_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT"
  })
  void theKindOfTranslationIsRecognized(
      String ports, String unasked, String mapping, String filtering) throws Exception {
    lab.client("nft add rule ip nat post ip protocol udp snat to 11.0.0.9" + ports);
    String which = unasked.equals("asked") ? "ip saddr != @asked " : "";
    String verdict = unasked.equals("asked") ? "drop" : unasked;
    lab.client("nft add rule ip nat in ct state new " + which + verdict);
    try (RunningCoturn coturn = RunningCoturn.start(lab.network(), TWO_ADDRESSES, 3_478)) {
      Lab.Ended ended = lab.java(NatBehaviorMain.class, "", "stun:11.0.0.1");

      assertThat(ended.output().strip())
          .as(coturn.log())
          .isEqualTo(mapping + " " + filtering + " 11.0.0.9");
    }
  }

  @Test
  void withoutASecondAddressTwoServersAreCompared() throws Exception {
    lab.client("nft add rule ip nat post ip protocol udp snat to 11.0.0.9 fully-random");
    try (RunningCoturn coturn =
        RunningCoturn.start(lab.network(), TWO_ADDRESSES + "no-rfc5780\n", 3_478)) {
      Lab.Ended one = lab.java(NatBehaviorMain.class, "", "stun:11.0.0.1");
      Lab.Ended two = lab.java(NatBehaviorMain.class, "", "stun:11.0.0.1", "stun:11.0.0.3");

      assertThat(one.output()).as(coturn.log()).startsWith("UNKNOWN UNKNOWN");
      assertThat(two.output()).startsWith("DEPENDENT UNKNOWN");
    }
  }
}
