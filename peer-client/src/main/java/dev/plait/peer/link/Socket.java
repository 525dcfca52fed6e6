package dev.plait.peer.link;

import dev.plait.protocol.wire.Limits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket from opening to end: text in, text out, one message on its way at a time. Owned by
 * the executor's thread; the listener hears everything there, and nothing after {@code ended}.
 */
final class Socket {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final String SUBPROTOCOL = "plait.v1";

  /** Hears what happens, on the owner's thread. */
  interface Listener {
    void opened();

    void text(String text);

    /** The socket is over; code 1006 when no close frame came. Told once. */
    void ended(int code, String reason);
  }

  private final Executor owner;
  private final Listener listener;
  private final Queue<String> outgoing = new ArrayDeque<>();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;
  private boolean sending;
  private boolean over;

  Socket(HttpClient http, URI uri, Executor owner, Listener listener) {
    this.owner = owner;
    this.listener = listener;
    var _ =
        http.newWebSocketBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .subprotocols(SUBPROTOCOL)
            .buildAsync(uri, new Incoming())
            .whenComplete(
                (opened, failure) -> {
                  if (failure != null) {
                    owner.execute(() -> end(1006, "cannot connect: " + cause(failure)));
                  } else {
                    owner.execute(() -> opened(opened));
                  }
                });
  }

  private static String cause(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
      return "no WebSocket to it opens (HTTP %d)".formatted(refused.getResponse().statusCode());
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private void opened(WebSocket opened) {
    if (over) {
      opened.abort();
      return;
    }
    socket = opened;
    if (!opened.getSubprotocol().equals(SUBPROTOCOL)) {
      abort("cannot connect: something else than the server takes the WebSocket");
      return;
    }
    listener.opened();
    pump();
  }

  /** Queues a message; dropped when the socket is over, as whatever was on its way. */
  void send(String text) {
    if (!over) {
      outgoing.add(text);
      pump();
    }
  }

  /** How many messages wait. */
  int waiting() {
    return outgoing.size();
  }

  private void pump() {
    WebSocket to = socket;
    if (to == null || sending || over) {
      return;
    }
    String next = outgoing.poll();
    if (next == null) {
      return;
    }
    sending = true;
    var _ =
        to.sendText(next, true).whenComplete((done, failure) -> owner.execute(() -> sent(failure)));
  }

  private void sent(@Nullable Throwable failure) {
    sending = false;
    if (failure != null) {
      end(1006, "cannot send: " + cause(failure));
    } else {
      pump();
    }
  }

  /** Ends in good order as far as the other side plays along; the listener hears nothing more. */
  void close(String reason) {
    over = true;
    WebSocket closing = socket;
    if (closing != null) {
      var _ =
          closing
              .sendClose(WebSocket.NORMAL_CLOSURE, reason)
              .whenComplete((done, failure) -> closing.abort());
    }
  }

  /** Ends at once: the other side seems gone. */
  void abort(String reason) {
    WebSocket aborting = socket;
    if (aborting != null) {
      aborting.abort();
    }
    end(1006, reason);
  }

  private void end(int code, String reason) {
    if (!over) {
      over = true;
      outgoing.clear();
      listener.ended(code, reason);
    }
  }

  private void take(CharSequence data, boolean last) {
    if (over) {
      return;
    }
    partial.append(data);
    if (partial.length() > Limits.FRAME_BYTES) {
      abort("the server sent a frame over " + Limits.FRAME_BYTES + " bytes");
      return;
    }
    if (last) {
      String text = partial.toString();
      partial.setLength(0);
      listener.text(text);
    }
  }

  /** The library's side; hands everything to the owner and asks for one message more each time. */
  private final class Incoming implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      String copy = data.toString();
      owner.execute(
          () -> {
            take(copy, last);
            from.request(1);
          });
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      owner.execute(() -> abort("the server sent a binary message"));
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      owner.execute(() -> end(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      owner.execute(() -> end(1006, "connection lost: " + cause(error)));
    }
  }
}
