package dev.plait.peer.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvironmentProxiesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "HTTPS_PROXY", "http://proxy.example:8080",
          "http_proxy", "other.example",
          "NO_PROXY", "inside.example, .corp.example,exact.example:8443,usual.example:443");

  @ParameterizedTest
  @CsvSource({
    "https://chat.example.org, proxy.example:8080",
    "wss://chat.example.org/v1/connect, proxy.example:8080",
    "http://chat.example.org, other.example:3128",
    "https://inside.example, ''",
    "https://chat.inside.example, ''",
    "https://notinside.example, proxy.example:8080",
    "https://a.corp.example, ''",
    "https://exact.example:8443, ''",
    "https://exact.example, proxy.example:8080",
    "https://usual.example, ''",
    "https://usual.example:8443, proxy.example:8080",
    "http://localhost:8787, ''",
    "http://127.0.0.1:8787, ''",
    "http://[0:0:0:0:0:0:0:1]:8787, ''",
    "http://plait.localhost, other.example:3128",
    "socket://chat.example.org:443, ''"
  })
  void theVariableOfTheSchemeCountsExceptForWhatIsTakenOut(URI to, String proxy) {
    assertThat(named(new EnvironmentProxies(ProxySelector.of(null), ENVIRONMENT), to))
        .isEqualTo(proxy);
  }

  @Test
  void thePropertiesOfJavaGoBefore() {
    ProxySelector properties =
        ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));

    assertThat(named(new EnvironmentProxies(properties, ENVIRONMENT), URI.create("https://a.org")))
        .endsWith(":1");
    assertThat(named(new EnvironmentProxies(properties, ENVIRONMENT), URI.create("http://[::1]/")))
        .isEmpty();
  }

  @Test
  void aVariableThatIsNoAddressIsPassedOver() {
    EnvironmentProxies proxies =
        new EnvironmentProxies(ProxySelector.of(null), Map.of("HTTPS_PROXY", "http://a b"));

    assertThat(named(proxies, URI.create("https://chat.example.org"))).isEmpty();
  }

  private static String named(EnvironmentProxies proxies, URI to) {
    Proxy first = proxies.select(to).getFirst();
    return first.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : "";
  }
}
