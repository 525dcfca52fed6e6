package dev.plait.turn.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.plait.turn.app.Main;
import dev.plait.turn.config.CoturnConfig;
import dev.plait.turn.config.TurnServerSettings;
import dev.plait.turn.config.TurnServerSettings.External;
import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Peers;
import dev.plait.turn.config.TurnServerSettings.Quotas;
import dev.plait.turn.config.TurnServerSettings.Relaying;
import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.lab.Lab;
import dev.plait.turn.lab.Lab.Ended;
import dev.plait.turn.lab.LabException;
import dev.plait.turn.lab.RunningCoturn;
import dev.plait.turn.probe.Coturn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command against a real coturn, each at its end of a cable between two network namespaces. */
class TurnCheckTest {
  private static final int PORT = 3_478;
  private static final String URL = "turn:11.0.0.1";

  private Lab lab;

  @BeforeEach
  void openLab() {
    Coturn.assumeInstalled();
    lab = Lab.open();
  }

  @AfterEach
  void closeLab() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void theGeneratedConfigurationIsClean() throws Exception {
    try (RunningCoturn coturn = start(generated(lab.network().serverAddresses(), List.of()))) {
      Ended udp = check("--url", URL, "--json");
      Ended tcp = check("--url", URL + "?transport=tcp");

      assertThat(udp.exitCode()).as(udp.output() + coturn.log()).isZero();
      assertThat(tcp.exitCode()).as(tcp.output()).isZero();
      assertThat(udp.output()).contains("0 permitted", "to this machine and back");
      assertThat(lastLine(udp)).startsWith("{\"verdict\":\"clean\",").endsWith("}");
      assertThat(asked(udp)).isGreaterThan(40);
    }
  }

  /** The usual place in a cloud: the machine does not have the address that clients use. */
  @Test
  void theGeneratedConfigurationIsCleanBehindATranslation() throws Exception {
    lab.client("ip route add 11.9.9.9 via 11.0.0.1");
    lab.server("nft add table ip nat");
    lab.server("nft add chain ip nat pre { type nat hook prerouting priority -100 ; }");
    lab.server("nft add rule ip nat pre ip daddr 11.9.9.9 dnat to 11.0.0.1");
    List<External> external = List.of(External.parse("11.9.9.9/11.0.0.1"));
    try (RunningCoturn coturn = start(generated(List.of("11.0.0.1"), external))) {
      Ended ended = check("--url", "turn:11.9.9.9", "--server-address", "11.0.0.1");

      assertThat(ended.exitCode()).as(ended.output() + coturn.log()).isZero();
      assertThat(ended.output()).contains("allocation  11.9.9.9:");
    }
  }

  @Test
  void noAddressDrawnAtRandomFromASpecialRangeIsInReach() throws Exception {
    long seed = System.nanoTime();
    try (RunningCoturn coturn = start(generated(lab.network().serverAddresses(), List.of()))) {
      Ended ended =
          lab.java(RandomPeersMain.class, Coturn.SECRET, URL, Long.toString(seed), "2000");

      assertThat(ended.output().strip()).as("seed " + seed + coturn.log()).isEqualTo("done");
    }
  }

  @Test
  void theHolesOfCoturnsSampleAreNamedAndTheLinesCloseThem() throws Exception {
    String sample = sample();
    Ended open;
    try (RunningCoturn coturn = start(sample)) {
      open = check("--url", URL);

      assertThat(open.exitCode()).as(open.output() + coturn.log()).isEqualTo(1);
    }
    assertThat(open.output())
        .contains(
            "11.0.0.1 the server's own address",
            "OPEN        10.0.0.0/8 private use",
            "OPEN        100.64.0.0/10 shared by carrier-grade NAT",
            "OPEN        169.254.0.0/16 link-local; metadata",
            "OPEN        172.16.0.0/12 private use",
            "OPEN        192.168.0.0/16 private use",
            "OPEN        224.0.0.0/4 multicast")
        .doesNotContain("OPEN        127.0.0.0/8", "OPEN        0.0.0.0/8");
    if (lab.network().serverAddresses().size() > 1) {
      assertThat(open.output())
          .contains(
              "OPEN        ::ffff:0:0/96 IPv4-mapped",
              "OPEN        64:ff9b::/96 NAT64",
              "OPEN        fc00::/7 unique local",
              "OPEN        fe80::/10 link-local")
          .doesNotContain("OPEN        ::1/128", "OPEN        ::/128");
    }
    String lines =
        open.output()
            .lines()
            .filter(line -> line.startsWith("denied-peer-ip="))
            .collect(Collectors.joining("\n"));
    try (RunningCoturn coturn = start(sample + "\n" + lines + "\n")) {
      Ended closed = check("--url", URL);

      assertThat(closed.exitCode()).as(closed.output() + coturn.log()).isZero();
    }
  }

  @Test
  void loopbackThatWasAllowedIsNamed() throws Exception {
    String configuration =
        generated(List.of("11.0.0.1"), List.of())
                .lines()
                .filter(line -> !line.startsWith("denied-peer-ip=127."))
                .collect(Collectors.joining("\n"))
            + "\nallow-loopback-peers\n";
    try (RunningCoturn coturn = start(configuration)) {
      Ended ended = check("--url", URL);

      assertThat(ended.exitCode()).as(ended.output() + coturn.log()).isEqualTo(1);
      assertThat(ended.output())
          .contains("OPEN        127.0.0.0/8 loopback", "denied-peer-ip=127.0.0.0-127.255.255.255")
          .contains("not asked for: the server has no IPv6 relay");
    }
  }

  @Test
  void theServersOwnAddressIsExcusedOnRequest() throws Exception {
    String configuration =
        generated(List.of("11.0.0.1"), List.of()) + "\nallowed-peer-ip=11.0.0.1\n";
    try (RunningCoturn coturn = start(configuration)) {
      Ended strict = check("--url", URL);
      Ended excused = check("--url", URL, "--relay-to-itself");

      assertThat(strict.exitCode()).as(strict.output() + coturn.log()).isEqualTo(1);
      assertThat(strict.output()).contains("external-ip=PUBLIC");
      assertThat(excused.exitCode()).as(excused.output()).isZero();
      assertThat(excused.output()).contains("to another client and back");
    }
  }

  @Test
  void aServerWhoseRelayPortsAreClosedIsNotCalledClean() throws Exception {
    lab.server("nft add table inet filter");
    lab.server("nft add chain inet filter in { type filter hook input priority 0 ; }");
    lab.server("nft add rule inet filter in udp dport 50000-50999 drop");
    try (RunningCoturn coturn = start(generated(List.of("11.0.0.1"), List.of()))) {
      Ended ended = check("--url", URL);

      assertThat(ended.exitCode()).as(ended.output() + coturn.log()).isEqualTo(3);
      assertThat(ended.output()).contains("NOTHING COMES THROUGH");
    }
  }

  @Test
  void whatCannotBeCheckedIsSaid() throws Exception {
    try (RunningCoturn coturn = start(generated(List.of("11.0.0.1"), List.of()))) {
      String wrong = "fedcba9876543210fedcba9876543210";
      Ended ended =
          lab.java(
              Main.class,
              wrong,
              "turn-check",
              "--secret-env",
              "PLAIT_SECRET",
              "--url",
              URL,
              "--json");

      assertThat(ended.exitCode()).as(ended.output() + coturn.log()).isEqualTo(3);
      assertThat(lastLine(ended)).contains("\"fault\":\"credential-refused\"", "\"code\":401");
      assertThat(ended.output()).doesNotContain(wrong);
    }
    assertThat(check("--url", "turn:11.0.0.1:9").exitCode()).isEqualTo(3);
  }

  private Ended check(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("turn-check", "--secret-env", "PLAIT_SECRET"));
    all.addAll(List.of(arguments));
    return lab.java(Main.class, Coturn.SECRET, all.toArray(String[]::new));
  }

  private RunningCoturn start(String configuration) throws LabException {
    return RunningCoturn.start(lab.network(), configuration, PORT);
  }

  private static String generated(List<String> addresses, List<External> external) {
    return new CoturnConfig(
            new TurnServerSettings(
                "lab",
                "plait",
                new TurnSecrets(List.of(Coturn.SECRET)),
                new Listening(addresses, PORT, PORT, 0),
                new Relaying(external, 50_000, 50_999),
                null,
                new Quotas(64, 500, 12_500_000, 1_000_000_000),
                new Peers(List.of(), List.of()),
                0,
                ""))
        .text();
  }

  /** As it is distributed, with nothing but a secret. */
  private static String sample() throws IOException {
    for (String place :
        List.of("/usr/share/doc/coturn/examples/etc/turnserver.conf", "/etc/turnserver.conf")) {
      if (Files.isReadable(Path.of(place))) {
        return Files.readString(Path.of(place))
            + "\nuse-auth-secret\nstatic-auth-secret="
            + Coturn.SECRET
            + "\nrealm=plait\n";
      }
    }
    return abort("skipped: this coturn came without its sample configuration");
  }

  private static String lastLine(Ended ended) {
    return ended.output().strip().lines().reduce("", (_, line) -> line);
  }

  private static int asked(Ended ended) {
    return Integer.parseInt(lastLine(ended).replaceFirst(".*\"asked\":([0-9]+).*", "$1"));
  }
}
