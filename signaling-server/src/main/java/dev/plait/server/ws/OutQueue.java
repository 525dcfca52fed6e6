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

  /** Whoever sends at the client's pace keeps no more waiting: a ping is answered soon. */
  private static final int ROOM_CHARS = 64 << 10;

  /** Who has not read so much in this time does not read: on any line it takes seconds. */
  private static final long LONGEST_WAIT_MS = 60_000;

  private static final String SLOW = "Read faster: too much waited to be written.";

  private final Session socket;
  private final ScheduledExecutorService timer;
  private final int limit;
  private final Queue<String> waiting = new ArrayDeque<>();
  private long waitingChars;
  private boolean writing;
  private Frame.@Nullable Bye last;
  private boolean gone;

  OutQueue(Session socket, ScheduledExecutorService timer, int limit) {
    this.socket = socket;
    this.timer = timer;
    this.limit = limit;
  }

  @Override
  public void send(ServerFrame frame) {
    String text = FrameCodec.encode(frame);
    boolean room;
    synchronized (this) {
      if (last != null) {
        return;
      }
      room = waitingChars + text.length() <= limit;
      if (room) {
        add(text);
      } else {
        last = new Frame.Bye(CloseCode.SLOW_READER, SLOW, 0);
        waiting.clear();
        notifyAll();
      }
    }
    if (room) {
      writeNext();
    } else {
      cutOff();
    }
  }

  @Override
  public boolean awaitRoom() throws InterruptedException {
    if (!hasRoomSoon()) {
      close(CloseCode.SLOW_READER, SLOW, 0);
    }
    synchronized (this) {
      return last == null && !gone;
    }
  }

  private synchronized boolean hasRoomSoon() throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MS);
    while (waitingChars > ROOM_CHARS && last == null && !gone) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
      if (leftMs <= 0) {
        return false;
      }
      wait(leftMs);
    }
    return true;
  }

  /** The connection is closed. */
  synchronized void handleClosed() {
    gone = true;
    notifyAll();
  }

  @Override
  public void close(CloseCode code, String message, long retryAfterMs) {
    synchronized (this) {
      if (last != null) {
        return;
      }
      last = new Frame.Bye(code, message, retryAfterMs);
      add(FrameCodec.encode(last));
      notifyAll();
    }
    var _ = timer.schedule(socket::disconnect, CLOSE_MS, TimeUnit.MILLISECONDS);
    writeNext();
  }

  @Override
  public synchronized boolean isClosing() {
    return last != null;
  }

  /** Closes at once: the client does not read, so a {@code bye} would not reach it either. */
  private void cutOff() {
    socket.close(
        CloseCode.SLOW_READER.code(),
        SLOW,
        Callback.from(() -> {}, failure -> socket.disconnect()));
    socket.disconnect();
  }

  private void add(String text) {
    waiting.add(text);
    waitingChars += text.length();
  }

  /**
   * Writes what is next, unless a write is under way, whose end comes here again. Jetty is called
   * without the lock: it may call back at once, on this thread, into code with locks of its own.
   */
  private void writeNext() {
    String text;
    Frame.Bye bye;
    synchronized (this) {
      if (writing) {
        return;
      }
      text = waiting.poll();
      bye = last;
      writing = text != null;
      waitingChars -= text == null ? 0 : text.length();
      if (waitingChars <= ROOM_CHARS) {
        notifyAll();
      }
    }
    if (text != null) {
      socket.sendText(text, Callback.from(this::written, this::failed));
    } else if (bye != null) {
      socket.close(bye.code().code(), bye.message(), Callback.NOOP);
    }
  }

  private void written() {
    synchronized (this) {
      writing = false;
    }
    writeNext();
  }

  private void failed(Throwable failure) {
    LOG.debug("writing to a client failed: {}", failure.toString());
    socket.disconnect();
  }
}
