package dev.plait.peer.doctor;

import dev.plait.peer.json.Json;
import dev.plait.peer.link.Clients;
import dev.plait.peer.link.ServerUrl;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks the server by HTTP, the way that a peer does. */
final class Web implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(4);

  private final ServerUrl server;
  private final HttpClient http;

  Web(URI server, ProxySelector proxies, @Nullable SSLContext tls) {
    this.server = ServerUrl.of(server);
    this.http = Clients.of(tls).connectTimeout(CONNECT_MAX).proxy(proxies).build();
  }

  HttpClient http() {
    return http;
  }

  ServerUrl server() {
    return server;
  }

  /** Redirects are not followed: a node sends none. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(server.at(path)).timeout(ANSWER_MAX).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** What it says as JSON; empty when it is none. */
  static Map<String, Object> json(HttpResponse<String> answer) {
    try {
      return Json.object(answer.body());
    } catch (IllegalArgumentException notJson) {
      return Map.of();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
