package dev.plait.tests.doctor;

import static dev.plait.tests.doctor.Clinic.assertFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.peer.doctor.Check;
import dev.plait.peer.doctor.Diagnosis;
import dev.plait.peer.doctor.Outcome;
import dev.plait.peer.link.IceAnswer;
import dev.plait.peer.link.IceServer;
import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.probe.Coturn;
import dev.plait.turn.probe.TestCertificates;
import dev.plait.turn.probe.TurnClient;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor names of TURN servers: a real node, a real coturn, one fault in each. */
@Tag("waits")
class TurnFaultsTest {
  private static final String SECRET = "static-auth-secret=" + Coturn.SECRET;
  private static final String SIGNED = "use-auth-secret";

  private static final Duration A_WHILE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @BeforeEach
  void needCoturn() {
    Coturn.assumeInstalled();
  }

  @Test
  void nothingIsWrong() throws Exception {
    try (Coturn coturn = Coturn.start(folder, SIGNED, SECRET);
        Clinic clinic = clinic(Clinic.turn(coturn.port()))) {
      Diagnosis diagnosis = examined(clinic);

      assertThat(diagnosis.checks())
          .as("%s", diagnosis)
          .allMatch(check -> check.outcome() == Outcome.OK);
      assertThat(diagnosis.checks())
          .extracting(Check::name)
          .containsExactly(
              "address",
              "server",
              "node",
              "clock",
              "token",
              "websocket",
              "ice-servers",
              "stun",
              "turn-udp",
              "turn-tcp",
              "data-channel");
      assertThat(diagnosis.exitCode()).isZero();
      assertThat(diagnosis.verdict()).contains("direct").contains("TURN by UDP, TCP");
      assertThat(Clinic.check(diagnosis, "data-channel").detail())
          .contains("relay")
          .contains("Mbit/s");
      assertThat(diagnosis.toString()).doesNotContain(Clinic.PASSWORD).doesNotContain("eyJ");
    }
  }

  @Test
  void anotherSecret() throws Exception {
    try (Coturn coturn =
            Coturn.start(folder, SIGNED, "static-auth-secret=ffffffffffffffffffffffffffffffff");
        Clinic clinic = clinic(Clinic.turn(coturn.port()))) {
      Diagnosis diagnosis = examined(clinic);

      assertFault(diagnosis, "turn-udp", "does not take the credential");
      assertThat(Clinic.check(diagnosis, "turn-udp").todo())
          .contains("plait.turn.secret")
          .contains("static-auth-secret");
      assertThat(Clinic.check(diagnosis, "data-channel").outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(diagnosis.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void anotherRealm() throws Exception {
    Map<String, String> settings = new HashMap<>();
    try (Coturn coturn = Coturn.start(folder, SIGNED, SECRET)) {
      settings.putAll(Clinic.turn(coturn.port()));
      settings.put("plait.turn.realm", "other.test");
      try (Clinic clinic = clinic(settings)) {
        assertFault(examined(clinic), "turn-udp", "another realm");
      }
    }
  }

  @Test
  void aCertificateThatHasExpired() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    String[] tls = certificates.issue("turn", "DNS:localhost", "-days -1");
    SSLContext before = SSLContext.getDefault();
    try (Coturn coturn = Coturn.start(folder, SIGNED, SECRET, tls[0], tls[1]);
        Clinic clinic = clinic(Clinic.turn(0, 0, coturn.port()))) {
      SSLContext.setDefault(certificates.trust());
      assertFault(clinic.examine(), "turn-tls", "expired");
    } finally {
      SSLContext.setDefault(before);
    }
  }

  /** The credentials of a node whose clock is hours behind have expired when they are made. */
  @Test
  void aCredentialThatHasExpired() throws Exception {
    InstantSource behind = () -> Instant.now().minus(Duration.ofHours(3));
    try (Coturn coturn = Coturn.start(folder, SIGNED, SECRET);
        Clinic clinic = new Clinic(folder, Clinic.turn(coturn.port()), behind)) {
      Diagnosis diagnosis = examined(clinic);

      assertFault(diagnosis, "clock", "ahead");
      assertFault(diagnosis, "turn-udp", "expired");
      assertThat(Clinic.check(diagnosis, "turn-udp").todo()).contains("clock");
    }
  }

  @Test
  void aQuotaThatIsReached() throws Exception {
    try (Coturn coturn = Coturn.start(folder, SIGNED, SECRET, "user-quota=1");
        Clinic clinic = clinic(Clinic.turn(coturn.port()))) {
      IceAnswer answer = clinic.api().iceServers(clinic.session().accessToken());
      IceServer server = answer.servers().getFirst();
      TurnCredential credential =
          new TurnCredential(server.username(), server.credential(), answer.expiresAtMs());
      try (TurnClient held =
          TurnClient.connect(
              TurnUrl.parse("turn:127.0.0.1:" + coturn.port()), TurnOptions.within(A_WHILE))) {
        held.allocate(credential, TurnClient.Family.IPV4);

        assertFault(examined(clinic), "turn-udp", "quota");
      }
    }
  }

  @Test
  void aServerThatIsDown() throws Exception {
    try (Clinic clinic = clinic(Clinic.turn(Coturn.freePort()))) {
      Diagnosis diagnosis = examined(clinic);

      assertFault(diagnosis, "stun", "refused");
      assertFault(diagnosis, "turn-udp", "refused");
      assertFault(diagnosis, "turn-tcp", "refused");
      assertThat(diagnosis.verdict()).contains("relay").doesNotContain("TURN by");
    }
  }

  /**
   * Between its first probe and its second the node offers only what it does not yet know to be
   * sick; afterwards all again, where nothing is well.
   */
  private static Diagnosis examined(Clinic clinic) {
    return await().atMost(A_WHILE).until(clinic::examine, TurnFaultsTest::looksAtBothTransports);
  }

  private static boolean looksAtBothTransports(Diagnosis diagnosis) {
    return diagnosis.checks().stream()
        .map(Check::name)
        .toList()
        .containsAll(List.of("turn-udp", "turn-tcp"));
  }

  private Clinic clinic(Map<String, String> settings) throws Exception {
    return new Clinic(folder, settings, InstantSource.system());
  }
}
