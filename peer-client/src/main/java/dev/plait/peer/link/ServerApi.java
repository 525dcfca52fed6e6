package dev.plait.peer.link;

import dev.plait.peer.json.Json;
import dev.plait.protocol.signaling.RegionTrips.Region;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The server's HTTP API as a client sees it. Every call blocks for at most {@link #TIMEOUT}; not to
 * be called on the peer's own thread. Safe for use by several threads; holds no token.
 */
public final class ServerApi {
  /** A request takes milliseconds; a server that needs longer is as good as away. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * Less for what is asked for when the network changes: the connection kept since the last request
   * may be dead, and the next attempt takes another.
   */
  private static final Duration ICE_TIMEOUT = Duration.ofSeconds(4);

  /** Each conversation that the account is in gets another roster. */
  private static final Duration DELETE_TIMEOUT = Duration.ofSeconds(40);

  private static final int OK = 200;

  private final ServerUrl server;
  private final HttpClient http;

  /**
   * Makes one.
   *
   * @param base the server's base URL, without {@code /v1}; what {@link ServerUrl} takes
   * @param http shared with the WebSocket; not closed here
   */
  public ServerApi(URI base, HttpClient http) {
    this.server = ServerUrl.of(base);
    this.http = http;
  }

  /** Makes an account with a first device. */
  public Session signUp(String handle, String password, String deviceName) throws ApiException {
    return session(
        call(
            "POST",
            "/v1/accounts",
            null,
            Map.of("handle", handle, "password", password, "deviceName", deviceName)));
  }

  /** Signs in as a new device. */
  public Session signIn(String handle, String password, String deviceName) throws ApiException {
    return session(
        call(
            "POST",
            "/v1/sessions",
            null,
            Map.of("handle", handle, "password", password, "deviceName", deviceName)));
  }

  /**
   * Signs in again as a device of the account.
   *
   * @param refreshToken the device's last one, good or not: it shows that this is the device
   */
  public Session signIn(String handle, String password, UUID device, String refreshToken)
      throws ApiException {
    return session(
        call(
            "POST",
            "/v1/sessions",
            null,
            Map.of(
                "handle",
                handle,
                "password",
                password,
                "device",
                device.toString(),
                "refreshToken",
                refreshToken)));
  }

  /** Trades a refresh token for fresh tokens; the old one is used up. */
  public Session refresh(String refreshToken) throws ApiException {
    return session(
        call("POST", "/v1/sessions/refresh", null, Map.of("refreshToken", refreshToken)));
  }

  /** Signs the token's device out. */
  public void signOut(String token) throws ApiException {
    call("DELETE", "/v1/sessions/current", token, null);
  }

  /** Signs every device of the token's account out, this one too. */
  public void signOutEverywhere(String token) throws ApiException {
    call("DELETE", "/v1/sessions", token, null);
  }

  /** Deletes the token's account for good. */
  public void deleteAccount(String token, String password) throws ApiException {
    call("POST", "/v1/account/delete", token, Map.of("password", password), DELETE_TIMEOUT);
  }

  /** All that the server keeps of the token's account, its pages put together. */
  public Map<String, Object> exportAccount(String token) throws ApiException {
    Map<String, Object> whole = new LinkedHashMap<>();
    List<Map<String, Object>> conversations = new ArrayList<>();
    List<Map<String, Object>> blocks = new ArrayList<>();
    String next = "";
    do {
      String query =
          next.isEmpty() ? "" : "?after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
      Map<String, Object> page = call("GET", "/v1/account/export" + query, token, null);
      conversations.addAll(Json.objects(page, "conversations"));
      blocks.addAll(Json.objects(page, "blocks"));
      whole.putAll(page);
      next = Json.text(page, "next", "");
    } while (!next.isEmpty());
    whole.remove("next");
    whole.put("conversations", conversations);
    whole.put("blocks", blocks);
    return whole;
  }

  /** The account with exactly this handle, or null. */
  public @Nullable UUID accountOf(String token, String handle) throws ApiException {
    try {
      Map<String, Object> found =
          call(
              "GET",
              "/v1/accounts/by-handle/" + URLEncoder.encode(handle, StandardCharsets.UTF_8),
              token,
              null);
      return UUID.fromString(Json.text(found, "account"));
    } catch (IllegalArgumentException e) {
      throw ApiException.strange(server.base(), OK);
    } catch (ApiException e) {
      if (e.code().equals("not-found")) {
        return null;
      }
      throw e;
    }
  }

  /** Makes a conversation, or finds the direct one of the same pair. */
  public Frame.Roster createConversation(
      String token, ConversationKind kind, String title, List<UUID> members) throws ApiException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", kind.name().toLowerCase(Locale.ROOT));
    if (!title.isEmpty()) {
      body.put("title", title);
    }
    body.put("members", members);
    return roster(call("POST", "/v1/conversations", token, body));
  }

  /** Accepts a request. */
  public Frame.Roster accept(String token, UUID conversation) throws ApiException {
    return roster(call("POST", "/v1/conversations/" + conversation + "/accept", token, Map.of()));
  }

  /** One request that waits, and the first of what was said in it. */
  public OpenRequest request(String token, UUID conversation) throws ApiException {
    Map<String, Object> body = call("GET", "/v1/requests/" + conversation, token, null);
    try {
      List<OpenRequest.Said> entries = new ArrayList<>();
      for (Map<String, Object> entry : Json.objects(body, "entries")) {
        entries.add(
            new OpenRequest.Said(
                UUID.fromString(Json.text(entry, "account")),
                UUID.fromString(Json.text(entry, "id")),
                Bytes.fromBase64(Json.text(entry, "body")),
                Json.number(entry, "atMs", 0)));
      }
      String handle = Json.text(body, "handle", "");
      return new OpenRequest(
          conversation,
          UUID.fromString(Json.text(body, "by")),
          handle,
          Json.text(body, "displayName", handle),
          Json.number(body, "members", 0),
          Json.number(body, "atMs", 0),
          entries);
    } catch (IllegalArgumentException e) {
      throw ApiException.strange(server.base(), OK);
    }
  }

  /** Says no to a request; whoever asked may ask again. */
  public void decline(String token, UUID conversation) throws ApiException {
    call("POST", "/v1/conversations/" + conversation + "/decline", token, Map.of());
  }

  /** Refuses a request and everything further from that account. */
  public void block(String token, UUID conversation) throws ApiException {
    call("POST", "/v1/conversations/" + conversation + "/block", token, Map.of());
  }

  /** Takes a block back; a direct conversation with that account becomes a request again. */
  public void unblock(String token, UUID account) throws ApiException {
    call("DELETE", "/v1/blocks/" + account, token, null);
  }

  /** Gives a group a title. */
  public void rename(String token, UUID conversation, String title) throws ApiException {
    call("PATCH", "/v1/conversations/" + conversation, token, Map.of("title", title));
  }

  /** Adds an account to a group. */
  public void addMember(String token, UUID conversation, UUID account) throws ApiException {
    call(
        "POST",
        "/v1/conversations/" + conversation + "/members",
        token,
        Map.of("account", account));
  }

  /** Removes an account from a group; the own one to leave. */
  public void removeMember(String token, UUID conversation, UUID account) throws ApiException {
    call("DELETE", "/v1/conversations/" + conversation + "/members/" + account, token, null);
  }

  /** STUN and TURN servers for the next connections, wherever they are. */
  public IceAnswer iceServers(String token) throws ApiException {
    return iceServers(token, "");
  }

  /**
   * STUN and TURN servers for the next connections, near ones first.
   *
   * @param rtt round trips to regions, such as {@code eu:23,us:110}; empty when none are known
   */
  public IceAnswer iceServers(String token, String rtt) throws ApiException {
    String path = "/v1/ice-servers" + (rtt.isEmpty() ? "" : "?rtt=" + rtt);
    Map<String, Object> answer = call("GET", path, token, null, ICE_TIMEOUT);
    if (!(answer.get("iceServers") instanceof List<?>)) {
      throw ApiException.strange(server.base(), OK);
    }
    List<IceServer> servers = new ArrayList<>();
    for (Map<String, Object> server : Json.objects(answer, "iceServers")) {
      servers.add(
          new IceServer(
              Json.texts(server, "urls"),
              Json.text(server, "username", ""),
              Json.text(server, "credential", ""),
              Json.text(server, "realm", "")));
    }
    List<Region> regions = new ArrayList<>();
    for (Map<String, Object> region : Json.objects(answer, "regions")) {
      regions.add(new Region(Json.text(region, "region", ""), Json.text(region, "url", "")));
    }
    return new IceAnswer(servers, Json.number(answer, "expiresAtMs", 0), regions);
  }

  private Map<String, Object> call(
      String method, String path, @Nullable String token, @Nullable Map<String, Object> body)
      throws ApiException {
    return call(method, path, token, body, TIMEOUT);
  }

  private Map<String, Object> call(
      String method,
      String path,
      @Nullable String token,
      @Nullable Map<String, Object> body,
      Duration timeout)
      throws ApiException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at(path))
            .timeout(timeout)
            .header("Accept", "application/json, application/problem+json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(Json.write(body)));
    } else {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    }
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (SSLException e) {
      throw new ApiException(
          "the server at "
              + server.base()
              + " speaks no TLS, or its certificate is not trusted here (./plait doctor says why;"
              + " --trust FILE takes one)",
          e);
    } catch (IOException e) {
      throw new ApiException("the server at " + server.base() + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException("interrupted while asking " + server.base(), e);
    }
    String mediaType = response.headers().firstValue("Content-Type").orElse("");
    return NodeAnswer.read(server.base(), response.statusCode(), mediaType, response.body());
  }

  private Session session(Map<String, Object> body) throws ApiException {
    try {
      return new Session(
          UUID.fromString(Json.text(body, "account")),
          UUID.fromString(Json.text(body, "device")),
          Json.text(body, "accessToken"),
          Json.number(body, "accessExpiresAtMs", 0),
          Json.text(body, "refreshToken"));
    } catch (IllegalArgumentException e) {
      throw ApiException.strange(server.base(), OK);
    }
  }

  private static List<UUID> ids(Map<String, Object> body, String name) {
    return Json.texts(body, name).stream().map(UUID::fromString).toList();
  }

  private Frame.Roster roster(Map<String, Object> body) throws ApiException {
    try {
      List<Member> members = new ArrayList<>();
      for (Map<String, Object> member : Json.objects(body, "members")) {
        String handle = Json.text(member, "handle", "");
        members.add(
            new Member(
                UUID.fromString(Json.text(member, "account")),
                handle,
                Json.text(member, "displayName", handle),
                Json.flag(member, "owner"),
                Json.flag(member, "accepted"),
                ids(member, "devices"),
                ids(member, "signedOut")));
      }
      return new Frame.Roster(
          UUID.fromString(Json.text(body, "conversation")),
          Json.number(body, "version", 0),
          ConversationKind.valueOf(Json.text(body, "kind").toUpperCase(Locale.ROOT)),
          Json.text(body, "title", ""),
          members);
    } catch (IllegalArgumentException e) {
      throw ApiException.strange(server.base(), OK);
    }
  }
}
