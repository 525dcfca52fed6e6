package dev.plait.server.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private final ClientAddress behindProxy = new ClientAddress(List.of("10.0.0.1", "10.0.0.2"));

  @Test
  void aForwardedAddressIsBelievedFromATrustedProxyOnly() {
    assertThat(behindProxy.of("10.0.0.1", "192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(behindProxy.of("192.0.2.9", "192.0.2.7")).isEqualTo("192.0.2.9");
  }

  @Test
  void theNearestUntrustedHopCounts() {
    assertThat(behindProxy.of("10.0.0.1", "1.1.1.1, 192.0.2.7, 10.0.0.2")).isEqualTo("192.0.2.7");
    assertThat(behindProxy.of("10.0.0.1", "1.1.1.1, rubbish")).isEqualTo("10.0.0.1");
  }

  @Test
  void aProxyIsKnownHoweverItsAddressIsWritten() {
    ClientAddress six = new ClientAddress(List.of("::1", "2001:DB8::0:7", "::ffff:10.0.0.1"));
    for (String proxy :
        List.of("0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]", "2001:db8:0:0:0:0:0:7", "10.0.0.1")) {
      assertThat(six.isTrustedProxy(proxy)).as(proxy).isTrue();
      assertThat(six.of(proxy, "192.0.2.7")).isEqualTo("192.0.2.7");
      assertThat(six.of("::1", "192.0.2.7, " + proxy)).isEqualTo("192.0.2.7");
    }
    assertThat(six.isTrustedProxy("2001:db8::8")).isFalse();
    assertThat(six.of("2001:db8::8", "192.0.2.7")).isEqualTo("2001:db8::8");
  }

  @Test
  void ipv6CountsByItsNetwork() {
    assertThat(ClientAddress.network("2001:db8:1:2::1"))
        .isEqualTo(ClientAddress.network("[2001:db8:1:2:ffff::2]"))
        .isNotEqualTo(ClientAddress.network("2001:db8:1:3::1"));
    assertThat(ClientAddress.network("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(ClientAddress.network("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
  }
}
