package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit lines that a node really writes, of requests that somebody really makes. */
class AuditTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "plait.http.trusted-proxies", "127.0.0.1",
          "plait.limits.wrong-passwords", "2",
          "plait.limits.sign-up-per-address-per-hour", "3");

  private final TestClock clock = new TestClock();
  private TestNode node;

  @BeforeEach
  void start(@TempDir Path data) {
    node = TestNode.start(data, SETTINGS, clock);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aLineOfTextSaysWhatWhoWhereAndWithWhatOutcome() {
    try (WrittenLog log = WrittenLog.as("text", "error")) {
      User ada = node.signUp("ada");

      assertThat(log.audit()).hasSize(1);
      assertThat(log.audit().getFirst())
          .matches(
              "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z INFO  plait\\.audit - audit event=sign-up outcome=done"
                  + " account=%s device=%s network=127\\.0\\.0\\.1"
                      .formatted(ada.account(), ada.device()));
    }
  }

  @Test
  void signInsThatGoWellFailAndAreRefusedAreTold() throws IOException {
    User ada = node.signUp("ada");
    try (WrittenLog log = WrittenLog.as("json")) {
      signIn("ada", TestNode.PASSWORD, ada.device());
      signIn("ada", "wrong horse battery", ada.device());
      signIn("nobody", "wrong horse battery", ada.device());
      signIn("ada", TestNode.PASSWORD, UUID.randomUUID().toString());
      signIn("ada", "wrong horse battery", ada.device());
      signIn("ada", "wrong horse battery", ada.device());
      signIn("ada", TestNode.PASSWORD, ada.device());
      node.post(null, "/v1/sessions", Map.of("handle", "\u001b[2J"));

      assertThat(events(log))
          .containsExactly(
              event("sign-in", "done", ada.account(), ada.device(), null),
              event("sign-in", "bad-credentials", ada.account(), null, null),
              event("sign-in", "bad-credentials", null, null, null),
              event("sign-in", "no-such-device", ada.account(), null, null),
              event("sign-in", "bad-credentials", ada.account(), null, null),
              event("sign-in", "bad-credentials", ada.account(), null, null),
              event("sign-in", "rate-limited", ada.account(), null, null),
              event("sign-in", "invalid-field", null, null, null));
      assertThat(log.text()).doesNotContain("horse", "nobody");
    }
  }

  @Test
  void whatHappensToAnAccountIsTold() throws IOException {
    User ada = node.signUp("ada");
    User bob = node.signUp("bob");
    User eve = node.signUp("eve");
    String conversation =
        node.post(
                ada,
                "/v1/conversations",
                Map.of("kind", "direct", "members", List.of(bob.account())))
            .text("conversation");
    try (WrittenLog log = WrittenLog.as("json")) {
      node.post(ada, "/v1/password", Map.of("old", "wrong horse", "new", "another horse battery"));
      node.post(
          ada, "/v1/password", Map.of("old", TestNode.PASSWORD, "new", "another horse battery"));
      node.patch(ada, "/v1/devices/" + ada.device(), Map.of("name", "desk"));
      node.post(bob, "/v1/conversations/" + conversation + "/block", Map.of());
      node.delete(bob, "/v1/blocks/" + ada.account());
      node.delete(ada, "/v1/devices/" + bob.device());
      node.delete(ada, "/v1/devices/" + ada.device());
      node.delete(ada, "/v1/devices/no-id");
      node.delete(bob, "/v1/sessions/current");
      node.delete(eve, "/v1/sessions");

      assertThat(events(log))
          .containsExactly(
              event("password", "bad-credentials", ada.account(), ada.device(), null),
              event("password", "done", ada.account(), ada.device(), null),
              event("device-rename", "done", ada.account(), ada.device(), ada.device()),
              event("block", "done", bob.account(), bob.device(), conversation),
              event("unblock", "done", bob.account(), bob.device(), ada.account()),
              event("device-revoke", "not-found", ada.account(), ada.device(), bob.device()),
              event("device-revoke", "done", ada.account(), ada.device(), ada.device()),
              event("device-revoke", "unauthenticated", null, null, null),
              event("sign-out", "done", bob.account(), bob.device(), null),
              event("sign-out-everywhere", "done", eve.account(), eve.device(), null));
    }
  }

  @Test
  void aRefreshIsToldWhenItIsRefused() throws IOException {
    User ada = node.signUp("ada");
    try (WrittenLog log = WrittenLog.as("json")) {
      refresh(ada.refreshToken());
      clock.advance(Duration.ofMinutes(2));
      refresh(ada.refreshToken());
      refresh("plait-refresh-planted");

      assertThat(events(log))
          .containsExactly(
              event("refresh", "refresh-token-reused", ada.account(), ada.device(), null),
              event("refresh", "bad-refresh-token", null, null, null));
      assertThat(log.lines()).as("each once").hasSize(2);
      assertThat(log.text()).doesNotContain("plait-refresh-");
    }
  }

  @Test
  void aSignInThatEndsByItselfIsToldOnceAndHasNoNetwork() throws IOException {
    User ada = node.signUp("ada");
    try (WrittenLog log = WrittenLog.as("json")) {
      clock.advance(Duration.ofDays(61));
      node.parts().services().signOuts().endExpired();
      await().until(() -> !log.audit().isEmpty()); // the node looks by itself, too

      assertThat(log.lines()).hasSize(1);
      JsonNode line = new JsonMapper().readTree(log.lines().getFirst());
      assertThat(fields(line))
          .isEqualTo(event("sign-in-end", "expired", ada.account(), ada.device(), null));
      assertThat(line.has("network")).isFalse();
    }
  }

  @Test
  void theFirstSignInByAnOutsideIssuerIsASignUp(@TempDir Path elsewhere) throws Exception {
    try (OutsideIssuer issuer = new OutsideIssuer();
        TestNode trusting = TestNode.start(elsewhere, issuer.settings());
        WrittenLog log = WrittenLog.as("json")) {
      trusting.signUp("taken");
      signInOutside(trusting, issuer, "taken");
      Answer first = signInOutside(trusting, issuer, "ada");
      Answer second = signInOutside(trusting, issuer, "ada");
      trusting.post(null, "/v1/sessions", Map.of("idToken", "x", "deviceName", "laptop"));

      assertThat(events(log).subList(1, 5))
          .containsExactly(
              event("sign-up", "handle-taken", null, null, null),
              event("sign-up", "done", first.text("account"), first.text("device"), null),
              event("sign-in", "done", first.text("account"), second.text("device"), null),
              event("sign-in", "bad-outside-token", null, null, null));
    }
  }

  @Test
  void aSignUpThatIsRefusedIsTold() throws IOException {
    node.signUp("ada");
    try (WrittenLog log = WrittenLog.as("json")) {
      signUp("ada", "203.0.113.7");
      signUp("x", "203.0.113.7");
      signUp("bob", "203.0.113.7");
      signUp("eve", "203.0.113.7");
      signUp("mallory", "203.0.113.7");

      assertThat(events(log))
          .extracting(event -> event.get("outcome"))
          .containsExactly("handle-taken", "invalid-field", "done", "done", "rate-limited");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 20010db800010002::/64",
    "<planted>, 127.0.0.1"
  })
  void theNetworkIsWhatLimitsCountBy(String client, String network) throws IOException {
    try (WrittenLog log = WrittenLog.as("json")) {
      signUp("ada", client);
      JsonNode line = new JsonMapper().readTree(log.audit().getFirst());
      assertThat(line.get("network").textValue()).isEqualTo(network);
    }
  }

  private void signIn(String handle, String password, String device) {
    node.post(
        null, "/v1/sessions", Map.of("handle", handle, "password", password, "device", device));
  }

  private static Answer signInOutside(TestNode at, OutsideIssuer issuer, String handle)
      throws JOSEException {
    String token = issuer.sign(issuer.claims("subject-1"));
    return at.post(
        null, "/v1/sessions", Map.of("idToken", token, "handle", handle, "deviceName", "laptop"));
  }

  private void refresh(String token) {
    node.post(null, "/v1/sessions/refresh", Map.of("refreshToken", token));
  }

  private void signUp(String handle, String client) {
    node.call(
        "POST",
        "/v1/accounts",
        null,
        TestNode.json(
            Map.of("handle", handle, "password", TestNode.PASSWORD, "deviceName", "laptop")),
        Map.of("X-Forwarded-For", client));
  }

  private static Map<String, String> event(
      String event,
      String outcome,
      @Nullable String account,
      @Nullable String device,
      @Nullable String target) {
    Map<String, String> fields = new HashMap<>(Map.of("event", event, "outcome", outcome));
    putIfThere(fields, "account", account);
    putIfThere(fields, "device", device);
    putIfThere(fields, "target", target);
    return fields;
  }

  private static void putIfThere(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  /** The fields of each audit line, but for the network, which all have. */
  private static List<Map<String, String>> events(WrittenLog log) throws IOException {
    JsonMapper json = new JsonMapper();
    List<Map<String, String>> events = new java.util.ArrayList<>();
    for (String line : log.audit()) {
      JsonNode tree = json.readTree(line);
      assertThat(tree.get("network").textValue()).isNotEmpty();
      events.add(fields(tree));
    }
    return events;
  }

  private static Map<String, String> fields(JsonNode line) {
    Map<String, String> fields = new HashMap<>();
    for (String name : List.of("event", "outcome", "account", "device", "target")) {
      putIfThere(fields, name, line.path(name).textValue());
    }
    return fields;
  }
}
