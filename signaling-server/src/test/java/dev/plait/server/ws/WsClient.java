package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.Frame;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A bare WebSocket client: frames out, frames in, in order. */
final class WsClient implements WebSocket.Listener, AutoCloseable {
  /** Long against all that a node does, on a machine that does much else. */
  private static final long WAIT_S = 60;

  /** So often a client that waits for a close says something. */
  private static final long POKE_S = 5;

  /** So often one that said hello pings, as clients do: a busy machine can stand still for long. */
  private static final long HEARTBEAT_S = 5;

  /** The number of these pings; nobody hears of the answers. */
  private static final long HEARTBEAT = 1L << 51;

  /** What came: a frame, or the close. */
  sealed interface Event {}

  record Came(Frame frame) implements Event {}

  record Closed(int code) implements Event {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean reading = true;
  private volatile String end = "not by the server";

  private WsClient(URI server) {
    URI uri = URI.create("ws" + server.toString().substring(4) + "/v1/connect");
    this.socket =
        HttpUser.HTTP.newWebSocketBuilder().subprotocols("plait.v1").buildAsync(uri, this).join();
  }

  /** Opens a connection and says nothing. */
  static WsClient open(URI server) {
    return new WsClient(server);
  }

  /** Opens a connection, is welcomed, and pings from then on. */
  static WsClient hello(HttpUser user) throws InterruptedException {
    WsClient client = silent(user);
    Thread.ofVirtual().name("heartbeat").start(client::beat);
    return client;
  }

  private void beat() {
    try {
      while (!closed.await(HEARTBEAT_S, TimeUnit.SECONDS)) {
        send(new Frame.Ping(HEARTBEAT));
      }
    } catch (InterruptedException | IllegalStateException e) {
      // The connection is over; whoever waits for it hears so.
    }
  }

  /** Opens a connection, is welcomed, and says nothing more by itself. */
  static WsClient silent(HttpUser user) throws InterruptedException {
    return silent(user, 0, 0);
  }

  /** The same for a device that knows what has changed up to there (SES-14). */
  static WsClient silent(HttpUser user, long changes, long latest) throws InterruptedException {
    WsClient client = open(user.server());
    client.send(
        new Frame.Hello(
            Frame.VERSION, user.device(), user.token(), List.of(), changes, latest, "test"));
    client.next(Frame.Welcome.class);
    return client;
  }

  void send(Frame frame) {
    sendText(FrameCodec.encode(frame));
  }

  synchronized void sendText(String text) {
    try {
      socket.sendText(text, true).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the connection is over: " + end, e);
    }
  }

  synchronized void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Reads at most one more message until {@link #resume}. */
  void pause() {
    reading = false;
  }

  /** Whether the connection ends within that time. */
  boolean isClosedWithin(long time, TimeUnit unit) throws InterruptedException {
    return closed.await(time, unit);
  }

  /** Reads on. */
  void resume() {
    reading = true;
    socket.request(1);
  }

  /** Whether the server still answers. */
  void assertAnswered() throws InterruptedException {
    long n = ThreadLocalRandom.current().nextLong(1L << 50);
    send(new Frame.Ping(n));
    next(Frame.Pong.class, pong -> pong.n() == n);
  }

  /** All that came until the server answered a ping. */
  List<Frame> untilAnswered() throws InterruptedException {
    long n = ThreadLocalRandom.current().nextLong(1L << 50);
    send(new Frame.Ping(n));
    List<Frame> frames = new ArrayList<>();
    while (true) {
      Frame frame = next(Frame.class);
      if (frame instanceof Frame.Pong pong && pong.n() == n) {
        return frames;
      }
      frames.add(frame);
    }
  }

  /** The next frame of a type; others before it are passed over. */
  <F extends Frame> F next(Class<F> type) throws InterruptedException {
    return next(type, frame -> true);
  }

  /** The next frame of a type that {@code wanted} accepts; others before it are passed over. */
  <F extends Frame> F next(Class<F> type, Predicate<F> wanted) throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
    while (true) {
      Event event = events.poll(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(event).as("a %s in time", type.getSimpleName()).isInstanceOf(Came.class);
      if (event instanceof Came(var frame)
          && type.isInstance(frame)
          && wanted.test(type.cast(frame))) {
        return type.cast(frame);
      }
    }
  }

  /** Whether, of all that came until the server answered a ping, nothing is of this type. */
  void assertNoneOf(Class<? extends Frame> type) throws InterruptedException {
    send(new Frame.Ping(0));
    Frame frame = next(Frame.class, f -> type.isInstance(f) || f instanceof Frame.Pong);
    assertThat(frame).isInstanceOf(Frame.Pong.class);
  }

  /**
   * The close code; frames before it are passed over. The JDK's client sometimes misses the end of
   * a connection whose messages it was not asked for; whoever says something then hears of it.
   */
  int closeCode() throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
    while (true) {
      Event event = events.poll(POKE_S, TimeUnit.SECONDS);
      if (event instanceof Closed(var code)) {
        return code;
      }
      if (event == null) {
        assertThat(System.nanoTime()).as("a close in time").isLessThan(endNs);
        poke();
      }
    }
  }

  private synchronized void poke() {
    var _ = socket.sendText(FrameCodec.encode(new Frame.Ping(0)), true).exceptionally(this::gone);
  }

  private WebSocket gone(Throwable cause) {
    events.add(new Closed(1006));
    return socket;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      Decoded decoded = FrameCodec.decode(partial.toString(), Direction.FROM_SERVER);
      partial.setLength(0);
      if (decoded instanceof Decoded.Ok(var frame)) {
        if (!(frame instanceof Frame.Pong(var n, var _)) || n != HEARTBEAT) {
          events.add(new Came(frame));
        }
      } else {
        throw new AssertionError("the server sent " + decoded);
      }
    }
    if (reading) {
      webSocket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    end = statusCode + " " + reason;
    events.add(new Closed(statusCode));
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    end = error.toString();
    events.add(new Closed(1006));
  }

  @Override
  public void close() {
    closed.countDown();
    socket.abort();
  }
}
