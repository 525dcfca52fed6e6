package dev.plait.turn.probe;

import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Datagrams, to one server at a time. */
final class UdpCarrier implements Carrier {
  private static final int DATAGRAM_BYTES_MAX = 65_535;

  /** Room for a burst that is relayed back while the sender still sends. */
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  private final DatagramSocket socket;
  private final DatagramPacket received =
      new DatagramPacket(new byte[DATAGRAM_BYTES_MAX], DATAGRAM_BYTES_MAX);
  private InetSocketAddress server;

  private UdpCarrier(DatagramSocket socket, InetSocketAddress server) {
    this.socket = socket;
    this.server = server;
  }

  /** Takes packets from this server only, and hears when its port is closed. */
  static UdpCarrier connected(InetSocketAddress server) throws IOException {
    DatagramSocket socket = open();
    try {
      socket.connect(server);
    } catch (SocketException e) {
      socket.close();
      throw e;
    } catch (UncheckedIOException e) {
      socket.close();
      throw e.getCause();
    }
    return new UdpCarrier(socket, server);
  }

  /** Takes packets from everybody. */
  static UdpCarrier unconnected(InetSocketAddress server) throws IOException {
    return new UdpCarrier(open(), server);
  }

  private static DatagramSocket open() throws IOException {
    DatagramSocket socket = new DatagramSocket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    return socket;
  }

  /** Sends there from now on; only when not connected. */
  void aimAt(InetSocketAddress other) {
    server = other;
  }

  @Override
  public void send(byte[] packet) throws IOException {
    socket.send(new DatagramPacket(packet, packet.length, server));
  }

  @Override
  public byte @Nullable [] receive(Deadline deadline) throws IOException {
    if (deadline.hasPassed()) {
      return null;
    }
    socket.setSoTimeout(deadline.leftMs());
    received.setLength(DATAGRAM_BYTES_MAX);
    try {
      socket.receive(received);
    } catch (SocketTimeoutException e) {
      return null;
    }
    return Arrays.copyOf(received.getData(), received.getLength());
  }

  /** Who sent what was received last. */
  TransportAddress sender() {
    return TransportAddress.of((InetSocketAddress) received.getSocketAddress());
  }

  @Override
  public boolean isReliable() {
    return false;
  }

  @Override
  public TransportAddress local() {
    return TransportAddress.of((InetSocketAddress) socket.getLocalSocketAddress());
  }

  @Override
  public TransportAddress server() {
    return TransportAddress.of(server);
  }

  @Override
  public void close() {
    socket.close();
  }
}
