package dev.plait.tests.doctor;

import static dev.plait.tests.doctor.Clinic.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.doctor.Check;
import dev.plait.peer.doctor.Diagnosis;
import dev.plait.peer.doctor.Doctor;
import dev.plait.peer.doctor.DoctorOptions;
import dev.plait.peer.doctor.Outcome;
import dev.plait.peer.link.Session;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.turn.lab.Ports;
import dev.plait.turn.probe.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor names of a server that is away, a stranger or misled; each made on purpose. */
class ServerFaultsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;

  @Test
  void aNameThatDoesNotResolve() {
    Diagnosis diagnosis = Clinic.examine(URI.create("http://nowhere.invalid"), null);

    assertFault(diagnosis, "address", "cannot be resolved");
    assertThat(diagnosis.exitCode()).isEqualTo(3);
  }

  @Test
  void aServerThatIsDown() {
    Diagnosis diagnosis = Clinic.examine(URI.create("http://127.0.0.1:" + Ports.claim()), null);

    assertFault(diagnosis, "server", "refused");
    assertThat(diagnosis.exitCode()).isEqualTo(3);
    assertThat(diagnosis.checks()).hasSizeGreaterThan(9).allMatch(check -> check.ms() < 10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "DNS:localhost, -days -1, true, expired",
    "DNS:elsewhere.example, -days 30, true, another name",
    "DNS:localhost, -days 30, false, nobody who is trusted"
  })
  void aCertificateThatIsNoGood(String names, String dates, boolean trusted, String word)
      throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    certificates.issue("server", names, dates);
    SSLContext before = SSLContext.getDefault();
    try (TlsFront front = new TlsFront(folder, "server")) {
      if (trusted) {
        SSLContext.setDefault(certificates.trust());
      }
      assertFault(Clinic.examine(front.uri(), null), "server", word);
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @Test
  void anotherWebServerInPlaceOfANode() throws Exception {
    HttpServer web = web(exchange -> answer(exchange, 200, "<html>Welcome</html>"));
    try {
      Diagnosis diagnosis = Clinic.examine(uri(web), null);

      assertFault(diagnosis, "node", "not a Plait node");
      assertThat(diagnosis.exitCode()).isEqualTo(3);
    } finally {
      web.stop(0);
    }
  }

  @Test
  void aCaptivePortal() throws Exception {
    HttpServer web =
        web(
            exchange -> {
              exchange.getResponseHeaders().add("Location", "http://portal.example/sign-in");
              answer(exchange, 302, "");
            });
    try {
      assertFault(Clinic.examine(uri(web), null), "node", "portal.example");
    } finally {
      web.stop(0);
    }
  }

  @Test
  void aProxyThatRefusesConnect() throws Exception {
    HttpServer proxy = web(exchange -> answer(exchange, 403, ""));
    try {
      Diagnosis diagnosis =
          Clinic.examine(URI.create("https://chat.invalid"), ProxySelector.of(proxy.getAddress()));

      assertFault(diagnosis, "server", "refuses CONNECT to chat.invalid:443");
      assertThat(Clinic.check(diagnosis, "server").detail())
          .contains("127.0.0.1:" + proxy.getAddress().getPort());
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void aProxyThatLetsHttpThroughButNotWebSocket() throws Exception {
    try (Clinic clinic = new Clinic(folder, Map.of(), InstantSource.system());
        HttpClient direct = HttpClient.newHttpClient()) {
      HttpServer proxy = web(exchange -> passOn(direct, exchange));
      try {
        Diagnosis diagnosis = Clinic.examine(clinic.uri(), ProxySelector.of(proxy.getAddress()));

        assertThat(Clinic.check(diagnosis, "node").outcome()).isEqualTo(Outcome.OK);
        assertFault(diagnosis, "websocket", "lets HTTP through, but not WebSocket");
        assertThat(diagnosis.exitCode()).isEqualTo(1);
      } finally {
        proxy.stop(0);
      }
    }
  }

  @Test
  void aClockThatIsWrong() throws Exception {
    try (Clinic clinic = new Clinic(folder, Map.of(), InstantSource.system())) {
      Diagnosis behind = clinic.examine(() -> Instant.now().minus(Duration.ofMinutes(3)));
      Diagnosis littleAhead = clinic.examine(() -> Instant.now().plus(Duration.ofSeconds(20)));

      assertFault(behind, "clock", "180.0 s behind");
      Check little = Clinic.check(littleAhead, "clock");
      assertThat(little.outcome()).isEqualTo(Outcome.WARNING);
      assertThat(little.detail()).contains("20.0 s ahead");
      assertThat(littleAhead.exitCode()).isZero();
    }
  }

  @Test
  void aDeviceThatIsSignedOut() throws Exception {
    try (Clinic clinic = new Clinic(folder, Map.of(), InstantSource.system())) {
      Path data = folder.resolve("device");
      Peer.connect(PeerOptions.of(clinic.uri(), "ada", Clinic.PASSWORD, data).withDirect(false))
          .close();
      DoctorOptions options =
          new DoctorOptions(
              URI.create("HTTP" + clinic.uri().toString().substring("http".length()) + "/"),
              false,
              data,
              null,
              null,
              InstantSource.system(),
              ProxySelector.of(null),
              null);
      Diagnosis before = Doctor.examine(options, _ -> {});
      try (DeviceData device = DeviceData.open(data)) {
        Session fresh =
            clinic.api().refresh(Objects.requireNonNull(device.identity()).refreshToken());
        device.keepRefreshToken(fresh.refreshToken());
        clinic.api().signOut(fresh.accessToken());
      }

      Diagnosis after = Doctor.examine(options, _ -> {});

      assertThat(Clinic.check(before, "token").outcome()).isEqualTo(Outcome.OK);
      assertThat(Clinic.check(before, "websocket").detail()).contains("welcome");
      assertFault(after, "token", "signed out");
      assertThat(Clinic.check(after, "websocket").outcome()).isEqualTo(Outcome.OK);
      assertThat(Clinic.check(after, "stun").detail()).contains("account");
    }
  }

  @Test
  void aDeviceOfAnotherServer() throws Exception {
    Path data = folder.resolve("device");
    try (Clinic home = new Clinic(folder, Map.of(), InstantSource.system());
        Clinic other = new Clinic(folder.resolve("other"), Map.of(), InstantSource.system())) {
      Peer.connect(PeerOptions.of(home.uri(), "ada", Clinic.PASSWORD, data).withDirect(false))
          .close();
      DoctorOptions options =
          new DoctorOptions(
              other.uri(),
              false,
              data,
              null,
              null,
              InstantSource.system(),
              ProxySelector.of(null),
              null);

      Diagnosis diagnosis = Doctor.examine(options, _ -> {});

      assertFault(diagnosis, "token", "made on " + home.uri());
      assertThat(Clinic.check(diagnosis, "token").todo()).startsWith("say --server " + home.uri());
    }
  }

  @Test
  void aPasswordThatIsWrong() throws Exception {
    try (Clinic clinic = new Clinic(folder, Map.of(), InstantSource.system())) {
      DoctorOptions options =
          new DoctorOptions(
              clinic.uri(),
              false,
              null,
              "ada",
              "not it, not it",
              InstantSource.system(),
              ProxySelector.of(null),
              null);

      Diagnosis diagnosis = Doctor.examine(options, _ -> {});

      assertFault(diagnosis, "token", "password");
      assertThat(diagnosis.toString()).doesNotContain("not it, not it");
    }
  }

  private static void passOn(HttpClient direct, HttpExchange exchange) throws IOException {
    try {
      HttpResponse<String> answer =
          direct.send(
              HttpRequest.newBuilder(exchange.getRequestURI()).build(),
              HttpResponse.BodyHandlers.ofString());
      answer(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }

  private static HttpServer web(Answering answering) throws IOException {
    HttpServer web = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    web.createContext("/", answering::answer);
    web.start();
    return web;
  }

  private static URI uri(HttpServer web) {
    return URI.create("http://127.0.0.1:" + web.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
