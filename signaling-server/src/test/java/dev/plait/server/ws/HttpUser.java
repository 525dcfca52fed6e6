package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Somebody with an account, over HTTP.
 *
 * @param server where
 * @param account the account
 * @param device the device signed in
 * @param token its access token
 * @param refreshToken for the next one
 */
record HttpUser(URI server, UUID account, UUID device, String token, String refreshToken) {
  static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Signs up. */
  static HttpUser signUp(URI server, String handle) throws IOException, InterruptedException {
    return signedIn(server, "/v1/accounts", handle, "deviceName", "one");
  }

  /** Signs in on one more device. */
  HttpUser secondDevice(String handle) throws IOException, InterruptedException {
    return signedIn(server, "/v1/sessions", handle, "deviceName", "two");
  }

  /** Signs the same device in anew. */
  HttpUser again(String handle) throws IOException, InterruptedException {
    return signedIn(server, "/v1/sessions", handle, "device", device.toString());
  }

  private static HttpUser signedIn(
      URI server, String path, String handle, String member, String value)
      throws IOException, InterruptedException {
    Map<String, String> body =
        Map.of("handle", handle, "password", "correct horse " + handle, member, value);
    return from(server, call(server, "POST", path, "", body));
  }

  private static HttpUser from(URI server, JsonNode reply) {
    return new HttpUser(
        server,
        UUID.fromString(reply.get("account").asText()),
        UUID.fromString(reply.get("device").asText()),
        reply.get("accessToken").asText(),
        reply.get("refreshToken").asText());
  }

  /** The same sign-in with a fresh access token. */
  HttpUser refreshed() throws IOException, InterruptedException {
    return from(
        server,
        call(server, "POST", "/v1/sessions/refresh", "", Map.of("refreshToken", refreshToken)));
  }

  /** Why this sign-in gets no fresh token. */
  String refusalOfRefresh() throws IOException, InterruptedException {
    HttpResponse<String> response =
        exchange(server, "POST", "/v1/sessions/refresh", "", Map.of("refreshToken", refreshToken));
    return JSON.readTree(response.body()).get("code").asText();
  }

  /** The same at a node that was started again. */
  HttpUser at(URI elsewhere) {
    return new HttpUser(elsewhere, account, device, token, refreshToken);
  }

  /** Opens a direct conversation; the other side still has to accept. */
  UUID converse(HttpUser with) throws IOException, InterruptedException {
    JsonNode reply =
        post(
            "/v1/conversations",
            Map.of("kind", "direct", "members", List.of(with.account().toString())));
    return UUID.fromString(reply.get("conversation").asText());
  }

  /** Accepts a conversation. */
  void accept(UUID conversation) throws IOException, InterruptedException {
    post("/v1/conversations/" + conversation + "/accept", Map.of());
  }

  /** Deletes something; anything but success fails. */
  static void delete(HttpUser user, String path) throws IOException, InterruptedException {
    call(user.server(), "DELETE", path, user.token(), Map.of());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return call(server, "GET", path, token, Map.of());
  }

  /** Why somebody gets no answer. */
  String refusalOf(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = exchange(server, "GET", path, token, Map.of());
    return JSON.readTree(response.body()).get("code").asText();
  }

  JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return call(server, "POST", path, token, body);
  }

  void patch(String path, Map<String, ?> body) throws IOException, InterruptedException {
    call(server, "PATCH", path, token, body);
  }

  private static JsonNode call(
      URI server, String method, String path, String token, Map<String, ?> body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = exchange(server, method, path, token, body);
    assertThat(response.statusCode())
        .as("%s %s: %s", method, path, response.body())
        .isBetween(200, 299);
    return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
  }

  private static HttpResponse<String> exchange(
      URI server, String method, String path, String token, Map<String, ?> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
