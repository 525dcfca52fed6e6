package dev.plait.peer;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A STUN server on loopback that says to everybody that they are at 192.0.2.1:1234. */
final class StubStun implements AutoCloseable {
  private static final int BINDING_SUCCESS = 0x0101;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;
  private static final int COOKIE = 0x2112A442;
  private static final int ADDRESS = 0xC0000201;
  private static final int PORT = 1234;

  private final DatagramSocket socket;
  private final Set<ByteBuffer> asked = ConcurrentHashMap.newKeySet();

  StubStun() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "stun:127.0.0.1:" + socket.getLocalPort();
  }

  /** How many requests have come, however often each. */
  int asked() {
    return asked.size();
  }

  private void serve() {
    byte[] bytes = new byte[1500];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        socket.receive(packet);
        asked.add(ByteBuffer.wrap(Arrays.copyOfRange(bytes, 8, 20))); // the transaction
        byte[] answer = answer(bytes);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      socket.close(); // by whoever made it, most likely
    }
  }

  /** RFC 8489 §5 and §14.2: the same transaction, and one attribute. */
  private static byte[] answer(byte[] request) {
    return ByteBuffer.allocate(32)
        .putShort((short) BINDING_SUCCESS)
        .putShort((short) 12)
        .put(request, 4, 16)
        .putShort((short) XOR_MAPPED_ADDRESS)
        .putShort((short) 8)
        .putShort((short) 1)
        .putShort((short) (PORT ^ (COOKIE >>> 16)))
        .putInt(ADDRESS ^ COOKIE)
        .array();
  }

  @Override
  public void close() {
    socket.close();
  }
}
