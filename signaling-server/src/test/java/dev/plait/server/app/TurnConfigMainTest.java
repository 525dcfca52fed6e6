package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plait.turn.config.PeerRanges;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TurnConfigMainTest {
  private static final String SETTINGS =
      """
      plait.turn.nodes = eu-1, eu-2
      plait.turn.realm = plait.example
      plait.turn.secret = 0123456789abcdef0123456789abcdef, fedcba9876543210fedcba9876543210
      plait.turn.eu-1.host = turn.plait.example
      plait.turn.eu-1.listen = 10.1.2.3
      plait.turn.eu-1.external = 198.18.7.7/10.1.2.3
      plait.turn.eu-1.certificate = /etc/plait/tls/chain.pem
      plait.turn.eu-1.key = /etc/plait/tls/key.pem
      plait.turn.eu-1.denied-peers = 5.6.7.0/24
      plait.turn.eu-2.host = 9.9.9.9
      plait.turn.eu-2.tls-port = 0
      """;

  @TempDir Path folder;
  private Path settings;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    settings = Files.writeString(folder.resolve("plait.properties"), SETTINGS);
  }

  @Test
  void theFileIsReadableByItsOwnerOnlyAlsoWhereAnotherOneWas() throws IOException {
    Path file = Files.writeString(folder.resolve("turnserver.conf"), "an old one\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(run("--config", settings, "--node", "eu-1", "--output", file)).isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readAllLines(file))
        .contains(
            "realm=plait.example",
            "listening-ip=10.1.2.3",
            "external-ip=198.18.7.7",
            "tls-listening-port=443",
            "cert=/etc/plait/tls/chain.pem",
            "denied-peer-ip=5.6.7.0-5.6.7.255",
            "static-auth-secret=0123456789abcdef0123456789abcdef",
            "static-auth-secret=fedcba9876543210fedcba9876543210");
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("restart coturn").doesNotContain("0123456789abcdef");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void theHostIsDeniedWhereItIsAnAddressAndWhatIsNotKnownIsSaid() {
    assertThat(run("--config", settings, "--node", "eu-2")).isZero();

    assertThat(out.toString().lines()).contains("denied-peer-ip=9.9.9.9", "no-tls");
    assertThat(err.toString()).contains("plait.turn.eu-2.listen is not set");
  }

  @Test
  void theConfigurationOfEturnalIsYamlWithEveryRange() throws IOException {
    assertThat(run("--config", settings, "--node", "eu-1", "--target", "eturnal")).isZero();

    JsonNode eturnal = new YAMLMapper().readTree(out.toString()).get("eturnal");
    List<String> expected = new ArrayList<>();
    PeerRanges.ipv4().forEach(range -> expected.add(range.block().toString()));
    PeerRanges.ipv6().forEach(range -> expected.add(range.block().toString()));
    expected.addAll(List.of("10.1.2.3", "198.18.7.7", "5.6.7.0/24"));
    assertThat(texts(eturnal.get("blacklist_peers"))).containsExactlyElementsOf(expected);
    assertThat(texts(eturnal.get("secret")))
        .containsExactly("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    assertThat(eturnal.at("/listen/0/ip").textValue()).isEqualTo("10.1.2.3");
    assertThat(eturnal.at("/listen/2/transport").textValue()).isEqualTo("tls");
    assertThat(eturnal.at("/listen/2/port").intValue()).isEqualTo(443);
    assertThat(eturnal.get("relay_ipv4_addr").textValue()).isEqualTo("198.18.7.7");
    assertThat(eturnal.at("/modules/mod_stats_prometheus/ip").textValue()).isEqualTo("127.0.0.1");
    assertThat(eturnal.has("whitelist_peers")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plait.turn.eu-1.key = | plait.turn.eu-1.key: is needed for TLS at port 443",
        "plait.turn.eu-1.tcp-port = 80 | coturn takes UDP and TCP at one port",
        "plait.turn.eu-1.listen = eth0 | plait.turn.eu-1.listen: 'eth0' is not an IP address",
        "plait.turn.eu-1.listen = 1.2.3 | plait.turn.eu-1.listen: 1.2.3 is no IP address",
        "plait.turn.eu-1.denied-peers = 10.0.0.1/8 | plait.turn.eu-1.denied-peers: 10.0.0.1/8",
        "plait.turn.eu-1.key = key.pem | plait.turn.eu-1.key: must be an absolute path",
        "plait.turn.eu-1.relay-port-max = 2000 | plait.turn.eu-1.relay-port-max: is less than",
        "plait.turn.eu-1.run-as = a b | plait.turn.eu-1.run-as: must be the name of a user",
        "plait.turn.secret = short | plait.turn.secret: must be at least 32",
        "plait.turn.nodes = eu-1,eu-1 | plait.turn.nodes: has a name twice",
        "plait.turn.eu-2.host = turn.plait.example | plait.turn.nodes: has two nodes at one host",
        "plait.turn.eu-1.external = 5.4.3.2/fd00::1 | plait.turn.eu-1.external: 5.4.3.2/fd00::1 is",
        "plait.turn.eu-1.host = 1.2.3 | plait.turn.eu-1.host: must be",
      })
  void whatIsWrongIsNamedAndNothingIsWritten(String line, String problem) throws IOException {
    Files.writeString(settings, SETTINGS + line + "\n");
    Path file = folder.resolve("turnserver.conf");

    assertThat(run("--config", settings, "--node", "eu-1", "--output", file)).isOne();

    assertThat(err.toString()).contains(problem).doesNotContain("0123456789abcdef");
    assertThat(file).doesNotExist();
  }

  @Test
  void aNodeThatIsNotThereIsSaid() {
    assertThat(run("--config", settings, "--node", "eu-9")).isOne();
    assertThat(err.toString())
        .startsWith("plait.turn.nodes: has no node 'eu-9'; it has [eu-1, eu-2]");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    Path file = folder.resolve("missing").resolve("turnserver.conf");

    assertThat(run("--config", settings, "--node", "eu-1", "--output", file)).isOne();
    assertThat(err.toString()).startsWith("cannot write " + file);
  }

  @Test
  void wrongUsageIsTold() {
    assertThat(run("--config", settings)).isEqualTo(2);
    assertThat(run("--config", settings, "--node", "eu-1", "--target", "other")).isEqualTo(2);
    assertThat(err.toString()).contains("--node").contains("coturn, eturnal");
  }

  private int run(Object... arguments) {
    CommandLine command = TurnConfigMain.commandLine(Map.of());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    String[] texts = new String[arguments.length];
    for (int at = 0; at < texts.length; at++) {
      texts[at] = arguments[at].toString();
    }
    return command.execute(texts);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }
}
