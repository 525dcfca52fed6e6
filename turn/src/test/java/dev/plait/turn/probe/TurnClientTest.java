package dev.plait.turn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.probe.TurnClient.Allocation;
import dev.plait.turn.probe.TurnClient.Family;
import dev.plait.turn.probe.TurnClient.Relayed;
import dev.plait.turn.probe.TurnProbe.Reached;
import dev.plait.turn.stun.ChannelData;
import dev.plait.turn.stun.Payload;
import dev.plait.turn.stun.TransportAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a real coturn. */
class TurnClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int CHANNEL = ChannelData.CHANNEL_MIN;
  private static final Payload HELLO = payload("hello");

  @TempDir private static Path folder;
  private static Coturn coturn;
  private static TurnOptions options;

  @BeforeAll
  static void startCoturn() throws Exception {
    Coturn.assumeInstalled();
    TestCertificates certificates = new TestCertificates(folder);
    String[] certificate = certificates.issue("server", "DNS:localhost", "-days 30");
    options = TurnOptions.within(TIMEOUT).withTls(certificates.trust());
    coturn =
        Coturn.start(
            folder,
            "use-auth-secret",
            "static-auth-secret=" + Coturn.SECRET,
            "user-quota=2",
            "denied-peer-ip=127.0.0.9",
            certificate[0],
            certificate[1]);
  }

  @AfterAll
  static void stopCoturn() {
    if (coturn != null) {
      coturn.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "turn:127.0.0.1:%d?transport=udp",
        "turn:127.0.0.1:%d?transport=tcp",
        "turns:localhost:%d?transport=tcp"
      })
  void twoClientsTalkThroughTheirRelayedAddresses(String pattern) throws TurnException {
    TurnUrl url = coturn.url(pattern);
    try (TurnClient ada = TurnClient.connect(url, options);
        TurnClient ben = TurnClient.connect(url, options)) {
      Allocation of = ada.allocate(credential("ada"), Family.IPV4);
      Allocation other = ben.allocate(credential("ben"), Family.IPV4);
      ada.permit(other.relayed());
      ben.bind(CHANNEL, of.relayed());

      ada.send(other.relayed(), HELLO);
      assertThat(ben.receive(TIMEOUT)).isEqualTo(new Relayed(of.relayed(), HELLO, true));
      ben.send(CHANNEL, payload("and back"));
      assertThat(ada.receive(TIMEOUT))
          .isEqualTo(new Relayed(other.relayed(), payload("and back"), false));

      assertThat(of.lifetimeS()).isEqualTo(600);
      assertThat(of.realm()).isEqualTo("plait.test");
      assertThat(of.mapped().host()).isEqualTo("127.0.0.1");
      assertThat(of.roundTripMs()).isBetween(0.0, (double) TIMEOUT.toMillis());
      assertThat(ada.refresh(Duration.ofSeconds(700))).isEqualTo(700);
    }
  }

  @Test
  void aClosedClientGivesItsAllocationBack() {
    TurnUrl url = coturn.url("turn:127.0.0.1:%d");
    for (int i = 0; i < 5; i++) {
      // coturn counts what was given back for up to a second more.
      await()
          .atMost(TIMEOUT)
          .until(
              () -> TurnProbe.allocate(url, credential("cleo"), TIMEOUT),
              Reached.class::isInstance);
    }
  }

  @Test
  void theQuotaIsNamed() throws TurnException {
    TurnUrl url = coturn.url("turn:127.0.0.1:%d");
    try (TurnClient first = TurnClient.connect(url, options);
        TurnClient second = TurnClient.connect(url, options)) {
      first.allocate(credential("dora"), Family.IPV4);
      second.allocate(credential("dora"), Family.IPV4);

      assertFault(url, credential("dora"), Fault.QUOTA_REACHED, 486);
    }
  }

  @Test
  void aWrongSecretIsNamed() {
    TurnSecrets other = new TurnSecrets(List.of("fedcba9876543210fedcba9876543210"));
    TurnCredential wrong = other.issue("ada", System.currentTimeMillis(), 600_000);

    assertFault(coturn.url("turn:127.0.0.1:%d"), wrong, Fault.CREDENTIAL_REFUSED, 401);
  }

  @Test
  void anExpiredCredentialIsNamed() {
    TurnCredential old = secrets().issue("ada", System.currentTimeMillis() - 20_000, 10_000);

    assertFault(coturn.url("turn:127.0.0.1:%d"), old, Fault.CREDENTIAL_EXPIRED, 401);
  }

  @Test
  void aDeniedPeerIsForbiddenAndTheClientGoesOn() throws TurnException {
    TurnUrl url = coturn.url("turn:127.0.0.1:%d");
    try (TurnClient client = TurnClient.connect(url, options)) {
      Allocation allocation = client.allocate(credential("emil"), Family.IPV4);
      TransportAddress denied = TransportAddress.parse("127.0.0.9", 9);

      TurnException byPermission =
          catchThrowableOfType(TurnException.class, () -> client.permit(denied));
      TurnException byChannel =
          catchThrowableOfType(TurnException.class, () -> client.bind(CHANNEL, denied));
      client.permit(allocation.relayed());

      assertThat(byPermission.fault()).isEqualTo(Fault.FORBIDDEN);
      assertThat(byChannel.fault()).isEqualTo(Fault.FORBIDDEN);
      assertThat(byChannel.code()).isEqualTo(403);
    }
  }

  @Test
  void anAddressFamilyThatIsNotThereIsNamed() throws TurnException {
    try (TurnClient client = TurnClient.connect(coturn.url("turn:127.0.0.1:%d"), options)) {
      TurnException none =
          catchThrowableOfType(
              TurnException.class, () -> client.allocate(credential("fay"), Family.IPV6));

      assertThat(none.fault()).isEqualTo(Fault.FAMILY_UNSUPPORTED);
    }
  }

  @Test
  void aNonceThatBecomesStaleIsReplaced(@TempDir Path own) throws Exception {
    try (Coturn strict =
            Coturn.start(
                own, "use-auth-secret", "static-auth-secret=" + Coturn.SECRET, "stale-nonce=1");
        TurnClient client = TurnClient.connect(strict.url("turn:127.0.0.1:%d"), options)) {
      client.allocate(credential("gus"), Family.IPV4);
      assertThat(client.receive(Duration.ofMillis(2_500))).isNull();

      assertThat(client.refresh(Duration.ofSeconds(800))).isEqualTo(800);
    }
  }

  @Test
  void aBindingTellsTheAddress() throws TurnException {
    for (String pattern : List.of("stun:127.0.0.1:%d", "stuns:localhost:%d")) {
      StunClient.Binding binding = StunClient.bind(coturn.url(pattern), options);

      assertThat(binding.mapped()).isEqualTo(binding.local());
    }
  }

  @Test
  void anotherRealmIsNamed() {
    TurnOptions elsewhere = TurnOptions.within(TIMEOUT).withRealm("example.org");
    TurnProbe.Result result =
        TurnProbe.allocate(coturn.url("turn:127.0.0.1:%d"), credential("hal"), elsewhere);

    assertThat(result)
        .isInstanceOfSatisfying(
            TurnProbe.Failed.class,
            failed -> {
              assertThat(failed.fault()).isEqualTo(Fault.WRONG_REALM);
              assertThat(failed.message()).contains("plait.test");
            });
  }

  @Test
  void aStunUrlRelaysNothing() {
    assertThatThrownBy(() -> TurnClient.connect(coturn.url("stun:127.0.0.1:%d"), options))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertFault(TurnUrl url, TurnCredential credential, Fault fault, int code) {
    TurnProbe.Result result = TurnProbe.allocate(url, credential, TIMEOUT);

    assertThat(result)
        .isInstanceOfSatisfying(
            TurnProbe.Failed.class,
            failed -> {
              assertThat(failed.fault()).as(failed.message()).isEqualTo(fault);
              assertThat(failed.code()).isEqualTo(code);
              assertThat(failed.message()).contains(fault.advice());
              assertThat(failed.message()).doesNotContain(credential.password());
            });
  }

  private static TurnCredential credential(String user) {
    return secrets().issue(user, System.currentTimeMillis(), 600_000);
  }

  private static TurnSecrets secrets() {
    return new TurnSecrets(List.of(Coturn.SECRET));
  }

  private static Payload payload(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
