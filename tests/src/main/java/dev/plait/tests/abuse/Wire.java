package dev.plait.tests.abuse;

import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.Frame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A connection of a device: says what it likes, and reads all that comes. */
final class Wire implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Longer than whatever is tried here makes anybody wait, on a busy machine. */
  private static final long WAIT_S = 120;

  private final StringBuilder partial = new StringBuilder();
  private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  private final LongAdder messages = new LongAdder();
  private final WebSocket socket;
  private volatile boolean listening = true;
  private volatile @Nullable String end;

  private final Map<UUID, Long> rosterVersions = new ConcurrentHashMap<>();

  private Wire(Stranger device) {
    URI uri = URI.create("ws" + device.server().toString().substring(4) + "/v1/connect");
    socket = HTTP.newWebSocketBuilder().subprotocols("plait.v1").buildAsync(uri, this).join();
  }

  /** Connects, and is told all there is to know. */
  static Wire connect(Stranger device) throws InterruptedException {
    Wire wire = new Wire(device);
    wire.send(new Frame.Hello(Frame.VERSION, device.device(), device.token(), List.of(), 0, 0, ""));
    wire.next(Frame.Live.class, _ -> true);
    return wire;
  }

  /** From now on what comes is counted and thrown away. */
  void ignoreAll() {
    listening = false;
    frames.clear();
  }

  /** Says something; returns when the socket has taken it. */
  void send(Frame frame) {
    say(FrameCodec.encode(frame));
  }

  /** The same with what is written already; false when the connection is over. */
  synchronized boolean say(String text) {
    try {
      socket.sendText(text, true).join();
      return true;
    } catch (CompletionException | IllegalStateException over) {
      return false;
    }
  }

  /** The next frame of that type for which {@code wanted} holds. */
  <F extends Frame> F next(Class<F> type, Predicate<F> wanted) throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
    while (true) {
      Frame frame = frames.poll(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (frame == null) {
        throw new IllegalStateException("no " + type.getSimpleName() + " came; end: " + end);
      }
      if (type.isInstance(frame) && wanted.test(type.cast(frame))) {
        return type.cast(frame);
      }
    }
  }

  /** The newest version that has come of a conversation's roster. */
  long rosterVersion(UUID conversation) {
    return rosterVersions.getOrDefault(conversation, 0L);
  }

  /** How many messages have come. */
  long messages() {
    return messages.sum();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    if (last) {
      messages.increment();
    }
    if (listening) {
      partial.append(data);
      if (last) {
        if (FrameCodec.decode(partial.toString(), Direction.FROM_SERVER)
            instanceof Decoded.Ok(var frame)) {
          if (frame instanceof Frame.Roster roster) {
            rosterVersions.put(roster.conversation(), roster.version());
          }
          frames.add(frame);
        }
        partial.setLength(0);
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end = code + " " + reason;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end = error.toString();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
