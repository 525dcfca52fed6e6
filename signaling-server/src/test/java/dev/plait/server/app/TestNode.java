package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.ops.Logging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A real node on a free port with a real database, and a client that holds every answer against
 * docs/openapi.yaml.
 */
final class TestNode implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  private static final ApiPage PAGE = ApiPage.read();
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Node node;

  /** What came back; {@code headers} have the first value of each, {@code cookies} all. */
  record Answer(int status, JsonNode body, Map<String, String> headers, List<String> cookies) {
    String code() {
      return body.path("code").asText();
    }

    String text(String field) {
      assertThat(body.path(field).isTextual()).as("%s in %s", field, body).isTrue();
      return body.get(field).textValue();
    }
  }

  /** Somebody signed in. */
  record User(String handle, String account, String device, String token, String refreshToken) {
    UUID accountId() {
      return UUID.fromString(account);
    }

    UUID deviceId() {
      return UUID.fromString(device);
    }
  }

  private TestNode(Node node) {
    this.node = node;
  }

  static TestNode start(Path dataDir, Map<String, String> settings) {
    return start(dataDir, settings, InstantSource.system());
  }

  static TestNode start(Path dataDir, Map<String, String> settings, InstantSource clock) {
    Logging.bootstrap();
    Map<String, String> overrides = new HashMap<>();
    overrides.put("plait.http.port", "0");
    // Tests sign in often; the parameters themselves are checked in PasswordsTest.
    overrides.put("plait.password.memory-kib", "64");
    overrides.put("plait.password.iterations", "1");
    overrides.put("plait.limits.wrong-passwords", "1000");
    overrides.put("plait.limits.sign-up-per-address-per-hour", "1000");
    overrides.putAll(settings);
    return new TestNode(Node.start(NodeConfig.defaults(overrides), dataDir, clock));
  }

  Node node() {
    return node;
  }

  Parts parts() {
    return node.parts();
  }

  User signUp(String handle) {
    Answer answer =
        post(
            null,
            "/v1/accounts",
            Map.of("handle", handle, "password", PASSWORD, "deviceName", "laptop"));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    return user(handle, answer);
  }

  static User user(String handle, Answer answer) {
    return new User(
        handle,
        answer.text("account"),
        answer.text("device"),
        answer.text("accessToken"),
        answer.text("refreshToken"));
  }

  Answer get(@Nullable User user, String path) {
    return call("GET", path, user == null ? null : user.token(), null, Map.of());
  }

  Answer delete(@Nullable User user, String path) {
    return call("DELETE", path, user == null ? null : user.token(), null, Map.of());
  }

  Answer post(@Nullable User user, String path, Map<String, ?> body) {
    return call("POST", path, user == null ? null : user.token(), json(body), Map.of());
  }

  Answer patch(@Nullable User user, String path, Map<String, ?> body) {
    return call("PATCH", path, user == null ? null : user.token(), json(body), Map.of());
  }

  static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer call(
      String method,
      String path,
      @Nullable String token,
      @Nullable String body,
      Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(node.uri().resolve(path));
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return checked(method, path, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Answer checked(String method, String path, HttpResponse<String> response)
      throws IOException {
    String mediaType = response.headers().firstValue("content-type").orElse("");
    assertThat(
            PAGE.faults(
                method,
                path.replaceFirst("\\?.*", ""),
                response.statusCode(),
                mediaType,
                response.body()))
        .as("%s %s → %s %s", method, path, response.statusCode(), response.body())
        .isEmpty();
    Map<String, String> headers = new HashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    JsonNode body =
        mediaType.contains("json") ? JSON.readTree(response.body()) : JSON.createObjectNode();
    return new Answer(
        response.statusCode(), body, headers, response.headers().allValues("set-cookie"));
  }

  @Override
  public void close() {
    client.close();
    node.close();
  }
}
