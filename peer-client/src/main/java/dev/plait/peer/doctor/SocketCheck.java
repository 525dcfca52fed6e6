package dev.plait.peer.doctor;

import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether a WebSocket opens, and the server says welcome. */
final class SocketCheck {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final long WELCOME_MAX_MS = 5_000;

  /** What a node answers to a request that came without its upgrade (RFC 9110 §15.5.22). */
  private static final int UPGRADE_REQUIRED = 426;

  private final Web web;
  private final Route route;

  SocketCheck(Web web, Route route) {
    this.web = web;
    this.route = route;
  }

  /** Opens one; hello only for who is signed in. */
  Answer<Boolean> make(@Nullable SignedIn who) {
    Incoming incoming = new Incoming();
    WebSocket socket;
    try {
      socket =
          web.http()
              .newWebSocketBuilder()
              .connectTimeout(CONNECT_MAX)
              .subprotocols("plait.v1")
              .buildAsync(web.server().webSocket(), incoming)
              .join();
    } catch (CompletionException e) {
      return notOpened(e.getCause() == null ? e : e.getCause());
    }
    try {
      if (who == null) {
        return Answer.ok("it opens" + route.throughProxy() + "; no hello without an account", true);
      }
      var _ =
          socket.sendText(
              FrameCodec.encode(
                  new Frame.Hello(
                      Frame.VERSION, who.device(), who.token(), List.of(), 0, 0, "plait doctor")),
              true);
      return incoming
          .outcome
          .completeOnTimeout(silent(), WELCOME_MAX_MS, TimeUnit.MILLISECONDS)
          .join();
    } finally {
      socket.abort();
    }
  }

  private Answer<Boolean> silent() {
    return Answer.failed(
        "it opens" + route.throughProxy() + ", but no welcome comes",
        "have the proxies on the way pass WebSocket frames on at once, unbuffered");
  }

  private Answer<Boolean> notOpened(Throwable why) {
    int status =
        why instanceof WebSocketHandshakeException refused ? refused.getResponse().statusCode() : 0;
    String said = status == 0 ? String.valueOf(why.getMessage()) : "HTTP " + status;
    if (route.proxy() != null) {
      return Answer.failed(
          "the proxy %s lets HTTP through, but not WebSocket (%s)"
              .formatted(route.proxyName(), said),
          "have whoever runs the proxy allow CONNECT and WebSocket to "
              + route.host()
              + ", or take the server out by NO_PROXY");
    }
    return status == UPGRADE_REQUIRED
        ? Answer.failed(
            "a proxy on the way removes the upgrade to WebSocket (" + said + ")",
            "let the proxy in front of the node pass on Upgrade and Connection, or use https")
        : Answer.failed(
            "HTTP works, but no WebSocket opens (" + said + ")",
            "let whatever is between here and the node pass WebSocket on (RFC 6455)");
  }

  /** Waits for welcome or a refusal. */
  private final class Incoming implements WebSocket.Listener {
    private final CompletableFuture<Answer<Boolean>> outcome = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        take(partial.toString());
        partial.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(String text) {
      if (FrameCodec.decode(text, Direction.FROM_SERVER) instanceof Decoded.Ok(var frame)) {
        switch (frame) {
          case Frame.Welcome _ ->
              outcome.complete(
                  Answer.ok("it opens" + route.throughProxy() + ", and welcome comes", true));
          case Frame.Bye bye ->
              outcome.complete(
                  Answer.failed(
                      "the server says " + bye.code() + ": " + bye.message(), advice(bye.code())));
          default -> {
            // Whatever waits for the device; it comes again when the device connects.
          }
        }
      }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      outcome.complete(
          Answer.failed("the server closes it with " + code + " " + reason, "read the node's log"));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      outcome.complete(
          Answer.failed(
              "the connection breaks: " + error.getMessage(),
              "look for a proxy or firewall on the way that ends WebSockets"));
    }
  }

  private static String advice(CloseCode code) {
    return switch (code) {
      case TOKEN_EXPIRED, BAD_TOKEN, REVOKED ->
          "set the clocks right, and sign in again with ./plait chat and PLAIT_PASSWORD";
      case BAD_VERSION -> "update this program or the node: they speak different versions";
      default -> "read the node's log, and run it again";
    };
  }
}
