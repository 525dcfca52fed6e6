package dev.plait.turn.probe;

import dev.plait.turn.stun.AttributeType;
import dev.plait.turn.stun.StunAttribute;
import dev.plait.turn.stun.StunClass;
import dev.plait.turn.stun.StunCodec;
import dev.plait.turn.stun.StunFormatException;
import dev.plait.turn.stun.StunMessage;
import dev.plait.turn.stun.TransactionId;
import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A STUN server on loopback that tells everybody where they are, and counts who asks. */
public final class StunResponder implements AutoCloseable {
  private static final int PACKET_BYTES = 1_500;

  private final DatagramSocket socket;
  private final Set<TransactionId> asked = ConcurrentHashMap.newKeySet();

  /** Listens on a free port, until closed. */
  public StunResponder() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("stun-responder").start(this::serve);
  }

  /** Where it listens, as a {@code stun:} URL. */
  public String url() {
    return "stun:127.0.0.1:" + socket.getLocalPort();
  }

  /** How many requests have come, however often each. */
  public int asked() {
    return asked.size();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[PACKET_BYTES], PACKET_BYTES);
    try {
      while (true) {
        packet.setLength(PACKET_BYTES);
        socket.receive(packet);
        byte[] answer = answer(packet);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException | StunFormatException e) {
      socket.close(); // by whoever made it, most likely
    }
  }

  /** RFC 8489 §14.2: the address that the request came from. */
  private byte[] answer(DatagramPacket packet) throws StunFormatException {
    StunMessage request = StunCodec.decode(Arrays.copyOf(packet.getData(), packet.getLength()));
    asked.add(request.id());
    StunAttribute seen =
        new StunAttribute.Address(
            AttributeType.XOR_MAPPED_ADDRESS,
            TransportAddress.of((InetSocketAddress) packet.getSocketAddress()));
    return StunCodec.encode(
        new StunMessage(StunClass.SUCCESS, request.method(), request.id(), List.of(seen)));
  }

  @Override
  public void close() {
    socket.close();
  }
}
