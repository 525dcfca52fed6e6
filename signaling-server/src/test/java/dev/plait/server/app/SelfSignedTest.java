package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.server.config.ConfigException;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.tls.NodeKey;
import dev.plait.turn.probe.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {
  private static final Map<String, String> SELF_SIGNED =
      Map.of("plait.http.self-signed", "true", "plait.http.host", "127.0.0.1");

  @TempDir Path data;

  @Test
  void whoIsGivenItsCertificateReachesTheNodeAndNobodyElseDoes() throws Exception {
    try (TestNode node = TestNode.start(data, SELF_SIGNED);
        HttpClient trusting =
            HttpClient.newBuilder()
                .sslContext(Trust.only(data.resolve("tls/certificate.pem")))
                .build();
        HttpClient stranger = HttpClient.newHttpClient()) {
      int port = node.node().uri().getPort();
      assertThat(status(trusting, "https://127.0.0.1:" + port)).isEqualTo(200);
      assertThat(status(trusting, "https://localhost:" + port)).isEqualTo(200);
      assertThatThrownBy(() -> status(stranger, "https://127.0.0.1:" + port))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void theCertificateIsMadeOnceForItsOwnerOnlyAndNotForLong() throws IOException {
    String first;
    try (TestNode node = TestNode.start(data, SELF_SIGNED)) {
      NodeKey key = key(node);
      first = key.fingerprint();
      assertThat(first).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
      assertThat(key.end()).isBefore(Instant.now().plus(Duration.ofDays(91)));
      assertThat(key.hosts()).contains("localhost", "127.0.0.1");
      assertThat(SelfSigned.words(key, data, 8787)).anyMatch(words -> words.equals(first));
    }
    assertThat(Files.getPosixFilePermissions(data.resolve("tls/key.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(data.resolve("tls"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("certificate.pem", "key.pem");
    }
    try (TestNode node = TestNode.start(data, SELF_SIGNED)) {
      assertThat(key(node).fingerprint()).isEqualTo(first);
    }
    Files.writeString(data.resolve("tls/certificate.pem"), "broken");
    try (TestNode node = TestNode.start(data, SELF_SIGNED)) {
      assertThat(key(node).fingerprint()).isNotEqualTo(first);
    }
  }

  @Test
  void itListensForOthersUnlessToldOtherwiseAndNeverBesideARealCertificate() {
    assertThat(NodeConfig.defaults(Map.of("plait.http.self-signed", "true")).http().host())
        .isEqualTo("0.0.0.0");
    assertThatThrownBy(
            () ->
                NodeConfig.defaults(
                    Map.of(
                        "plait.http.self-signed", "true",
                        "plait.http.certificate", "a",
                        "plait.http.key", "b")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--tls-self-signed");
  }

  private static NodeKey key(TestNode node) {
    return Objects.requireNonNull(node.node().key());
  }

  private static int status(HttpClient client, String node)
      throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(node + "/readyz")).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
