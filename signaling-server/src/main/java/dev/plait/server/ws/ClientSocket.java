package dev.plait.server.ws;

import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Limits;
import dev.plait.server.session.DeviceSession;
import dev.plait.server.session.Outbound;
import dev.plait.server.session.SessionLimits;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: text in, frames out of it. Jetty calls it on virtual threads, one message at a
 * time: the next is demanded when this one is done, later when the client is over its budget, so a
 * flood waits in the client's own socket. What comes after a fault, or after the node has said bye,
 * is read and dropped, so that the client gets to read why. Lives as long as the connection. Public
 * because Jetty calls it through a public lookup.
 */
public final class ClientSocket implements Session.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);

  private final BiFunction<Outbound, Consumer<UUID>, DeviceSession> start;
  private final Arrival arrival;
  private final SessionLimits limits;
  private final ReadBudget budget;
  private final ScheduledExecutorService timer;
  private final StringBuilder message = new StringBuilder();
  private boolean ended;
  private @Nullable Session socket;
  private @Nullable OutQueue out;
  private @Nullable DeviceSession session;

  ClientSocket(
      BiFunction<Outbound, Consumer<UUID>, DeviceSession> start,
      Arrival arrival,
      SessionLimits limits,
      ScheduledExecutorService timer) {
    this.start = start;
    this.arrival = arrival;
    this.limits = limits;
    this.timer = timer;
    this.budget = new ReadBudget(limits.framesPerSecond(), limits.bytesPerSecond());
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    socket = opened;
    out = new OutQueue(opened, timer, limits.outBytes());
    arrival.handleOpened();
    session = start.apply(out, arrival::handleAdmitted);
    opened.demand();
  }

  /** Gathers a message here and not in Jetty, which would cut the client off without a word. */
  @Override
  public void onWebSocketPartialText(String part, boolean last) {
    if (socket == null || out == null) {
      throw new IllegalStateException("a message before the connection opened");
    }
    if (message.length() + part.length() > Limits.FRAME_BYTES) {
      out.close(CloseCode.TOO_LARGE, "A message has at most " + Limits.FRAME_BYTES + " bytes.", 0);
      message.setLength(0);
      ended = true;
    }
    long waitMs = 0;
    if (!ended && !out.isClosing()) {
      message.append(part);
      if (last) {
        String text = message.toString();
        message.setLength(0);
        waitMs = take(text);
      }
    }
    demandNext(socket, Math.max(waitMs, budget.take(last ? 1 : 0, part.length())));
  }

  /** How long to wait before the next. */
  private long take(String text) {
    if (out == null || session == null) {
      throw new IllegalStateException("a message before the connection opened");
    }
    return switch (FrameCodec.decode(text, Direction.FROM_CLIENT)) {
      case Decoded.Ok(ClientFrame frame) -> session.handle(frame, text.length());
      case Decoded.Ok(var other) ->
          throw new IllegalStateException("decoded as from a client: " + other);
      case Decoded.Bad(var code, var rule, var _) -> {
        LOG.debug("a client sent a bad frame: {} {}", code, rule);
        out.close(code, rule, 0);
        ended = true;
        yield 0;
      }
    };
  }

  private void demandNext(Session open, long waitMs) {
    if (waitMs == 0) {
      open.demand();
    } else {
      var _ = timer.schedule(open::demand, waitMs, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
    callback.succeed();
    if (socket == null || out == null) {
      throw new IllegalStateException("a message before the connection opened");
    }
    ended = true;
    out.close(CloseCode.BAD_FRAME, "Send text messages, not binary ones.", 0);
    demandNext(socket, budget.take(last ? 1 : 0, part.remaining()));
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.debug("a connection failed: {}", cause.toString());
  }

  /**
   * On a thread of its own: Jetty may call this from within any write, the relay's too, and the end
   * of a session waits for locks, for the relay and for the database.
   */
  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    if (out != null) {
      out.handleClosed();
      arrival.handleClosed();
    }
    DeviceSession ended = session;
    if (ended != null) {
      var _ = Thread.ofVirtual().name("session-end").start(ended::handleClosed);
    }
    callback.succeed();
  }
}
