package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import dev.plait.turn.config.GeneratedCoturn;
import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.probe.Coturn;
import dev.plait.turn.probe.TurnProbe;
import dev.plait.turn.probe.TurnUrl;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /v1/ice-servers} of a real node with real TURN servers. */
class IceServersTest {
  private static final String OLD = "0123456789abcdef0123456789abcdef";
  private static final String NEW = "fedcba9876543210fedcba9876543210";
  private static final List<String> BAD_RTTS =
      List.of(
          "",
          "eu",
          "eu:",
          "eu:1,",
          ",eu:1",
          "eu:-1",
          "eu:60001",
          "eu:1.5",
          "EU:1",
          "eu:1,eu:2",
          "e u:1",
          "a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:1,j:1,k:1,l:1,m:1,n:1,o:1,p:1,q:1");
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void aTurnServerThatDiesIsNotOfferedUntilItIsBack() throws IOException {
    int eu = Coturn.freePort();
    int us = Coturn.freePort();
    try (Coturn _ = coturn(us, OLD);
        TestNode node = node(OLD, Map.of("eu", eu, "us", us))) {
      User ada = node.signUp("ada");
      try (Coturn dying = coturn(eu, OLD)) {
        await("both are offered, the nearest first")
            .atMost(SOON)
            .until(() -> regions(node, ada), List.of("eu", "us")::equals);
        await("both are to be measured")
            .atMost(SOON)
            .until(() -> measured(node, ada), List.of("eu", "us")::equals);
        dying.kill();
        await("the dead one is not offered")
            .atMost(SOON)
            .until(() -> regions(node, ada), List.of("us")::equals);
      }
      assertThat(measured(node, ada)).as("nothing to choose").isEmpty();
      assertThat(node.get(null, "/readyz").status()).isEqualTo(200);
      assertThat(healthy(node, "eu")).isZero();
      assertThat(healthy(node, "us")).isOne();

      try (Coturn _ = coturn(eu, OLD)) {
        await("it is offered again")
            .atMost(SOON)
            .until(() -> regions(node, ada), List.of("eu", "us")::equals);
        assertThat(healthy(node, "eu")).isOne();
      }
    }
  }

  @Test
  void aTransportThatDoesNotWorkIsNotOffered() throws IOException {
    int port = Coturn.freePort();
    int closed = Coturn.freePort();
    try (Coturn _ = coturn(port, OLD);
        TestNode node =
            node(OLD, Map.of("eu", port), Map.of("plait.turn.eu.tcp-port", "" + closed))) {
      User ada = node.signUp("ada");
      await("only UDP is offered")
          .atMost(SOON)
          .until(
              () -> urls(node, ada), List.of("turn:127.0.0.1:" + port + "?transport=udp")::equals);
      assertThat(healthy(node, "eu")).isOne();
    }
  }

  @Test
  void aCredentialLivesAsLongAsTheSettingsSayAndTheTurnServerTakesIt() throws IOException {
    int port = Coturn.freePort();
    try (Coturn _ = coturn(port, OLD);
        TestNode node = node(OLD, Map.of("eu", port), Map.of("plait.turn.lifetime-s", "60"))) {
      long nowMs = System.currentTimeMillis();
      Answer answer = node.get(node.signUp("ada"), "/v1/ice-servers");

      assertThat(answer.body().get("expiresAtMs").longValue())
          .isBetween(nowMs + 58_000, nowMs + 75_000);
      assertThat(answer.headers()).containsEntry("cache-control", "no-store");
      assertThat(allocate(answer)).isInstanceOf(TurnProbe.Reached.class);
    }
  }

  /**
   * docs/operations.md, "Changing the secret", step by step; every credential out there is tried.
   */
  @Test
  void noClientIsRefusedAtAnyTimeWhileTheSecretChanges() throws IOException {
    int port = Coturn.freePort();
    Answer first;
    try (Coturn _ = coturn(port, OLD);
        TestNode node = node(OLD, Map.of("eu", port), "before")) {
      first = node.get(node.signUp("ada"), "/v1/ice-servers");
      assertThat(allocate(first)).isInstanceOf(TurnProbe.Reached.class);
    }
    Answer second;
    Answer third;
    try (Coturn _ = coturn(port, OLD, NEW)) {
      try (TestNode node = node(OLD + "," + NEW, Map.of("eu", port), "old")) {
        second = node.get(node.signUp("ada"), "/v1/ice-servers");
      }
      try (TestNode node = node(NEW + "," + OLD, Map.of("eu", port), "new")) {
        third = node.get(node.signUp("ada"), "/v1/ice-servers");
      }
      assertThat(List.of(first, second, third))
          .allSatisfy(it -> assertThat(allocate(it)).isInstanceOf(TurnProbe.Reached.class));
    }
    try (Coturn _ = coturn(port, NEW);
        TestNode node = node(NEW, Map.of("eu", port), "after")) {
      Answer fourth = node.get(node.signUp("ada"), "/v1/ice-servers");
      assertThat(List.of(third, fourth))
          .allSatisfy(it -> assertThat(allocate(it)).isInstanceOf(TurnProbe.Reached.class));
      assertThat(allocate(first)).as("the old secret is gone").isInstanceOf(TurnProbe.Failed.class);
    }
  }

  @Test
  void badRoundTripsAreRefusedAndGoodOnesAreNot() {
    try (TestNode node = TestNode.start(folder, Map.of())) {
      User ada = node.signUp("ada");
      assertThat(BAD_RTTS)
          .allSatisfy(
              rtt -> {
                String encoded = URLEncoder.encode(rtt, StandardCharsets.UTF_8);
                Answer answer = node.get(ada, "/v1/ice-servers?rtt=" + encoded);
                assertThat(answer.status()).isEqualTo(422);
                assertThat(answer.code()).isEqualTo("invalid-field");
                assertThat(answer.text("detail")).startsWith("rtt: ");
              });
      assertThat(List.of("rtt=eu:1&rtt=us:2", "rtt=%ff%fe:1"))
          .allSatisfy(
              query ->
                  assertThat(node.get(ada, "/v1/ice-servers?" + query).status()).isEqualTo(422));
      assertThat(List.of("rtt=eu:0,unknown:60000", "rtt=eu%3A1", "other=1"))
          .allSatisfy(
              query ->
                  assertThat(node.get(ada, "/v1/ice-servers?" + query).status()).isEqualTo(200));
    }
  }

  private Coturn coturn(int port, String... secrets) throws IOException {
    return GeneratedCoturn.start(folder, GeneratedCoturn.settings(port, List.of(secrets)));
  }

  private TestNode node(String secret, Map<String, Integer> portByRegion) {
    return node(secret, portByRegion, Map.of());
  }

  private TestNode node(
      String secret, Map<String, Integer> portByRegion, Map<String, String> others) {
    return node(secret, portByRegion, others, "node");
  }

  private TestNode node(String secret, Map<String, Integer> portByRegion, String data) {
    return node(secret, portByRegion, Map.of(), data);
  }

  /** One TURN server for each region, with the region's name. */
  private TestNode node(
      String secret, Map<String, Integer> portByRegion, Map<String, String> others, String data) {
    Map<String, String> settings = new HashMap<>();
    settings.put("plait.turn.nodes", String.join(",", portByRegion.keySet()));
    settings.put("plait.turn.secret", secret);
    settings.put("plait.turn.probe-every-s", "1");
    portByRegion.forEach(
        (region, port) -> {
          String prefix = "plait.turn." + region + ".";
          settings.put(prefix + "host", "127.0.0.1");
          settings.put(prefix + "region", region);
          settings.put(prefix + "udp-port", "" + port);
          settings.put(prefix + "tcp-port", "" + port);
          settings.put(prefix + "tls-port", "0");
        });
    settings.putAll(others);
    return TestNode.start(folder.resolve(data), settings);
  }

  private static List<String> regions(TestNode node, User user) {
    return texts(
        node.get(user, "/v1/ice-servers?rtt=eu:10,us:90").body().get("iceServers"), "region");
  }

  private static List<String> measured(TestNode node, User user) {
    return texts(node.get(user, "/v1/ice-servers").body().get("regions"), "region").stream()
        .sorted()
        .toList();
  }

  private static List<String> urls(TestNode node, User user) {
    JsonNode urls = node.get(user, "/v1/ice-servers").body().at("/iceServers/0/urls");
    return StreamSupport.stream(urls.spliterator(), false).map(JsonNode::textValue).toList();
  }

  private static List<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(element -> element.get(field).textValue())
        .toList();
  }

  private static double healthy(TestNode node, String name) {
    return node.parts()
        .services()
        .metrics()
        .registry()
        .get("plait.turn.node.healthy")
        .tag("node", name)
        .gauge()
        .value();
  }

  private static TurnProbe.Result allocate(Answer answer) {
    JsonNode server = answer.body().at("/iceServers/0");
    TurnCredential credential =
        new TurnCredential(
            server.get("username").textValue(),
            server.get("credential").textValue(),
            answer.body().get("expiresAtMs").longValue());
    return TurnProbe.allocate(TurnUrl.parse(server.at("/urls/0").textValue()), credential, SOON);
  }
}
