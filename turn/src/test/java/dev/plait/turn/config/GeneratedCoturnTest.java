package dev.plait.turn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.turn.config.TurnServerSettings.Certificate;
import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Quotas;
import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.probe.Coturn;
import dev.plait.turn.probe.Fault;
import dev.plait.turn.probe.TestCertificates;
import dev.plait.turn.probe.TurnClient;
import dev.plait.turn.probe.TurnClient.Family;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnProbe;
import dev.plait.turn.probe.TurnUrl;
import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real coturn makes of the configuration. */
class GeneratedCoturnTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void itGivesAllocationsOverEveryTransportAndUnderstandsEveryLine() throws Exception {
    TestCertificates authority = new TestCertificates(folder);
    String[] files = authority.issue("server", "IP:127.0.0.1", "-days 2");
    int tls = Coturn.freePort();
    TurnServerSettings plain = plain();
    TurnServerSettings settings =
        with(
            plain,
            new Listening(List.of("127.0.0.1"), port(plain), port(plain), tls),
            new Certificate(
                files[0].substring("cert=".length()), files[1].substring("pkey=".length())),
            plain.quotas());

    try (Coturn coturn = GeneratedCoturn.start(folder, settings)) {
      for (String url :
          List.of(
              "turn:127.0.0.1:" + port(plain) + "?transport=udp",
              "turn:127.0.0.1:" + port(plain) + "?transport=tcp",
              "turns:127.0.0.1:" + tls + "?transport=tcp")) {
        assertThat(
                TurnProbe.allocate(
                    TurnUrl.parse(url),
                    credential(Some.SECRET, "ada"),
                    TurnOptions.within(TIMEOUT).withTls(authority.trust())))
            .as(url)
            .isInstanceOf(TurnProbe.Reached.class);
      }
      assertThat(coturn.log())
          .doesNotContain("Bad configuration")
          .doesNotContain("ERROR")
          .doesNotContain(Some.SECRET)
          .doesNotContain(Some.OLD_SECRET);
    }
  }

  @Test
  void bothSecretsAreTakenAndNoOther() throws IOException {
    TurnServerSettings settings = plain();
    try (Coturn coturn = GeneratedCoturn.start(folder, settings)) {
      assertThat(allocate(settings, credential(Some.SECRET, "ada")))
          .isInstanceOf(TurnProbe.Reached.class);
      assertThat(allocate(settings, credential(Some.OLD_SECRET, "ada")))
          .isInstanceOf(TurnProbe.Reached.class);
      assertThat(allocate(settings, credential("another-secret-of-thirty-two-chars", "ada")))
          .isInstanceOfSatisfying(
              TurnProbe.Failed.class,
              failed -> assertThat(failed.fault()).isEqualTo(Fault.CREDENTIAL_REFUSED));
      assertThat(coturn.log()).doesNotContain(Some.SECRET);
    }
  }

  /** Of each range both ends, and addresses between them, many of whose bytes are 0 or 255. */
  @Test
  void noSpecialAddressIsPermittedAndOrdinaryOnesAre() throws Exception {
    TurnServerSettings base = plain();
    TurnServerSettings settings =
        with(
            base,
            new Listening(List.of("127.0.0.1", "::1"), port(base), 0, 0),
            null,
            base.quotas());
    Random random = new Random(4);
    try (Coturn _ = GeneratedCoturn.start(folder, settings);
        TurnClient ipv4 = allocated(settings, Family.IPV4);
        TurnClient ipv6 = allocated(settings, Family.IPV6)) {
      List<String> open = new ArrayList<>();
      for (PeerRange range : PeerRanges.ipv4()) {
        open.addAll(open(ipv4, range, random));
      }
      for (PeerRange range : PeerRanges.ipv6()) {
        open.addAll(open(ipv6, range, random));
      }
      assertThat(open).isEmpty();
      for (String ordinary : List.of("1.1.1.1", "100.128.0.1", "172.32.0.1", "223.255.255.255")) {
        ipv4.permit(TransportAddress.parse(ordinary, 9));
      }
      for (String ordinary : List.of("2001:200::1", "2a00:1450::1", "2606:4700::1111")) {
        ipv6.permit(TransportAddress.parse(ordinary, 9));
      }
    }
  }

  @Test
  void nobodyGetsMoreThanTheQuota() throws Exception {
    TurnServerSettings base = plain();
    TurnServerSettings settings =
        with(base, base.listening(), null, new Quotas(2, 3, 1_000, 3_000));
    try (Coturn _ = GeneratedCoturn.start(folder, settings);
        TurnClient _ = allocated(settings, Family.IPV4);
        TurnClient _ = allocated(settings, Family.IPV4);
        TurnClient third = connected(settings);
        TurnClient _ = allocated(settings, Family.IPV4, "bob");
        TurnClient fifth = connected(settings)) {
      assertRefused(third, credential(Some.SECRET, "ada"));
      assertRefused(fifth, credential(Some.SECRET, "carol"));
    }
  }

  private static void assertRefused(TurnClient client, TurnCredential credential) {
    assertThatThrownBy(() -> client.allocate(credential, Family.IPV4))
        .isInstanceOfSatisfying(
            TurnException.class, e -> assertThat(e.fault()).isEqualTo(Fault.QUOTA_REACHED));
  }

  private static List<String> open(TurnClient client, PeerRange range, Random random)
      throws TurnException {
    List<String> open = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      TransportAddress peer =
          TransportAddress.of(between(range.block(), n < 2 ? n * 255 : -1, random), 9);
      try {
        client.permit(peer);
        open.add(peer.host() + " in " + range.block());
      } catch (TurnException e) {
        if (e.fault() != Fault.FORBIDDEN) {
          throw e;
        }
      }
    }
    return open;
  }

  /** The network with every further byte filled with {@code fill}, or by chance when it is -1. */
  private static byte[] between(AddressBlock block, int fill, Random random) {
    byte[] address = AddressBlock.bytes(block.first());
    for (int bit = block.prefixBits(); bit < address.length * 8; ) {
      int chance = random.nextInt(3);
      int with = fill >= 0 ? fill : chance == 0 ? 0 : chance == 1 ? 255 : random.nextInt(256);
      do {
        address[bit / 8] |= (byte) (with & (0x80 >> bit % 8));
        bit++;
      } while (bit % 8 != 0);
    }
    return address;
  }

  private static TurnServerSettings plain() throws IOException {
    return GeneratedCoturn.settings(Coturn.freePort(), List.of(Some.SECRET, Some.OLD_SECRET));
  }

  private static TurnServerSettings with(
      TurnServerSettings base,
      Listening listening,
      @org.jspecify.annotations.Nullable Certificate certificate,
      Quotas quotas) {
    return new TurnServerSettings(
        base.name(),
        base.realm(),
        base.secrets(),
        listening,
        base.relaying(),
        certificate,
        quotas,
        base.peers(),
        base.metricsPort(),
        base.runAs());
  }

  private static int port(TurnServerSettings settings) {
    return settings.listening().udpPort();
  }

  private static TurnUrl url(TurnServerSettings settings) {
    return TurnUrl.parse("turn:127.0.0.1:" + port(settings) + "?transport=udp");
  }

  private static TurnProbe.Result allocate(TurnServerSettings settings, TurnCredential credential) {
    return TurnProbe.allocate(url(settings), credential, TIMEOUT);
  }

  private static TurnClient connected(TurnServerSettings settings) throws TurnException {
    return TurnClient.connect(url(settings), TurnOptions.within(TIMEOUT));
  }

  private static TurnClient allocated(TurnServerSettings settings, Family family)
      throws TurnException {
    return allocated(settings, family, "ada");
  }

  private static TurnClient allocated(TurnServerSettings settings, Family family, String user)
      throws TurnException {
    TurnClient client = connected(settings);
    client.allocate(credential(Some.SECRET, user), family);
    return client;
  }

  private static TurnCredential credential(String secret, String user) {
    return new TurnSecrets(List.of(secret)).issue(user, System.currentTimeMillis(), 600_000);
  }
}
