package dev.plait.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeConfigTest {
  @TempDir Path folder;

  @Test
  void theEnvironmentWinsOverTheFileAndTheCommandLineOverBoth() throws IOException {
    Path file = folder.resolve("plait.properties");
    Files.writeString(
        file,
        """
        plait.http.port=1000
        plait.http.host=127.0.0.2
        plait.http.allowed-origins=https://a.example, https://b.example
        """);
    NodeConfig config =
        NodeConfig.load(
            file,
            Map.of("PLAIT_HTTP_PORT", "2000", "PLAIT_HTTP_HOST", "127.0.0.3"),
            Map.of("plait.http.port", "3000"));
    assertThat(config.http().port()).isEqualTo(3000);
    assertThat(config.http().host()).isEqualTo("127.0.0.3");
    assertThat(config.http().allowedOrigins())
        .containsExactly("https://a.example", "https://b.example");
  }

  @Test
  void theEnvironmentReachesKeysWithHyphens() {
    NodeConfig config =
        NodeConfig.load(null, Map.of("PLAIT_HTTP_ALLOWED_ORIGINS", "https://a.example"), Map.of());
    assertThat(config.http().allowedOrigins()).containsExactly("https://a.example");
  }

  @ParameterizedTest
  @CsvSource({
    "plait.http.port, 70000",
    "plait.http.port, many",
    "plait.token.access-lifetime-s, 601",
    "plait.http.allowed-origins, https://a.example/path",
    "plait.log.format, xml",
    "plait.ice.urls, http://x",
    "plait.oidc.issuer, https://id.example",
    "plait.no-such-key, 1",
  })
  void aBadSettingIsNamed(String key, String value) {
    assertThatThrownBy(() -> NodeConfig.defaults(Map.of(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key.startsWith("plait.oidc") ? "plait.oidc" : key);
  }

  @ParameterizedTest
  @CsvSource({
    "https://id.example, '', ok",
    "https://id.example, https://keys.example/jwks, ok",
    "http://127.0.0.1:9000, '', ok",
    "http://[::1]:9000, '', ok",
    "http://localhost, http://localhost/jwks, ok",
    "any name, https://keys.example/jwks, ok",
    "http://id.example, '', plait.oidc.issuer",
    "https://id.example?a=b, '', plait.oidc.issuer",
    "any name, '', plait.oidc.issuer",
    "ftp://localhost, '', plait.oidc.issuer",
    "http://127.evil.example, '', plait.oidc.issuer",
    "http://id.localhost, '', plait.oidc.issuer",
    "https://id.example, http://id.example/jwks, plait.oidc.jwks-url",
    "https://id.example, /jwks, plait.oidc.jwks-url",
  })
  void anIssuerIsAskedOverHttpsUnlessItIsOnThisMachine(String issuer, String jwks, String outcome) {
    Map<String, String> settings =
        Map.of(
            "plait.oidc.issuer", issuer,
            "plait.oidc.jwks-url", jwks,
            "plait.oidc.audience", "plait");
    if (outcome.equals("ok")) {
      assertThat(NodeConfig.defaults(settings).oidc().enabled()).isTrue();
    } else {
      assertThatThrownBy(() -> NodeConfig.defaults(settings))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith(outcome + ":");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "plait.localhost", "127.0.0.1.example"})
  void aHostThatIsOpenToOthersNeedsTlsAProxyOrAnExplicitWord(String host) {
    Map<String, String> open = Map.of("plait.http.host", host);
    assertThatThrownBy(() -> NodeConfig.defaults(open))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("plait.http.host: '" + host + "' is open to others")
        .hasMessageContainingAll(
            "plait.http.certificate",
            "plait.http.trusted-proxies",
            "--tls-self-signed",
            "plait.http.insecure = true");
    for (Map<String, String> enough :
        List.of(
            Map.of("plait.http.certificate", "a.pem", "plait.http.key", "b.pem"),
            Map.of("plait.http.self-signed", "true"),
            Map.of("plait.http.trusted-proxies", "192.0.2.1"),
            Map.of("plait.http.insecure", "true"))) {
      Map<String, String> settings = new HashMap<>(open);
      settings.putAll(enough);
      assertThat(NodeConfig.defaults(settings).http().host()).isEqualTo(host);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "127.0.0.1,::1"})
  void aProxyOnThisMachineIsNoReasonToBeOpenToOthers(String proxies) {
    assertThatThrownBy(
            () ->
                NodeConfig.defaults(
                    Map.of("plait.http.host", "0.0.0.0", "plait.http.trusted-proxies", proxies)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a proxy on another machine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "10.0.0", "10.0.0.256", "::g", "1::2::3", "10.0.0.1:80", "abc"})
  void aProxyThatIsNoAddressIsRefused(String proxy) {
    assertThatThrownBy(
            () -> NodeConfig.defaults(Map.of("plait.http.trusted-proxies", "10.0.0.1," + proxy)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("plait.http.trusted-proxies: ")
        .hasMessageContainingAll(proxy, "an IP address of a proxy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.7.6", "::1", "localhost"})
  void aHostOnThisMachineNeedsNothing(String host) {
    assertThat(NodeConfig.defaults(Map.of("plait.http.host", host)).http().tls().enabled())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "plait.http.certificate, plait.http.key",
    "plait.http.key, plait.http.certificate",
  })
  void aCertificateWithoutItsKeyOrTheOtherWayRoundIsRefused(String given, String missing) {
    assertThatThrownBy(() -> NodeConfig.defaults(Map.of(given, "a.pem")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(missing + ": must be set, too");
  }

  @Test
  void secretsAreNeverShown() {
    NodeConfig config = NodeConfig.defaults(Map.of("plait.database.password", "hunter2"));
    assertThat(config.database().password().value()).isEqualTo("hunter2");
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void theDefaultsListenOnThisMachineOnly() {
    NodeConfig config = NodeConfig.defaults(Map.of());
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().allowedOrigins()).isEmpty();
    assertThat(config.token().accessLifetimeMs()).isLessThanOrEqualTo(600_000);
  }
}
