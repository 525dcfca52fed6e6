package dev.plait.server.session;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.ServerFrame;

/**
 * The way out to one client. Safe from any thread: what the client does not read in time is bounded
 * by closing its connection, never by dropping a frame.
 */
public interface Outbound {
  /** Queues a frame; ignored once the connection is closing. */
  void send(ServerFrame frame);

  /**
   * Waits until the client has read most of what was sent: for what is sent at the client's pace.
   * The one method that blocks.
   *
   * @return whether there is still somebody to send to
   */
  boolean awaitRoom() throws InterruptedException;

  /** Sends {@code bye} and closes; the first reason counts. */
  void close(CloseCode code, String message, long retryAfterMs);

  /** Whether the end has been said: nothing more is sent, and nothing that comes counts. */
  boolean isClosing();
}
