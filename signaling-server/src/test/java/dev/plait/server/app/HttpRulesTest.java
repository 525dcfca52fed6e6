package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.ApiPage.Operation;
import dev.plait.server.app.TestNode.Answer;
import dev.plait.server.app.TestNode.User;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpRulesTest {
  private static final String PAGE_ORIGIN = "https://chat.example.org";
  private TestNode node;
  private User ada;

  @BeforeAll
  void start(@TempDir Path data) {
    node = TestNode.start(data, Map.of("plait.http.allowed-origins", PAGE_ORIGIN));
    ada = node.signUp("ada");
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void everyOperationOfThePageExists() {
    for (Operation operation : ApiPage.read().operations()) {
      String path =
          operation.path().replaceAll("\\{[a-z]+}", "00000000-0000-0000-0000-000000000000");
      Answer answer = node.call(operation.method(), path, null, null, Map.of());
      assertThat(answer.status())
          .as("%s", operation)
          .isNotIn(
              operation.isPublic()
                  ? new Object[] {404, 405, 500}
                  : new Object[] {404, 405, 200, 500});
    }
  }

  @Test
  void unknownPathsAndMethodsAreNamed() {
    assertThat(node.get(ada, "/v1/nothing").code()).isEqualTo("not-found");
    Answer method = node.call("PUT", "/v1/profile", ada.token(), "{}", Map.of());
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.headers()).containsEntry("allow", "GET, PATCH");
    assertThat(node.get(null, "/v1/connect").status()).isEqualTo(426);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "{\"handle\":}",
        "{\"handle\":\"a\",\"handle\":\"b\"}",
        "{} {}",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}"
      })
  void aMalformedBodyIsRefused(String body) {
    Answer answer = node.call("POST", "/v1/sessions/refresh", null, body, Map.of());
    assertThat(answer.code()).isEqualTo("malformed-body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "ISO-8859-1"})
  void aBodyThatIsNotUtf8IsRefused(String charset) throws Exception {
    byte[] body = "{\"refreshToken\":\"\u00e4\"}".getBytes(Charset.forName(charset));

    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(node.node().uri().resolve("/v1/sessions/refresh"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(body))
                    .build(),
                BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("malformed-body");
  }

  @Test
  void wrongTypesOfFieldsAreNamed() {
    Answer answer =
        node.call("POST", "/v1/sessions/refresh", null, "{\"refreshToken\":7}", Map.of());
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("detail")).contains("refreshToken");
  }

  @Test
  void anOversizedBodyIsRefused() {
    String body = "{\"refreshToken\":\"" + "x".repeat(70_000) + "\"}";
    assertThat(node.call("POST", "/v1/sessions/refresh", null, body, Map.of()).status())
        .isEqualTo(413);
    String longField = "{\"refreshToken\":\"" + "x".repeat(10_000) + "\"}";
    assertThat(node.call("POST", "/v1/sessions/refresh", null, longField, Map.of()).code())
        .isEqualTo("malformed-body");
  }

  @RepeatedTest(20)
  void whoIsStillSendingIsAnsweredToo() {
    String body = "x".repeat(900_000);

    assertThat(node.call("POST", "/v1/sessions/refresh", null, body, Map.of()).status())
        .isEqualTo(413);
    assertThat(node.call("PATCH", "/v1/profile", null, body, Map.of()).status()).isEqualTo(401);
  }

  @Test
  void anotherMediaTypeIsRefused() {
    Answer answer =
        node.call("POST", "/v1/sessions/refresh", null, "{}", Map.of("Content-Type", "text/plain"));
    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void onlyPagesOnTheListMayCall() {
    Answer allowed = node.call("GET", "/v1/time", null, null, Map.of("Origin", PAGE_ORIGIN));
    assertThat(allowed.status()).isEqualTo(200);
    assertThat(allowed.headers()).containsEntry("access-control-allow-origin", PAGE_ORIGIN);
    for (String origin : new String[] {"https://evil.example", "null", PAGE_ORIGIN + ".evil"}) {
      Answer denied = node.call("GET", "/v1/time", null, null, Map.of("Origin", origin));
      assertThat(denied.code()).isEqualTo("origin-not-allowed");
      assertThat(denied.headers()).doesNotContainKey("access-control-allow-origin");
    }
  }

  @Test
  void aPreflightTellsMethodsAndHeaders() {
    Answer answer = node.call("OPTIONS", "/v1/profile", null, null, Map.of("Origin", PAGE_ORIGIN));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers())
        .containsEntry("access-control-allow-methods", "GET, PATCH")
        .containsEntry(
            "access-control-allow-headers", "Authorization, Content-Type, If-None-Match");
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() {
    for (String path : new String[] {"/v1/time", "/v1/nothing", "/v1/profile"}) {
      assertThat(node.get(null, path).headers())
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("x-frame-options", "DENY")
          .containsEntry("cache-control", "no-store")
          .doesNotContainKey("server");
    }
  }

  @Test
  void metricsCountRequestsByTemplateNeverById() {
    node.get(ada, "/v1/accounts/by-handle/ada");
    var scrape = node.parts().services().metrics().scrape();
    assertThat(scrape).contains("path=\"/v1/accounts/by-handle/{handle}\"");
    assertThat(scrape).doesNotContain(ada.account());
  }

  @Test
  void aNodeIsAliveAndReady() {
    assertThat(node.get(null, "/healthz").status()).isEqualTo(200);
    assertThat(node.get(null, "/readyz").body().get("ready").asBoolean()).isTrue();
  }

  @Test
  void limitsAnswerWith429AndRetryAfter(@TempDir Path data) {
    Map<String, String> tight =
        Map.of(
            "plait.limits.sign-up-per-address-per-hour", "2",
            "plait.limits.wrong-passwords", "2",
            "plait.limits.lookup-per-account-per-minute", "2",
            "plait.limits.device-per-minute", "6");
    try (TestNode small = TestNode.start(data, tight)) {
      User one = small.signUp("one");
      small.signUp("two");
      assertLimited(
          small.post(
              null,
              "/v1/accounts",
              Map.of("handle", "three", "password", TestNode.PASSWORD, "deviceName", "x")));
      Map<String, String> guess =
          Map.of("handle", "two", "password", "guess guess", "deviceName", "x");
      assertThat(small.post(null, "/v1/sessions", guess).status()).isEqualTo(401);
      assertThat(small.post(null, "/v1/sessions", guess).status()).isEqualTo(401);
      assertLimited(small.post(null, "/v1/sessions", guess));
      small.get(one, "/v1/accounts/by-handle/two");
      small.get(one, "/v1/accounts/by-handle/two");
      assertLimited(small.get(one, "/v1/accounts/by-handle/two"));
      for (int i = 0; i < 3; i++) {
        assertThat(small.get(one, "/v1/profile").status()).isEqualTo(200);
      }
      assertLimited(small.get(one, "/v1/profile"));
    }
  }

  @Test
  void aFloodFromOneAddressIsCutOff(@TempDir Path data) {
    try (TestNode small =
        TestNode.start(
            data,
            Map.of(
                "plait.limits.address-per-minute", "5",
                "plait.http.trusted-proxies", "127.0.0.1"))) {
      Map<String, String> here = Map.of("X-Forwarded-For", "2001:db8:1:2::1");
      Map<String, String> sameNetwork = Map.of("X-Forwarded-For", "2001:db8:1:2:ffff::9");
      Map<String, String> elsewhere = Map.of("X-Forwarded-For", "2001:db8:1:3::1");
      for (int i = 0; i < 5; i++) {
        assertThat(small.call("GET", "/v1/time", null, null, here).status()).isEqualTo(200);
      }
      assertLimited(small.call("GET", "/v1/time", null, null, sameNetwork));
      assertThat(small.call("GET", "/v1/time", null, null, elsewhere).status()).isEqualTo(200);
    }
  }

  @Test
  void anUpgradeThatIsRefusedSaysWhyAsTheApiDoes(@TempDir Path data) throws IOException {
    try (TestNode small =
        TestNode.start(data, Map.of("plait.limits.connect-per-address-per-minute", "2"))) {
      URI uri = small.node().uri();
      assertThat(RawHttp.upgrade(uri, "localhost").lines())
          .contains("HTTP/1.1 426 Upgrade Required", "upgrade: websocket")
          .last()
          .asString()
          .contains("\"upgrade-required\"", "plait.v1");
      assertThat(RawHttp.upgrade(uri, "localhost", "Origin: https://evil.example").body())
          .contains("\"origin-not-allowed\"");
      RawHttp.upgrade(uri, "localhost");
      assertThat(RawHttp.upgrade(uri, "localhost").lines())
          .contains("HTTP/1.1 429 Too Many Requests")
          .anyMatch(line -> line.startsWith("retry-after: "))
          .last()
          .asString()
          .contains("\"rate-limited\"");
    }
  }

  @Test
  void aDatabaseThatDoesNotAnswerTurnsReadinessRedUntilItDoes(@TempDir Path data)
      throws SQLException {
    try (TestNode broken = TestNode.start(data, Map.of("plait.database.pool-size", "2"))) {
      User one = broken.signUp("one");
      try (Connection held = broken.parts().queues().dataSource().getConnection();
          Connection heldToo = broken.parts().queues().dataSource().getConnection()) {
        assertThat(held).isNotSameAs(heldToo);
        Answer notReady = broken.get(null, "/readyz");
        assertThat(notReady.status()).isEqualTo(503);
        assertThat(notReady.headers()).containsKey("retry-after");
        assertThat(broken.get(null, "/healthz").status()).isEqualTo(200);
        assertThat(broken.get(one, "/v1/devices").code()).isEqualTo("unavailable");
      }
      assertThat(broken.get(null, "/readyz").status()).isEqualTo(200);
      assertThat(broken.get(one, "/v1/devices").status()).isEqualTo(200);
    }
  }

  @Test
  void aFloodOfSignInsIsToldToComeBackAndLeavesTheRestAnswered(@TempDir Path data)
      throws Exception {
    Map<String, String> oneSlowHash =
        Map.of(
            "plait.password.memory-kib", "65536",
            "plait.password.iterations", "3",
            "plait.password.concurrency", "1",
            "plait.limits.sign-in-per-address-per-minute", "1000");
    try (TestNode small = TestNode.start(data, oneSlowHash);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Answer> signIn =
          () ->
              small.post(
                  null,
                  "/v1/sessions",
                  Map.of("handle", "nobody", "password", "x", "deviceName", "x"));
      var flood = Stream.generate(() -> threads.submit(signIn)).limit(120).toList();
      assertThat(small.get(null, "/v1/time").status()).isEqualTo(200);
      assertThat(small.get(null, "/readyz").status()).isEqualTo(200);
      int busy = 0;
      for (var call : flood) {
        Answer answer = call.get();
        if (answer.status() == 503) {
          busy++;
          assertThat(answer.code()).isEqualTo("busy");
          assertThat(answer.headers()).containsKey("retry-after");
        } else {
          assertThat(answer.status()).isEqualTo(401);
        }
      }
      assertThat(busy).isPositive();
    }
  }

  private static void assertLimited(Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.headers().getOrDefault("retry-after", "0"))).isPositive();
  }
}
