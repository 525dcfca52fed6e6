package dev.plait.turn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.turn.config.TurnServerSettings.External;
import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Relaying;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CoturnConfigTest {
  @Test
  void everySpecialRangeIsDenied() {
    assertThat(lines(Some.settings()))
        .containsAll(
            Stream.concat(PeerRanges.ipv4().stream(), PeerRanges.ipv6().stream())
                .flatMap(range -> CoturnConfig.denials(range).stream())
                .toList())
        .contains(
            "denied-peer-ip=10.0.0.0-10.255.255.255",
            "denied-peer-ip=::ffff:0:0-::ffff:255.255.255.255",
            "no-multicast-peers")
        .doesNotContain("allow-loopback-peers")
        .noneMatch(line -> line.startsWith("allowed-peer-ip"));
  }

  /** coturn 4.6.1 takes {@code ::} for "no lower end" and denies every IPv4 address with it. */
  @Test
  void noRangeBeginsWithTheUnspecifiedAddress() {
    assertThat(lines(Some.settings()))
        .noneMatch(line -> line.matches("denied-peer-ip=::(-.*)?"))
        .contains("denied-peer-ip=::100-::ffff:ffff");
  }

  /** In coturn 4.6.1 a range has the addresses each of whose bytes is between those of its ends. */
  @Property
  void everyIpv6AddressOutsideGlobalUnicastIsDeniedByBytesToo(@ForAll @Size(16) byte[] address) {
    byte[] special = address.clone();
    special[0] = (byte) ((special[0] & 0xe0) == 0x20 ? special[0] ^ 0x20 : special[0]);
    Assume.that(!Arrays.equals(special, new byte[16]));

    assertThat(PeerRanges.ipv6().stream().flatMap(range -> CoturnConfig.denials(range).stream()))
        .anyMatch(line -> deniesByBytes(line, special));
  }

  private static boolean deniesByBytes(String line, byte[] address) {
    String[] ends = line.substring(line.indexOf('=') + 1).split("-", -1);
    byte[] lower = AddressBlock.bytes(ends[0]);
    byte[] upper = AddressBlock.bytes(ends[ends.length - 1]);
    for (int at = 0; at < address.length; at++) {
      if ((address[at] & 0xff) < (lower[at] & 0xff) || (address[at] & 0xff) > (upper[at] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void itsOwnAddressesAreDenied() {
    assertThat(lines(Some.settings()))
        .contains(
            "denied-peer-ip=10.1.2.3",
            "denied-peer-ip=2a00:db8::3",
            "denied-peer-ip=198.18.7.7",
            "denied-peer-ip=5.6.7.0-5.6.7.255");
  }

  @Test
  void allSecretsAreTakenTheSigningOneFirst() {
    assertThat(lines(Some.settings()))
        .containsSubsequence(
            "static-auth-secret=" + Some.SECRET, "static-auth-secret=" + Some.OLD_SECRET);
  }

  @Test
  void whatIsNotWantedIsOff() {
    assertThat(lines(Some.settings(new Listening(List.of(), 0, 3_478, 0))))
        .contains("no-udp", "no-tls", "no-dtls", "listening-port=3478", "no-cli", "no-tcp-relay")
        .doesNotContain("no-tcp")
        .noneMatch(line -> line.startsWith("cert=") || line.startsWith("tls-listening-port"));
  }

  @Test
  void aNatIsDiscoveredWhereThereAreTwoAddressesOfAFamily() {
    assertThat(lines(Some.settings(new Listening(List.of("9.0.0.1", "2a00::1"), 3_478, 0, 0))))
        .contains("no-rfc5780");
    assertThat(lines(Some.settings(new Listening(List.of("9.0.0.1", "9.0.0.2"), 3_478, 0, 0))))
        .doesNotContain("no-rfc5780");
  }

  @Test
  void twoPortsForUdpAndTcpAreRefused() {
    TurnServerSettings settings = Some.settings(new Listening(List.of(), 3_478, 80, 0));

    assertThatThrownBy(() -> new CoturnConfig(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one port");
  }

  @Test
  void anExternalAddressThatMayBelongToSeveralIsRefused() {
    TurnServerSettings one = external(List.of("10.0.0.5"), "9.8.7.6");
    TurnServerSettings two = external(List.of("10.0.0.5", "2a00::1"), "9.8.7.6");

    assertThat(lines(one)).contains("external-ip=9.8.7.6");
    assertThatThrownBy(() -> new CoturnConfig(two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("public/private");
    assertThatThrownBy(() -> External.parse("9.8.7.6/fd00::1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two address families");
  }

  @Test
  void withoutAPrivateAddressNothingIsSaidOfOne() {
    assertThat(lines(external(List.of(), "9.8.7.6")))
        .contains("external-ip=9.8.7.6")
        .noneMatch(line -> line.contains("private addresses"));
    assertThat(lines(external(List.of(), "9.8.7.6/10.0.0.5")))
        .contains("external-ip=9.8.7.6/10.0.0.5")
        .anyMatch(line -> line.contains("private addresses"));
  }

  private static TurnServerSettings external(List<String> listening, String external) {
    TurnServerSettings some = Some.settings(new Listening(listening, 3_478, 3_478, 0));
    return new TurnServerSettings(
        some.name(),
        some.realm(),
        some.secrets(),
        some.listening(),
        new Relaying(List.of(External.parse(external)), 50_000, 50_999),
        null,
        some.quotas(),
        some.peers(),
        0,
        "");
  }

  @Test
  void everyLimitIsSet() {
    assertThat(lines(Some.settings()))
        .contains(
            "user-quota=64",
            "total-quota=2000",
            "max-bps=500000",
            "bps-capacity=1000000000",
            "stale-nonce=600",
            "min-port=50000",
            "max-port=50999");
  }

  private static List<String> lines(TurnServerSettings settings) {
    return new CoturnConfig(settings).text().lines().toList();
  }
}
