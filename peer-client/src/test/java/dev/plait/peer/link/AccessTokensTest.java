package dev.plait.peer.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refresh tokens rotate at a server, and a disk may refuse to keep the next one (SES-6). */
final class AccessTokensTest {
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final List<String> kept = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;
  private final AtomicInteger answered = new AtomicInteger();
  private boolean diskFull;
  private AccessTokens tokens;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/sessions/refresh", this::answer);
    server.start();
    tokens =
        new AccessTokens(
            new ServerApi(URI.create("http:/" + server.getAddress()), http),
            "refresh 0",
            this::keep,
            System::currentTimeMillis,
            null);
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    server.stop(0);
  }

  @Test
  void aTokenThatCannotBeKeptIsNeitherUsedNorLost() throws Exception {
    diskFull = true;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(tokens::access).isInstanceOf(ApiException.class).hasMessage("disk full");
    }
    assertThat(asked).as("another one would be taken for a thief's in the end").hasSize(1);

    diskFull = false;

    assertThat(tokens.access()).isEqualTo("access 1");
    assertThat(tokens.renew()).isEqualTo("access 2");
    assertThat(kept).containsExactly("refresh 1", "refresh 2");
    assertThat(asked.poll()).contains("\"refresh 0\"");
    assertThat(asked.poll()).contains("\"refresh 1\"");
  }

  @Test
  void aTokenThatIsRefusedBeforeItsTimeIsRenewedOnce() throws Exception {
    List<String> tried = new ArrayList<>();

    String taken =
        tokens.ask(
            token -> {
              tried.add(token);
              if (tried.size() == 1) {
                throw new ApiException(401, "unauthenticated", "not now");
              }
              return token;
            });

    assertThat(taken).isEqualTo("access 2");
    assertThat(tried).containsExactly("access 1", "access 2");
  }

  @Test
  void oneThatIsRefusedAgainIsNotRenewedAgain() {
    List<String> tried = new ArrayList<>();

    assertThatThrownBy(
            () ->
                tokens.ask(
                    token -> {
                      tried.add(token);
                      throw new ApiException(401, "unauthenticated", "never");
                    }))
        .isInstanceOf(ApiException.class)
        .hasMessage("never");
    assertThat(tried).containsExactly("access 1", "access 2");
  }

  @Test
  void whatIsRefusedForAnotherReasonIsAskedOnce() {
    List<String> tried = new ArrayList<>();

    assertThatThrownBy(
            () ->
                tokens.ask(
                    token -> {
                      tried.add(token);
                      throw new ApiException(403, "forbidden", "no");
                    }))
        .hasMessage("no");
    assertThat(tried).containsExactly("access 1");
  }

  @Test
  void whoWasRefusedTakesTheTokenThatAnotherHasRenewedMeanwhile() throws Exception {
    List<String> tried = new ArrayList<>();

    tokens.ask(
        token -> {
          tried.add(token);
          if (tried.size() == 1) {
            tokens.renew();
            throw new ApiException(401, "unauthenticated", "not now");
          }
          return token;
        });

    assertThat(tried).containsExactly("access 1", "access 2");
  }

  private void keep(String refreshToken) throws ApiException {
    if (diskFull) {
      throw new ApiException("disk full", new IOException("no space left on device"));
    }
    kept.add(refreshToken);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    int n = answered.incrementAndGet();
    String uuid = "00000000-0000-4000-8000-00000000000a";
    byte[] text =
        """
        {"account": "%s", "device": "%s", "accessToken": "access %d", "accessExpiresAtMs": %d,
         "refreshToken": "refresh %d"}"""
            .formatted(uuid, uuid, n, System.currentTimeMillis() + 3_600_000, n)
            .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }
}
