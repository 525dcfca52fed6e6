package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.app.TestNode.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshCookieTest {
  private static final String LISTED = "https://chat.example.org";
  private static final String REFRESH = "/v1/sessions/refresh";

  private final TestClock clock = new TestClock();
  private TestNode node;

  @BeforeAll
  void start(@TempDir Path data) {
    node = TestNode.start(data, Map.of("plait.http.allowed-origins", LISTED), clock);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  /** What a browser does with cookies: keeps them by name, drops those that expired. */
  private final class Browser {
    final Map<String, String> jar = new LinkedHashMap<>();
    final Map<String, String> headers = new HashMap<>();

    Answer post(String path, Map<String, ?> body) {
      return taken(node.call("POST", path, null, TestNode.json(body), headersFor(path)));
    }

    Answer delete(String path, String token) {
      return taken(node.call("DELETE", path, token, null, headersFor(path)));
    }

    private Map<String, String> headersFor(String path) {
      Map<String, String> all = new HashMap<>(headers);
      if (path.equals(REFRESH) && !jar.isEmpty()) {
        all.put(
            "Cookie",
            jar.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; ")));
      }
      return all;
    }

    private Answer taken(Answer answer) {
      for (String cookie : refreshCookies(answer)) {
        String[] pair = cookie.replaceFirst(";.*", "").split("=", 2);
        assertThat(cookie).contains("Path=" + REFRESH, "HttpOnly", "SameSite=Strict");
        if (cookie.contains("Expires=Thu, 01 Jan 1970")) {
          jar.remove(pair[0]);
        } else {
          jar.put(pair[0], pair[1]);
        }
      }
      return answer;
    }

    Answer signUp(String handle) {
      return post("/v1/accounts", credentials(handle, "deviceName", "browser"));
    }

    Answer refresh(@Nullable String device) {
      return post(REFRESH, device == null ? Map.of() : Map.of("device", device));
    }
  }

  private static List<String> refreshCookies(Answer answer) {
    return answer.cookies().stream().filter(cookie -> cookie.contains("plait-refresh-")).toList();
  }

  private static Map<String, String> credentials(String handle, String field, String value) {
    return Map.of(
        "handle", handle, "password", TestNode.PASSWORD, field, value, "refreshIn", "cookie");
  }

  @Test
  void theRefreshTokenIsInTheCookieAndNowhereElse() {
    Browser browser = new Browser();
    Answer signedUp = browser.signUp("cook");
    String name = "plait-refresh-" + signedUp.text("device");

    assertThat(signedUp.body().has("refreshToken")).isFalse();
    assertThat(refreshCookies(signedUp)).hasSize(1);
    assertThat(refreshCookies(signedUp).getFirst())
        .startsWith(name + "=plait-refresh-")
        .contains("Max-Age=" + Duration.ofDays(60).toSeconds())
        .doesNotContain("Secure", "Domain");
    String first = browser.jar.get(name);

    Answer refreshed = browser.refresh(signedUp.text("device"));

    assertThat(refreshed.status()).isEqualTo(200);
    assertThat(refreshed.body().has("refreshToken")).isFalse();
    assertThat(refreshed.text("device")).isEqualTo(signedUp.text("device"));
    assertThat(browser.jar).containsOnlyKeys(name).doesNotContainValue(first);
    assertThat(profile(refreshed)).isEqualTo(200);
    assertThat(browser.refresh(null).status()).isEqualTo(200);
  }

  @Test
  void signingInAgainAsTheSameDeviceReplacesItsCookie() {
    Browser browser = new Browser();
    String device = browser.signUp("again").text("device");
    String first = browser.jar.get("plait-refresh-" + device);

    Answer signedIn = browser.post("/v1/sessions", credentials("again", "device", device));

    assertThat(signedIn.status()).isEqualTo(200);
    assertThat(signedIn.body().has("refreshToken")).isFalse();
    assertThat(browser.jar).containsOnlyKeys("plait-refresh-" + device).doesNotContainValue(first);
    assertThat(browser.refresh(device).status()).isEqualTo(200);
  }

  @Test
  void behindAPathTheCookieGoesToTheRefreshBelowIt(@TempDir Path data) {
    try (TestNode behind = TestNode.start(data, Map.of("plait.http.path", "/a/chat"))) {
      Answer signedUp =
          behind.post(
              null,
              "/v1/accounts",
              Map.of(
                  "handle",
                  "behind",
                  "password",
                  TestNode.PASSWORD,
                  "deviceName",
                  "x",
                  "refreshIn",
                  "cookie"));

      assertThat(signedUp.cookies().getFirst()).contains("Path=/a/chat" + REFRESH + ";");
    }
  }

  @Test
  void whoDoesNotAskForACookieGetsNone() {
    Answer answer =
        node.post(
            null,
            "/v1/accounts",
            Map.of("handle", "plain", "password", TestNode.PASSWORD, "deviceName", "x"));
    assertThat(answer.cookies()).isEmpty();
    Answer refreshed =
        node.post(null, REFRESH, Map.of("refreshToken", answer.text("refreshToken")));
    assertThat(refreshed.cookies()).isEmpty();
    assertThat(refreshed.text("refreshToken")).isNotEmpty();
    Map<String, String> wrong = new HashMap<>(credentials("plain", "deviceName", "x"));
    wrong.put("refreshIn", "header");
    assertThat(node.post(null, "/v1/sessions", wrong).text("detail")).contains("refreshIn");
  }

  @Test
  void twoAccountsInOneBrowserHaveACookieEach() {
    Browser browser = new Browser();
    String ada = browser.signUp("tab-ada").text("device");
    String grace = browser.signUp("tab-grace").text("device");
    assertThat(browser.jar).hasSize(2);

    assertThat(browser.refresh(ada).text("device")).isEqualTo(ada);
    assertThat(browser.refresh(grace).text("device")).isEqualTo(grace);
    Answer whichOne = browser.refresh(null);
    assertThat(whichOne.status()).isEqualTo(422);
    assertThat(whichOne.text("detail")).contains("device");
    assertThat(browser.jar).hasSize(2);
  }

  @Test
  void theOldestOfMoreThanEightCookiesGo() {
    Browser browser = new Browser();
    String first = browser.signUp("nine-1").text("device");
    String second = browser.signUp("nine-2").text("device");
    for (int i = 3; i <= 10; i++) {
      browser.signUp("nine-" + i);
    }
    assertThat(browser.jar).hasSize(10);

    assertThat(browser.refresh(second).status()).isEqualTo(200);

    assertThat(browser.jar)
        .hasSize(8)
        .doesNotContainKey("plait-refresh-" + first)
        .containsKey("plait-refresh-" + second);
  }

  @Test
  void signingOutClearsTheCookieOfThatDeviceOnly() {
    Browser browser = new Browser();
    Answer ada = browser.signUp("out-ada");
    Answer grace = browser.signUp("out-grace");

    Answer out = browser.delete("/v1/sessions/current", ada.text("accessToken"));

    assertThat(out.status()).isEqualTo(204);
    assertThat(browser.jar).containsOnlyKeys("plait-refresh-" + grace.text("device"));
    String device = grace.text("device");
    browser.delete("/v1/devices/" + device, grace.text("accessToken"));
    assertThat(browser.jar).isEmpty();
    assertThat(browser.refresh(device).code()).isEqualTo("bad-refresh-token");
  }

  @Test
  void removingAnotherDeviceLeavesTheCookieAlone() {
    Browser browser = new Browser();
    Answer here = browser.signUp("two-of-me");
    Answer phone =
        node.post(
            null,
            "/v1/sessions",
            Map.of("handle", "two-of-me", "password", TestNode.PASSWORD, "deviceName", "phone"));
    Answer removed =
        browser.delete("/v1/devices/" + phone.text("device"), here.text("accessToken"));
    assertThat(removed.status()).isEqualTo(204);
    assertThat(browser.jar).hasSize(1);
  }

  @Test
  void aLostAnswerIsAskedForAgainWithTheOldCookie() {
    Browser browser = new Browser();
    String device = browser.signUp("lost").text("device");
    Map<String, String> before = Map.copyOf(browser.jar);
    browser.refresh(device);
    Map<String, String> after = Map.copyOf(browser.jar);
    browser.jar.putAll(before);
    clock.advance(Duration.ofSeconds(59));

    assertThat(browser.refresh(device).status()).isEqualTo(200);

    assertThat(browser.jar).isEqualTo(after);
  }

  @Test
  void aCookieThatWasUsedBeforeSignsTheDeviceOutAndIsCleared() {
    Browser browser = new Browser();
    Answer signedUp = browser.signUp("robbed");
    String device = signedUp.text("device");
    Map<String, String> stolen = Map.copyOf(browser.jar);
    browser.refresh(device);
    Answer last = browser.refresh(device);
    Browser thief = new Browser();
    thief.jar.putAll(stolen);

    assertThat(thief.refresh(device).code()).isEqualTo("refresh-token-reused");

    assertThat(thief.jar).isEmpty();
    assertThat(profile(last)).isEqualTo(401);
    assertThat(browser.refresh(device).code()).isEqualTo("bad-refresh-token");
    assertThat(browser.jar).isEmpty();
  }

  @Test
  void aTokenUnderTheNameOfAnotherDeviceIsRefusedAndNotUsedUp() {
    Browser browser = new Browser();
    String own = browser.signUp("mixed-own").text("device");
    Browser other = new Browser();
    String others = other.signUp("mixed-other").text("device");
    browser.jar.put("plait-refresh-" + own, other.jar.get("plait-refresh-" + others));

    assertThat(browser.refresh(own).code()).isEqualTo("bad-refresh-token");

    assertThat(other.refresh(others).status()).isEqualTo(200);
  }

  @Test
  void overHttpsTheCookieIsSecureAndSaysSoInItsName() {
    Browser browser = new Browser();
    browser.headers.put("Origin", LISTED);
    Answer signedUp = browser.signUp("secure");
    String device = signedUp.text("device");

    assertThat(signedUp.cookies().getFirst())
        .startsWith("__Secure-plait-refresh-" + device + "=")
        .contains("Secure;");
    assertThat(signedUp.headers())
        .containsEntry("access-control-allow-credentials", "true")
        .containsEntry("access-control-allow-origin", LISTED);
    assertThat(browser.refresh(device).status()).isEqualTo(200);
    // A plain page of this machine could have set one without the prefix.
    browser.jar.put("plait-refresh-" + device, browser.jar.get("__Secure-plait-refresh-" + device));
    browser.jar.remove("__Secure-plait-refresh-" + device);
    assertThat(browser.refresh(device).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1"})
  void anotherOriginCannotRefresh(String origin) {
    Browser browser = new Browser();
    String device = browser.signUp("csrf-" + Integer.toHexString(origin.hashCode())).text("device");
    Map<String, String> before = Map.copyOf(browser.jar);
    browser.headers.put("Origin", origin);

    Answer refused = browser.refresh(device);

    assertThat(refused.code()).isEqualTo("origin-not-allowed");
    assertThat(refused.headers())
        .doesNotContainKeys("access-control-allow-credentials", "access-control-allow-origin");
    assertThat(browser.jar).isEqualTo(before);
  }

  @Test
  void aFormCannotRefresh() {
    Browser browser = new Browser();
    String device = browser.signUp("form").text("device");
    browser.headers.put("Content-Type", "text/plain");
    assertThat(browser.refresh(device).status()).isEqualTo(415);
  }

  @Test
  void aPreflightAllowsCredentialsForTheListOnly() {
    Answer listed = node.call("OPTIONS", REFRESH, null, null, Map.of("Origin", LISTED));
    assertThat(listed.headers()).containsEntry("access-control-allow-credentials", "true");
    Answer other = node.call("OPTIONS", REFRESH, null, null, Map.of("Origin", "https://evil.org"));
    assertThat(other.headers()).doesNotContainKey("access-control-allow-credentials");
  }

  @Test
  void nothingOfACookieIsLogged() {
    try (WrittenLog log = WrittenLog.as("text", "trace")) {
      Browser browser = new Browser();
      String device = browser.signUp("logged").text("device");
      Map<String, String> first = Map.copyOf(browser.jar);
      browser.refresh(device);
      browser.refresh(device);
      browser.jar.putAll(first);
      assertThat(browser.refresh(device).code()).isEqualTo("refresh-token-reused");

      assertThat(log.text()).contains(device).doesNotContain("plait-refresh-");
    }
  }

  private int profile(Answer signedIn) {
    return node.call("GET", "/v1/profile", signedIn.text("accessToken"), null, Map.of()).status();
  }
}
