package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.app.Main;
import dev.plait.tests.scenario.NodeHere;
import dev.plait.turn.probe.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs and TLS: a node that has signed its certificate itself, and servers in the open. */
class TlsProgramsTest {
  private static final Pattern LISTENING =
      Pattern.compile("plait is listening on (https://127\\.0\\.0\\.[12]:[0-9]+)");

  @TempDir Path folder;

  @Test
  void programsTalkByANodeThatHasSignedItselfWhenTheyAreGivenItsCertificate() throws Exception {
    try (Program node = selfSigned()) {
      node.awaitOutput("--trust FILE");
      assertThat(node.output())
          .contains("browsers will warn", "https://localhost")
          .containsPattern("([0-9A-F]{2}:){31}[0-9A-F]{2}");
      URI server = listening(node);
      String[] trusting = {"--trust", folder.resolve("node/tls/certificate.pem").toString()};

      try (Program listener =
          run("listen", "grace", server, with(trusting, "--accept", "--json"))) {
        listener.awaitOutput("\"online\"");
        try (Program doctor = run("doctor", "grace-unknown", server, trusting)) {
          doctor.awaitEnd();
          assertThat(doctor.output()).contains("ok       server", "ok       websocket");
        }
        try (Program sender =
            run("send", "ada", server, with(trusting, "--to", "grace", "hello"))) {
          assertThat(sender.awaitEnd()).as(sender.errors()).isZero();
        }
        listener.awaitOutput("hello");
      }
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefusedInWords() throws Exception {
    try (Program node = selfSigned()) {
      node.awaitOutput("--trust FILE");
      try (Program sender = run("send", "ada", listening(node), "--to", "grace", "hello")) {
        assertThat(sender.awaitEnd()).isEqualTo(1);
        assertThat(sender.errors()).contains("is not trusted here", "--trust FILE");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "listen", "chat", "doctor"})
  void aCertificateForAnotherHostIsRefusedAlthoughItsAuthorityIsTrusted(String command)
      throws Exception {
    TestCertificates authority = new TestCertificates(folder);
    authority.issue("right", "IP:127.0.0.1", "-days 30");
    authority.issue("wrong", "DNS:elsewhere.example,IP:127.0.0.2", "-days 30");
    String[] trusting = {"--trust", folder.resolve("ca.pem").toString()};
    String[] more = command.equals("send") ? with(trusting, "--to", "grace", "hello") : trusting;
    try (NodeHere right = shows("right");
        Program sender =
            run("send", "grace", right.uri(), with(trusting, "--to", "ada", "hello"))) {
      // Refused by the node, which it reaches then: there is no ada.
      assertThat(sender.awaitEnd()).isEqualTo(1);
      assertThat(sender.errors()).contains("ada").doesNotContain("not trusted");
    }
    try (NodeHere wrong = shows("wrong");
        Program program = run(command, "ada", wrong.uri(), more)) {
      assertThat(program.awaitEnd()).isNotZero();
      assertThat(program.errors() + program.output())
          .containsAnyOf("is not trusted here", "is for another name");
    }
  }

  @Test
  void aCertificateThatHasSignedItselfIsGoodForItsOwnHostsOnly() throws Exception {
    try (Program node = selfSigned("127.0.0.2")) {
      node.awaitOutput("--trust FILE");
      URI server = listening(node);
      assertThat(server).hasHost("127.0.0.2");
      String trusted = folder.resolve("node/tls/certificate.pem").toString();
      try (Program sender =
          run("send", "ada", server, "--trust", trusted, "--to", "grace", "hello")) {
        assertThat(sender.awaitEnd()).isEqualTo(1);
        assertThat(sender.errors()).contains("is not trusted here");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "listen", "chat", "doctor"})
  void aServerInTheOpenIsWrongUse(String command) throws Exception {
    String[] more =
        command.equals("send") ? new String[] {"--to", "grace", "hello"} : new String[0];
    try (Program program = run(command, "ada", URI.create("http://192.0.2.1:8787"), more)) {
      assertThat(program.awaitEnd()).isEqualTo(2);
      assertThat(program.errors())
          .contains("'http://192.0.2.1:8787' is not encrypted", "https://", "--insecure-http");
    }
    assertThat(folder.resolve("ada")).doesNotExist();
  }

  @Test
  void whoInsistsMayTalkInTheOpen() throws Exception {
    try (NodeHere node = NodeHere.start(folder);
        // The node stands in for a proxy, so that nothing leaves this machine.
        Program doctor =
            Program.start(
                Main.class,
                folder,
                Map.of("HTTP_PROXY", node.uri().toString()),
                List.of("doctor", "--server", "http://chat.example.org", "--insecure-http"))) {
      assertThat(doctor.awaitEnd()).as(doctor.output()).isZero();
      assertThat(doctor.output()).contains("ok       node");
    }
  }

  private NodeHere shows(String certificate) throws IOException {
    return NodeHere.start(
        folder.resolve(certificate),
        Map.of(
            "plait.http.certificate", folder.resolve(certificate + ".pem").toString(),
            "plait.http.key", folder.resolve(certificate + ".key").toString()));
  }

  private Program selfSigned() throws IOException {
    return selfSigned("127.0.0.1");
  }

  private Program selfSigned(String host) throws IOException {
    return Program.start(
        dev.plait.server.app.Main.class,
        folder,
        Map.of(
            "PLAIT_HTTP_HOST", host,
            "PLAIT_PASSWORD_MEMORY_KIB", "64",
            "PLAIT_PASSWORD_ITERATIONS", "1"),
        List.of(
            "up", "--tls-self-signed", "--port", "0", "--data", folder.resolve("node").toString()));
  }

  private static URI listening(Program node) {
    Matcher found = LISTENING.matcher(node.output());
    assertThat(found.find()).as(node.output()).isTrue();
    return URI.create(found.group(1));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Program run(String command, String who, URI server, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command, "--user", who));
    if (!command.equals("doctor")) {
      arguments.add("--sign-up");
    }
    arguments.addAll(List.of("--server", server.toString()));
    arguments.addAll(List.of("--data", folder.resolve(who).toString()));
    arguments.addAll(List.of(more));
    return Program.start(
        Main.class, folder, Map.of("PLAIT_PASSWORD", "a password of " + who), arguments);
  }
}
