package dev.plait.turn.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "192.0.2.1",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "fe80::1",
        "2001:db8:0:1:1:1:1:1",
        "2001:db8::1:0:0:1",
        "64:ff9b::7f00:1",
        "fc00::",
        "1:2:3:4:5:6:7:8"
      })
  void anAddressIsWrittenAsItIsRead(String address) {
    assertThat(TransportAddress.parse(address, 1).host()).isEqualTo(address);
  }

  @Test
  void anIpv4AddressInIpv6StaysIpv6() {
    TransportAddress mapped = TransportAddress.parse("::ffff:127.0.0.1", 9);

    assertThat(mapped.isIpv6()).isTrue();
    assertThat(mapped).isNotEqualTo(TransportAddress.parse("127.0.0.1", 9));
    assertThat(mapped).hasToString("[::ffff:127.0.0.1]:9");
  }

  @Test
  void noNameServerIsAsked() {
    assertThatThrownBy(() -> TransportAddress.parse("localhost", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
