package dev.plait.tests.abuse;

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
 * A device of somebody with an account, over HTTP.
 *
 * @param server where
 * @param handle the account's
 * @param account its id
 * @param device the device
 * @param token its access token
 */
record Stranger(URI server, String handle, UUID account, UUID device, String token) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int TOO_MANY = 429;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a node answers. */
  record Answer(int status, JsonNode body) {
    /** The body of an answer that is no refusal. */
    JsonNode orThrow() throws IOException {
      if (status >= 300) {
        throw new IOException(status + " " + body);
      }
      return body;
    }
  }

  /** A new account with one device; the handle begins with {@code name}. */
  static Stranger signUp(URI server, String name) throws IOException, InterruptedException {
    String handle = name + UUID.randomUUID().toString().substring(0, 8);
    return signedIn(server, "/v1/accounts", handle);
  }

  /** One more device of the account. */
  Stranger anotherDevice() throws IOException, InterruptedException {
    return signedIn(server, "/v1/sessions", handle);
  }

  private static Stranger signedIn(URI server, String path, String handle)
      throws IOException, InterruptedException {
    Map<String, String> body =
        Map.of("handle", handle, "password", "correct horse " + handle, "deviceName", "one");
    Answer answer = call(server, "POST", path, "", body);
    if (answer.status() == TOO_MANY) {
      throw new IOException(
          "the node lets this machine make no more accounts or sign-ins for now (429). Wait, or start"
              + " it with more: plait.limits.sign-up-per-address-per-hour,"
              + " plait.limits.sign-in-per-address-per-minute");
    }
    JsonNode reply = answer.orThrow();
    return new Stranger(
        server,
        handle,
        UUID.fromString(reply.get("account").asText()),
        UUID.fromString(reply.get("device").asText()),
        reply.get("accessToken").asText());
  }

  /** Starts a conversation of that kind; the others have not accepted it yet. */
  UUID converse(String kind, List<UUID> accounts) throws IOException, InterruptedException {
    List<String> members = accounts.stream().map(UUID::toString).toList();
    JsonNode reply = post("/v1/conversations", Map.of("kind", kind, "members", members)).orThrow();
    return UUID.fromString(reply.get("conversation").asText());
  }

  /** Accepts one. */
  void accept(UUID conversation) throws IOException, InterruptedException {
    post("/v1/conversations/" + conversation + "/accept", Map.of()).orThrow();
  }

  /** Asks for something by a body. */
  Answer post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return call(server, "POST", path, token, body);
  }

  /** Changes something. */
  Answer patch(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return call(server, "PATCH", path, token, body);
  }

  private static Answer call(
      URI server, String method, String path, String token, Map<String, ?> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String text = response.body();
    return new Answer(
        response.statusCode(), text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text));
  }
}
