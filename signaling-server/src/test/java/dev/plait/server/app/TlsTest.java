package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plait.server.config.ConfigException;
import dev.plait.turn.probe.TestCertificates;
import dev.plait.turn.probe.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that speaks TLS itself: over real sockets, with certificates by openssl. */
class TlsTest {
  private static final Duration LOOKED_AT = Duration.ofSeconds(60);

  private static final CopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

  @TempDir Path folder;

  @Test
  void httpAndWebSocketGoOverTls() throws Exception {
    try (TlsNode node = TlsNode.start(folder);
        HttpClient client = node.client()) {
      HttpResponse<String> ready = node.get(client, "/readyz");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(node.node().node().uri()).hasScheme("https");
      assertThat(open(client, node).getSubprotocol()).isEqualTo("plait.v1");
    }
  }

  @Test
  void aRenewedCertificateIsShownWithoutARestart() throws Exception {
    try (TlsNode node = TlsNode.start(folder);
        HttpClient client = node.client()) {
      WebSocket before = open(client, node);
      assertThat(node.shown()).isEqualTo("CN=first");
      node.renew("second");
      await().atMost(LOOKED_AT).until(() -> node.shown().equals("CN=second"));
      before.sendPing(ByteBuffer.allocate(1)).join();
      assertThat(before.isInputClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rsa:2048, rsa",
    "ec -pkeyopt ec_paramgen_curve:P-384, curve",
  })
  void rsaAndEcWork(String kind, String name) throws Exception {
    openssl("req -x509 -nodes -days 2 -subj /CN=" + name + " -newkey " + kind);
    try (TestNode node = TestNode.start(folder.resolve("data"), settings())) {
      SSLContext trust = Trust.only(folder.resolve("fullchain.pem"));
      assertThat(TlsNode.shown(trust, node.node().uri().getPort())).isEqualTo("CN=" + name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rsa -traditional, RSA PRIVATE KEY",
    "rsa -traditional -aes128 -passout pass:word, RSA PRIVATE KEY",
    "pkcs8 -topk8 -passout pass:word, ENCRYPTED PRIVATE KEY",
  })
  void aKeyInAnotherFormIsRefusedWithTheCommandThatHelps(String form, String kind)
      throws Exception {
    openssl("req -x509 -nodes -days 2 -subj /CN=a -newkey rsa:2048");
    Path old = folder.resolve("old.pem");
    Files.move(folder.resolve("privkey.pem"), old);
    Run.in(folder, "openssl " + form + " -in old.pem -out privkey.pem");
    assertRefused(kind, "without a password", "openssl pkcs8 -topk8 -nocrypt -in ");
    Run.in(
        folder, "openssl pkcs8 -topk8 -nocrypt -passin pass:word -in privkey.pem -out again.pem");
    Files.move(folder.resolve("again.pem"), folder.resolve("privkey.pem"), REPLACE);
    TestNode.start(folder.resolve("data"), settings()).close();
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    TestCertificates authority = new TestCertificates(folder);
    TlsNode.issue(folder, authority, "first");
    Files.copy(folder.resolve("ca.key"), folder.resolve("privkey.pem"), REPLACE);
    assertRefused("privkey.pem is not the key of the first certificate in ");
  }

  @Test
  void aKeyThatEverybodyMayReadOrWriteIsRefused() throws Exception {
    TlsNode.issue(folder, new TestCertificates(folder), "first");
    Path key = folder.resolve("privkey.pem");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused("everybody on this machine may read the key ", "chmod o= " + key);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r---w-"));
    assertRefused("everybody on this machine may write to the key ", "chmod o= " + key);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    TestNode.start(folder.resolve("data"), settings()).close();
  }

  @Test
  void filesThatAreNotThereOrInTheWrongOrderAreNamed() throws Exception {
    assertRefused("fullchain.pem is not there, or this user may not read it");
    TlsNode.issue(folder, new TestCertificates(folder), "first");
    Files.delete(folder.resolve("privkey.pem"));
    assertRefused("privkey.pem is not there, or this user may not read it");
    Files.copy(folder.resolve("ca.key"), folder.resolve("privkey.pem"));
    Files.writeString(
        folder.resolve("fullchain.pem"),
        Files.readString(folder.resolve("ca.pem")) + Files.readString(folder.resolve("first.pem")));
    assertRefused("is no chain: it must have the node's own certificate first");
  }

  @Test
  void browsersAreToldToStayWithTlsWhereTheyCameByItAndOnlyThere() throws Exception {
    String strict = "strict-transport-security: max-age=31536000";
    try (TlsNode node = TlsNode.start(folder)) {
      for (String target : List.of("/v1/time", "/")) {
        assertThat(node.raw(target, "Host: " + TlsNode.NAME).lines()).contains(strict);
        assertThat(node.raw(target, "Host: localhost").lines()).doesNotContain(strict);
      }
    }
    Map<String, String> proxy = Map.of("plait.http.trusted-proxies", "127.0.0.1");
    try (TestNode behind = TestNode.start(folder.resolve("behind"), proxy);
        TestNode alone = TestNode.start(folder.resolve("alone"), Map.of())) {
      for (String target : List.of("/v1/time", "/")) {
        assertThat(lines(behind, target, "X-Forwarded-Proto: https")).contains(strict);
        assertThat(lines(behind, target, "X-Forwarded-Proto: http")).doesNotContain(strict);
        assertThat(lines(behind, target, "X-Forwarded-Proto: https, http")).doesNotContain(strict);
        assertThat(lines(behind, target, "X-Other: https")).doesNotContain(strict);
        assertThat(lines(alone, target, "X-Forwarded-Proto: https")).doesNotContain(strict);
      }
    }
  }

  @Test
  void whereANameIsSharedOrTheCertificateIsForTryingBrowsersAreNotToldToStay() throws IOException {
    Map<String, String> selfSigned =
        Map.of("plait.http.self-signed", "true", "plait.http.host", "127.0.0.1");
    Map<String, String> underPath =
        Map.of("plait.http.trusted-proxies", "127.0.0.1", "plait.http.path", "/chat");
    Path data = folder.resolve("trying");
    try (TestNode trying = TestNode.start(data, selfSigned);
        TestNode shared = TestNode.start(folder.resolve("shared"), underPath)) {
      SSLContext trust = Trust.only(data.resolve("tls/certificate.pem"));
      for (String target : List.of("/v1/time", "/")) {
        try (Socket socket = TlsNode.connect(trust, trying.node().uri().getPort())) {
          assertThat(RawHttp.get(socket, target, List.of("Host: " + TlsNode.NAME)).lines())
              .contains("HTTP/1.1 200 OK")
              .noneMatch(line -> line.startsWith("strict-transport-security"));
        }
        assertThat(lines(shared, target, "X-Forwarded-Proto: https"))
            .contains("HTTP/1.1 200 OK")
            .noneMatch(line -> line.startsWith("strict-transport-security"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:PORT, https://localhost:PORT, 200",
    "127.0.0.1:PORT, https://127.0.0.1:PORT, 200",
    // The certificate is for this name.
    "chat.example.org:PORT, https://chat.example.org:PORT, 200",
    "localhost:PORT, http://localhost:PORT, 403",
    "chat.example.org:PORT, http://chat.example.org:PORT, 403",
    "evil.example:PORT, https://evil.example:PORT, 403",
  })
  void thePageOfTheNodeItselfMayCallOverTls(String host, String origin, int status)
      throws IOException {
    try (TlsNode node = TlsNode.start(folder)) {
      String port = Integer.toString(node.port());
      String[] headers = {
        "Host: " + host.replace("PORT", port), "Origin: " + origin.replace("PORT", port)
      };
      assertThat(node.raw("/v1/time", headers).status()).isEqualTo(status);
    }
  }

  @Test
  void thePageBehindATrustedProxyThatEndsTlsMayCall() throws IOException {
    Map<String, String> proxy = Map.of("plait.http.trusted-proxies", "127.0.0.1");
    String[] page = {"Host: 192.0.2.7", "Origin: https://192.0.2.7", "X-Forwarded-Proto: https"};
    try (TestNode behind = TestNode.start(folder.resolve("behind"), proxy);
        TestNode alone = TestNode.start(folder.resolve("alone"), Map.of())) {
      assertThat(RawHttp.get(behind.node().uri(), "/v1/time", List.of(page)).status())
          .isEqualTo(200);
      assertThat(RawHttp.get(alone.node().uri(), "/v1/time", List.of(page)).status())
          .isEqualTo(403);
      assertThat(
              RawHttp.upgrade(
                      behind.node().uri(),
                      "192.0.2.7",
                      "Origin: https://192.0.2.7",
                      "X-Forwarded-Proto: wss",
                      "Sec-WebSocket-Protocol: plait.v1")
                  .status())
          .isEqualTo(101);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'DNS:chat.example.org,DNS:localhost', https://localhost:PORT/",
    "'DNS:chat.example.org,IP:127.0.0.1', https://chat.example.org:PORT/",
    "'IP:127.0.0.1', https://127.0.0.1:PORT/",
    "'DNS:*.example.org', ",
  })
  void thePageIsToldByANameThatTheCertificateIsFor(String names, String page) throws Exception {
    new TestCertificates(folder).issue("node", names, "-days 30");
    Files.copy(folder.resolve("node.pem"), folder.resolve("fullchain.pem"));
    Files.copy(folder.resolve("node.key"), folder.resolve("privkey.pem"));
    try (TestNode node = TestNode.start(folder.resolve("data"), settings())) {
      String port = Integer.toString(node.node().uri().getPort());
      assertThat(node.node().page())
          .isEqualTo(page == null ? null : URI.create(page.replace("PORT", port)));
    }
  }

  @Test
  void aProxyThatComesByIpv6IsBelieved() throws IOException {
    assumeTrue(hasIpv6(), "this machine has no ::1");
    Map<String, String> proxy =
        Map.of("plait.http.host", "::1", "plait.http.trusted-proxies", "::1");
    try (TestNode behind = TestNode.start(folder.resolve("behind"), proxy);
        Socket socket = new Socket(InetAddress.ofLiteral("::1"), behind.node().uri().getPort())) {
      List<String> headers = List.of("Host: " + TlsNode.NAME, "X-Forwarded-Proto: https");
      assertThat(RawHttp.get(socket, "/v1/time", headers).lines())
          .contains("strict-transport-security: max-age=31536000");
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return any.isBound();
    } catch (IOException none) {
      return false;
    }
  }

  private static WebSocket open(HttpClient client, TlsNode node) {
    URI uri = URI.create("wss://localhost:" + node.port() + "/v1/connect");
    return client
        .newWebSocketBuilder()
        .subprotocols("plait.v1")
        .buildAsync(uri, new WebSocket.Listener() {})
        .join();
  }

  private static List<String> lines(TestNode node, String target, String header)
      throws IOException {
    List<String> headers = List.of("Host: " + TlsNode.NAME, header);
    return RawHttp.get(node.node().uri(), target, headers).lines();
  }

  private Map<String, String> settings() {
    return TlsNode.settings(folder, Map.of());
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> TestNode.start(folder.resolve("data"), settings()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("plait.http.certificate, plait.http.key: ")
        .hasMessageContainingAll(words);
  }

  private void openssl(String arguments) throws IOException {
    Run.in(folder, "openssl " + arguments + " -out fullchain.pem -keyout privkey.pem");
  }
}
