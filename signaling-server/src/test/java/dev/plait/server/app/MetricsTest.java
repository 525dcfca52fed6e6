package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.server.app.RawHttp.RawAnswer;
import dev.plait.server.config.ConfigException;
import dev.plait.server.config.NodeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The meters have a port of their own, which no page and no proxy reaches. */
class MetricsTest {
  private static final String TOKEN = "a-token-for-prometheus";

  @TempDir Path data;

  @Test
  void thePortThatOthersReachNeverShowsThem() throws IOException {
    try (TestNode node = start(Map.of("plait.ops.metrics-token", TOKEN))) {
      URI uri = node.node().uri();
      for (String host : List.of("localhost", "127.0.0.1:" + uri.getPort(), "evil.example")) {
        assertThat(get(uri, host).status()).as(host).isEqualTo(404);
        assertThat(get(uri, host, "Authorization: Bearer " + TOKEN).status()).isEqualTo(404);
      }
    }
  }

  @Test
  void thereIsNoSuchPortUnlessItIsWanted() {
    try (TestNode node = TestNode.start(data, Map.of())) {
      assertThat(node.node().metrics()).isNull();
      assertThat(node.call("GET", "/v1/time", null, null, Map.of()).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:1234", "127.0.0.1", "[::1]:9640", "192.0.2.1"})
  void itShowsThemToWhoeverCallsItByAnAddress(String host) throws IOException {
    try (TestNode node = start(Map.of())) {
      RawAnswer answer = get(meters(node), host);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("plait_sessions 0.0");
    }
  }

  /** DNS rebinding: a page of somebody else whose name points here. */
  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:9640", "127.0.0.1.evil.example", "notlocalhost"})
  void aNameOfSomebodyElseGetsNothing(String host) throws IOException {
    try (TestNode node = start(Map.of("plait.ops.metrics-token", TOKEN))) {
      assertThat(get(meters(node), host, "Authorization: Bearer " + TOKEN).status()).isEqualTo(421);
    }
  }

  @Test
  void withATokenItIsNeeded() throws IOException {
    try (TestNode node = start(Map.of("plait.ops.metrics-token", TOKEN))) {
      URI uri = meters(node);
      assertThat(get(uri, "localhost").status()).isEqualTo(401);
      assertThat(get(uri, "localhost", "Authorization: Bearer wrong").status()).isEqualTo(401);
      assertThat(get(uri, "localhost", "Authorization: Bearer " + TOKEN).status()).isEqualTo(200);
    }
  }

  @Test
  void nothingElseIsThere() throws IOException {
    try (TestNode node = start(Map.of())) {
      for (String target : List.of("/", "/v1/time", "/v1/connect", "/readyz", "/metrics/")) {
        assertThat(RawHttp.get(meters(node), target, List.of("Host: localhost")).status())
            .as(target)
            .isEqualTo(404);
      }
    }
  }

  @Test
  void anAddressThatIsOpenToOthersNeedsAToken() {
    Map<String, String> open = Map.of("plait.ops.metrics-host", "0.0.0.0");
    assertThatThrownBy(() -> NodeConfig.defaults(open))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("plait.ops.metrics-host", "plait.ops.metrics-token");
  }

  @Test
  void aPortThatIsTakenStopsTheStartAndIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThatThrownBy(() -> start(Map.of("plait.ops.metrics-port", port)))
          .isInstanceOf(StartException.class)
          .hasMessageContainingAll(port, "plait.ops.metrics-port");
    }
  }

  private TestNode start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("plait.ops.metrics", "true");
    settings.put("plait.ops.metrics-port", "0");
    settings.putAll(more);
    return TestNode.start(data, settings);
  }

  private static URI meters(TestNode node) {
    return Objects.requireNonNull(node.node().metrics());
  }

  private static RawAnswer get(URI uri, String host, String... more) throws IOException {
    List<String> headers = new ArrayList<>(List.of("Host: " + host));
    headers.addAll(List.of(more));
    return RawHttp.get(uri, "/metrics", headers);
  }
}
