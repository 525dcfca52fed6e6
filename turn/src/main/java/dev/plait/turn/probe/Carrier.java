package dev.plait.turn.probe;

import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Carries packets to a server and back. Used by one thread at a time. */
interface Carrier extends AutoCloseable {
  /** Sends one STUN message or channel data. */
  void send(byte[] packet) throws IOException;

  /** The next packet; null when none comes in time. */
  byte @Nullable [] receive(Deadline deadline) throws IOException;

  /** Whether what is sent arrives, so that it need not be sent again. */
  boolean isReliable();

  /** Where it sends from. */
  TransportAddress local();

  /** Where the server is. */
  TransportAddress server();

  @Override
  void close();
}
