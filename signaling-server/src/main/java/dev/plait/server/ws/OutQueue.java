package dev.plait.server.ws;

import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.server.session.Outbound;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames on their way to one client, written one at a time and in order. Safe from any thread;
 * bounded in characters: over the limit the connection closes, and what was not acked waits in the
 * store.
 */
final class OutQueue implements Outbound {
  private static final Logger LOG = LoggerFactory.getLogger(OutQueue.class);

  /** A client that does not take part in the close is cut off after this time. */
  private static final long CLOSE_MS = 2_000;

  private final Session socket;
  private final ScheduledExecutorService timer;
  private final int limit;
  private final Queue<String> waiting = new ArrayDeque<>();
  private long waitingChars;
  private boolean writing;
  private Frame.@Nullable Bye last;

  OutQueue(Session socket, ScheduledExecutorService timer, int limit) {
    this.socket = socket;
    this.timer = timer;
    this.limit = limit;
  }

  @Override
  public void send(ServerFrame frame) {
    String text = FrameCodec.encode(frame);
    synchronized (this) {
      if (last != null) {
        return;
      }
      if (waitingChars + text.length() <= limit) {
        enqueue(text);
        return;
      }
    }
    abort(CloseCode.SLOW_READER, "Read faster: more than " + limit + " characters waited.");
  }

  @Override
  public synchronized void close(CloseCode code, String message, long retryAfterMs) {
    if (last == null) {
      last = new Frame.Bye(code, message, retryAfterMs);
      enqueue(FrameCodec.encode(last));
      var _ = timer.schedule(socket::disconnect, CLOSE_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Closes at once: the client does not read, so a {@code bye} would not reach it either. */
  private synchronized void abort(CloseCode code, String message) {
    if (last == null) {
      last = new Frame.Bye(code, message, 0);
      waiting.clear();
      socket.close(code.code(), message, Callback.from(() -> {}, failure -> socket.disconnect()));
      socket.disconnect();
    }
  }

  private void enqueue(String text) {
    waiting.add(text);
    waitingChars += text.length();
    if (!writing) {
      writeNext();
    }
  }

  private void writeNext() {
    String text = waiting.poll();
    writing = text != null;
    if (text != null) {
      waitingChars -= text.length();
      socket.sendText(text, Callback.from(this::written, this::failed));
    } else if (last != null) {
      socket.close(last.code().code(), last.message(), Callback.NOOP);
    }
  }

  private synchronized void written() {
    writeNext();
  }

  private void failed(Throwable failure) {
    LOG.debug("writing to a client failed: {}", failure.toString());
    socket.disconnect();
  }
}
