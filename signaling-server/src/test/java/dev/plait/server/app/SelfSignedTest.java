package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.plait.server.config.ConfigException;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.config.TlsConfig;
import dev.plait.server.tls.NodeKey;
import dev.plait.server.tls.PemFiles;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

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
      assertThat(SelfSignedWords.of(key, data, "0.0.0.0", 8787)).contains(first);
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

  @ParameterizedTest
  @CsvSource({
    "laptop, true",
    "3com.example, true",
    "lap-.top, true",
    "lap.-top, false",
    "lap_top, false",
    "lap..top, false",
    "läptop, false",
    "'', false",
  })
  void aMachineOfAnyNameGetsACertificate(String host, boolean named) throws Exception {
    TlsConfig made = SelfSigned.in(data, host);

    NodeKey key = PemFiles.read(Path.of(made.certificate()), Path.of(made.key()));
    assertThat(key.hosts()).contains("localhost", "127.0.0.1");
    assertThat(key.hosts().contains(host)).isEqualTo(named);
  }

  @Test
  void whatAKilledNodeLeftOfMakingOneIsDeleted() throws IOException {
    Path left = Files.createDirectories(data.resolve("tls/making123"));
    Files.writeString(left.resolve("store.p12"), "a key");
    Files.writeString(data.resolve("tls/mine.txt"), "of somebody");

    SelfSigned.in(data, "laptop");

    assertThat(left).doesNotExist();
    assertThat(data.resolve("tls")).isDirectoryContaining("glob:**/mine.txt");
  }

  @Test
  void whoTrustsTheOldOneIsToldWhyThereIsAnother() throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(SelfSigned.class);
    log.start();
    logger.addAppender(log);
    try {
      SelfSigned.in(data, "laptop");
      SelfSigned.in(data, "laptop");
      assertThat(log.list).isEmpty();
      Files.writeString(data.resolve("tls/certificate.pem"), "broken");

      SelfSigned.in(data, "laptop");

      assertThat(log.list)
          .singleElement()
          .extracting(ILoggingEvent::getFormattedMessage)
          .asString()
          .contains("certificate.pem has no certificate", "a new one", "--trust");
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void onlyAddressesWhereOthersReachItAreTold() throws Exception {
    TlsConfig made = SelfSigned.in(data, "laptop");
    NodeKey key = PemFiles.read(Path.of(made.certificate()), Path.of(made.key()));
    List<String> own = OwnAddresses.now();

    assertThat(SelfSignedWords.of(key, data, "127.0.0.1", 8787))
        .contains("nobody else reaches it, since plait.http.host is 127.0.0.1")
        .noneMatch(words -> words.contains("https://"));
    assertThat(SelfSignedWords.of(key, data, "0.0.0.0", 8787))
        .noneMatch(words -> words.contains("laptop"))
        .filteredOn(words -> words.contains("https://"))
        .hasSize(own.isEmpty() ? 0 : 1)
        .allMatch(words -> own.stream().allMatch(words::contains));
    assertThat(SelfSignedWords.of(key, data, "192.0.2.77", 8787))
        .anyMatch(words -> words.contains("delete " + data.resolve("tls")));
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
