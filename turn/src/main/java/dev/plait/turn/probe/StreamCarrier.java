package dev.plait.turn.probe;

import dev.plait.turn.stun.ChannelData;
import dev.plait.turn.stun.StunFormatException;
import dev.plait.turn.stun.TransportAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Packets in a TCP or TLS stream (RFC 8656 §12.5). A thread of its own reads whole packets, so that
 * a time limit never falls into the middle of one; when nobody fetches them it stops reading.
 */
final class StreamCarrier implements Carrier {
  private static final int QUEUE_PACKETS = 256;

  /** No packet is empty. */
  private static final byte[] END = {};

  private final Socket socket;
  private final BlockingQueue<byte[]> packets = new ArrayBlockingQueue<>(QUEUE_PACKETS);
  private final Thread reader;
  private volatile @Nullable IOException why;
  private boolean ended;

  private StreamCarrier(Socket socket) {
    this.socket = socket;
    this.reader = Thread.ofVirtual().name("turn-reader").unstarted(this::read);
  }

  /** Takes over a connected socket. */
  static StreamCarrier over(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    StreamCarrier carrier = new StreamCarrier(socket);
    carrier.reader.start();
    return carrier;
  }

  private void read() {
    try {
      IOException end;
      try {
        end = readPackets(socket.getInputStream());
      } catch (IOException e) {
        end = e;
      }
      why = end;
      packets.put(END);
    } catch (InterruptedException e) {
      // Closed: nobody fetches any more.
      Thread.currentThread().interrupt();
    }
  }

  private IOException readPackets(InputStream in) throws IOException, InterruptedException {
    for (boolean isFirst = true; ; isFirst = false) {
      byte[] prefix = in.readNBytes(ChannelData.PREFIX_BYTES);
      if (prefix.length < ChannelData.PREFIX_BYTES) {
        return new EOFException("the stream has ended");
      }
      if (isFirst && ChannelData.is(prefix)) {
        return new NotTurnException("it begins with channel data, as HTTP seems to");
      }
      int length;
      try {
        length = ChannelData.packetBytes(prefix);
      } catch (StunFormatException e) {
        return new NotTurnException(e.getMessage());
      }
      byte[] packet = Arrays.copyOf(prefix, length);
      int rest = length - prefix.length;
      if (in.readNBytes(packet, prefix.length, rest) < rest) {
        return new EOFException("the stream has ended within a packet");
      }
      packets.put(packet);
    }
  }

  /** What comes in the stream is something else. */
  static final class NotTurnException extends IOException {
    private static final long serialVersionUID = 1L;

    NotTurnException(@Nullable String why) {
      super(why);
    }
  }

  @Override
  public void send(byte[] packet) throws IOException {
    socket.getOutputStream().write(packet);
  }

  @Override
  public byte @Nullable [] receive(Deadline deadline) throws IOException {
    try {
      byte[] packet = ended ? END : packets.poll(deadline.leftNs(), TimeUnit.NANOSECONDS);
      ended = packet != null && packet.length == 0;
      if (ended && why != null) {
        throw why;
      }
      return packet;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public boolean isReliable() {
    return true;
  }

  @Override
  public TransportAddress local() {
    return TransportAddress.of((InetSocketAddress) socket.getLocalSocketAddress());
  }

  @Override
  public TransportAddress server() {
    return TransportAddress.of((InetSocketAddress) socket.getRemoteSocketAddress());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
    reader.interrupt();
  }
}
