package dev.plait.turn.app;

import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.probe.Coturn;
import dev.plait.turn.stun.AttributeType;
import dev.plait.turn.stun.StunAttribute;
import dev.plait.turn.stun.StunClass;
import dev.plait.turn.stun.StunCodec;
import dev.plait.turn.stun.StunFormatException;
import dev.plait.turn.stun.StunIntegrity;
import dev.plait.turn.stun.StunMessage;
import dev.plait.turn.stun.StunMethod;
import dev.plait.turn.stun.TransportAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Denies nothing, but gives an allocation only so many permissions and channels, as eturnal does
 * (max_permissions, 508 beyond). Relays nothing; IPv4 only; over UDP on loopback.
 */
final class StingyTurnServer implements AutoCloseable {
  private static final String REALM = "stingy";
  private static final int IPV6_FAMILY = 2;

  private final DatagramSocket socket;
  private final String software;
  private final int permissionsMax;
  private final Map<SocketAddress, Integer> given = new HashMap<>();

  private StingyTurnServer(DatagramSocket socket, String software, int permissionsMax) {
    this.socket = socket;
    this.software = software;
    this.permissionsMax = permissionsMax;
  }

  static StingyTurnServer start(String software, int permissionsMax) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    StingyTurnServer server = new StingyTurnServer(socket, software, permissionsMax);
    Thread.ofVirtual().name("stingy-turn").start(server::serve);
    return server;
  }

  String url() {
    return "turn:127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
    try {
      while (true) {
        packet.setLength(1_500);
        socket.receive(packet);
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        try {
          byte[] answer = answer(StunCodec.decode(bytes), packet.getSocketAddress());
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        } catch (StunFormatException e) {
          // Data on a channel: it relays nothing.
        }
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] answer(StunMessage request, SocketAddress client) {
    String username = request.text(AttributeType.USERNAME);
    if (username == null) {
      return StunCodec.encode(
          reply(
              request,
              StunClass.ERROR,
              new StunAttribute.Refusal(401, "Unauthorized"),
              new StunAttribute.Text(AttributeType.REALM, REALM),
              new StunAttribute.Text(AttributeType.NONCE, "nonce")));
    }
    return StunCodec.encode(answered(request, (InetSocketAddress) client), key(username), false);
  }

  private StunMessage answered(StunMessage request, InetSocketAddress client) {
    if (request.method() == StunMethod.ALLOCATE) {
      return request.number(AttributeType.REQUESTED_ADDRESS_FAMILY, 1) == IPV6_FAMILY
          ? refused(request, 440)
          : allocated(request, client);
    }
    TransportAddress peer = request.address(AttributeType.XOR_PEER_ADDRESS);
    if (peer == null) {
      return reply(request, StunClass.SUCCESS);
    }
    if (peer.isIpv6()) {
      return refused(request, 443);
    }
    return given.merge(client, 1, Integer::sum) > permissionsMax
        ? refused(request, 508)
        : reply(request, StunClass.SUCCESS);
  }

  private StunMessage allocated(StunMessage request, InetSocketAddress client) {
    return reply(
        request,
        StunClass.SUCCESS,
        new StunAttribute.Address(
            AttributeType.XOR_RELAYED_ADDRESS, TransportAddress.parse("127.0.0.1", 50_000)),
        new StunAttribute.Address(AttributeType.XOR_MAPPED_ADDRESS, TransportAddress.of(client)),
        new StunAttribute.Count(AttributeType.LIFETIME, 600),
        new StunAttribute.Text(AttributeType.SOFTWARE, software));
  }

  private static StunMessage refused(StunMessage request, int code) {
    return reply(request, StunClass.ERROR, new StunAttribute.Refusal(code, ""));
  }

  private static StunMessage reply(
      StunMessage request, StunClass how, StunAttribute... attributes) {
    return new StunMessage(how, request.method(), request.id(), List.of(attributes));
  }

  /** As of whoever signs with the first secret; the time is not looked at. */
  private static byte[] key(String username) {
    int colon = username.indexOf(':');
    long expiresAtMs = Long.parseLong(username.substring(0, colon)) * 1_000;
    String password =
        Objects.requireNonNull(
            new TurnSecrets(List.of(Coturn.SECRET))
                .issue(username.substring(colon + 1), expiresAtMs - 60_000, 60_000)
                .password());
    return StunIntegrity.longTermKey(username, REALM, password);
  }

  @Override
  public void close() {
    socket.close();
  }
}
