package dev.plait.turn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerRangesTest {
  /** Columns "Address Block" of the IANA Special-Purpose Address Registries. */
  private static final List<String> REGISTRIES =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "255.255.255.255/32",
          "::1/128",
          "::/128",
          "::ffff:0:0/96",
          "64:ff9b::/96",
          "64:ff9b:1::/48",
          "100::/64",
          "100:0:0:1::/64",
          "2001::/23",
          "2001::/32",
          "2001:1::1/128",
          "2001:1::2/128",
          "2001:1::3/128",
          "2001:2::/48",
          "2001:3::/32",
          "2001:4:112::/48",
          "2001:10::/28",
          "2001:20::/28",
          "2001:30::/28",
          "2001:db8::/32",
          "2002::/16",
          "2620:4f:8000::/48",
          "3fff::/20",
          "5f00::/16",
          "fc00::/7",
          "fe80::/10");

  @Test
  void everyEntryOfTheRegistriesIsInTheTable() {
    List<PeerRange> all = new ArrayList<>(PeerRanges.ipv4());
    all.addAll(PeerRanges.ipv6());

    assertThat(all)
        .extracting(range -> range.block().toString())
        .containsAll(REGISTRIES)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "10.1.2.3, private use",
    "169.254.169.254, link-local; metadata of most clouds",
    "100.127.255.255, shared by carrier-grade NAT",
    "255.255.255.255, broadcast",
    "255.255.255.254, reserved",
    "239.255.255.255, multicast",
    "::ffff:8.8.8.8, IPv4-mapped",
    "::ffff:7f00:1, IPv4-mapped",
    "::10.0.0.1, IPv4-compatible",
    "64:ff9b::10.0.0.1, NAT64",
    "2002:a00:1::, 6to4",
    "2001:0:a00:1::, Teredo",
    "2001:1::2, TURN anycast",
    "2001:1ff::1, IETF protocol assignments",
    "fe80::1, link-local",
    "febf::1, link-local",
    "::2, IPv4-compatible",
    "4000::1, not global unicast",
  })
  void aSpecialAddressIsNamedByItsNarrowestRange(String address, String name) {
    assertThat(PeerRanges.covering(AddressBlock.bytes(address)))
        .hasValueSatisfying(range -> assertThat(range.name()).isEqualTo(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:db7:ffff::1",
        "2001:db9::1",
        "2a00:1450::1",
        "2003::1",
        "3ffe:ffff::1",
      })
  void anOrdinaryAddressIsInNone(String address) {
    assertThat(PeerRanges.covering(AddressBlock.bytes(address))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, 10.255.255.255",
    "100.64.0.0/10, 100.64.0.0, 100.127.255.255",
    "192.0.2.7, 192.0.2.7, 192.0.2.7",
    "::ffff:0:0/96, ::ffff:0:0, ::ffff:255.255.255.255",
    "2001::/23, 2001::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
    "::/3, ::, 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void aBlockHasAFirstAndALastAddress(String text, String first, String last) {
    AddressBlock block = AddressBlock.parse(text);

    assertThat(block.first()).isEqualTo(first);
    assertThat(block.last()).isEqualTo(last);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0/8",
        "127.1",
        "localhost",
        "fe80::1%eth0",
        "[::1]",
        "::/129",
        "",
        "1.2.3.4\nno-auth",
      })
  void whatIsNoBlockIsRefused(String text) {
    assertThatThrownBy(() -> AddressBlock.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void aBlockHasWhatIsBetweenItsEnds(
      @ForAll @Size(4) byte[] network,
      @ForAll @IntRange(max = 32) int prefix,
      @ForAll @Size(4) byte[] address) {
    BigInteger size = BigInteger.ONE.shiftLeft(32 - prefix);
    BigInteger start = number(network).divide(size).multiply(size);
    AddressBlock block = AddressBlock.parse(dotted(start) + "/" + prefix);
    BigInteger offset = number(address).subtract(start);

    assertThat(block.contains(address))
        .isEqualTo(offset.signum() >= 0 && offset.compareTo(size) < 0);
    assertThat(block.last()).isEqualTo(dotted(start.add(size).subtract(BigInteger.ONE)));
  }

  private static BigInteger number(byte[] address) {
    return new BigInteger(1, address);
  }

  private static String dotted(BigInteger address) {
    int bits = address.intValue();
    return "%d.%d.%d.%d".formatted(bits >>> 24, bits >>> 16 & 0xff, bits >>> 8 & 0xff, bits & 0xff);
  }
}
