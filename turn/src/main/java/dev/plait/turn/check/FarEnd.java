package dev.plait.turn.check;

import dev.plait.turn.probe.TurnClient;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.stun.ChannelData;
import dev.plait.turn.stun.Payload;
import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The other side of a relayed conversation. Used by one thread. */
sealed interface FarEnd extends AutoCloseable {
  /** Sends to the relayed address of the near side. */
  void send(Payload data) throws TurnException, IOException;

  /** What the near side sent; null when nothing comes in time. */
  @Nullable Payload receive(Duration timeout) throws TurnException, IOException;

  @Override
  void close();

  /** A client with an allocation of its own on the same server. */
  record OtherClient(TurnClient client) implements FarEnd {
    private static final int CHANNEL = ChannelData.CHANNEL_MIN;

    static OtherClient towards(TransportAddress near, TurnClient allocated) throws TurnException {
      allocated.bind(CHANNEL, near);
      return new OtherClient(allocated);
    }

    @Override
    public void send(Payload data) throws TurnException {
      client.send(CHANNEL, data);
    }

    @Override
    public @Nullable Payload receive(Duration timeout) throws TurnException {
      TurnClient.Relayed relayed = client.receive(timeout);
      return relayed == null ? null : relayed.data();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** A socket of this machine, without any TURN server. */
  final class OwnSocket implements FarEnd {
    private static final int DATAGRAM_BYTES_MAX = 2_048;

    /** Room for what is under way at a time. */
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private final DatagramSocket socket;
    private final TransportAddress near;
    private final DatagramPacket received =
        new DatagramPacket(new byte[DATAGRAM_BYTES_MAX], DATAGRAM_BYTES_MAX);

    OwnSocket(TransportAddress near) throws IOException {
      this.near = near;
      this.socket = new DatagramSocket();
      this.socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    }

    @Override
    public void send(Payload data) throws IOException {
      socket.send(new DatagramPacket(data.toArray(), data.size(), near.toSocketAddress()));
    }

    @Override
    public @Nullable Payload receive(Duration timeout) throws IOException {
      socket.setSoTimeout(Math.max(1, Math.toIntExact(timeout.toMillis())));
      received.setLength(DATAGRAM_BYTES_MAX);
      try {
        socket.receive(received);
      } catch (SocketTimeoutException e) {
        return null;
      }
      return Payload.of(Arrays.copyOf(received.getData(), received.getLength()));
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
