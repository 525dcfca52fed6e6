package dev.plait.turn.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.probe.TurnClient.Allocation;
import dev.plait.turn.probe.TurnClient.Family;
import dev.plait.turn.probe.TurnProbe.Failed;
import dev.plait.turn.probe.TurnProbe.Reached;
import dev.plait.turn.stun.AttributeType;
import dev.plait.turn.stun.StunAttribute;
import dev.plait.turn.stun.StunClass;
import dev.plait.turn.stun.StunCodec;
import dev.plait.turn.stun.StunFormatException;
import dev.plait.turn.stun.StunMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server still knows an allocation of the address that a client comes from. */
class AllocationMismatchTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void anAddressOfAClientThatDiedIsLeftForAnother(@TempDir Path folder) throws Exception {
    try (Coturn coturn =
            Coturn.start(folder, "use-auth-secret", "static-auth-secret=" + Coturn.SECRET);
        ForgetfulNat nat = ForgetfulNat.before(coturn.port())) {
      TurnUrl url = TurnUrl.parse("turn:127.0.0.1:" + nat.port());
      TurnOptions options = TurnOptions.within(TIMEOUT);
      try (TurnClient dead = TurnClient.connect(url, options);
          TurnClient next = TurnClient.connect(url, options)) {
        Allocation lost = dead.allocate(credential("ada"), Family.IPV4);
        nat.forget();
        Allocation own = next.allocate(credential("ben"), Family.IPV4);

        assertThat(own.relayed()).isNotEqualTo(lost.relayed());
        assertThat(own.mapped()).isNotEqualTo(lost.mapped());
        assertThat(next.refresh(Duration.ofSeconds(700))).isEqualTo(700);
      }
      nat.forget();
      assertThat(TurnProbe.allocate(url, credential("cleo"), TIMEOUT)).isInstanceOf(Reached.class);
    }
  }

  @Test
  void threeAddressesAreTriedAndNoMore() throws Exception {
    Set<SocketAddress> clients = new LinkedHashSet<>();
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread serving = Thread.ofVirtual().start(() -> refuse(server, clients));
      TurnProbe.Result result =
          TurnProbe.allocate(
              TurnUrl.parse("turn:127.0.0.1:" + server.getLocalPort()), credential("ada"), TIMEOUT);
      server.close();
      serving.join();

      assertThat(result)
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.fault()).isEqualTo(Fault.ALLOCATION_MISMATCH));
      assertThat(((Failed) result).code()).isEqualTo(437);
      assertThat(clients).hasSize(3);
    }
  }

  /** Answers each sealed request as if its allocation were another's. */
  private static void refuse(DatagramSocket server, Set<SocketAddress> clients) {
    DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
    try {
      while (true) {
        packet.setLength(1_500);
        server.receive(packet);
        StunMessage request = StunCodec.decode(Arrays.copyOf(packet.getData(), packet.getLength()));
        boolean isSealed = request.text(AttributeType.NONCE) != null;
        clients.add(packet.getSocketAddress());
        byte[] answer =
            StunCodec.encode(
                new StunMessage(
                    StunClass.ERROR,
                    request.method(),
                    request.id(),
                    List.of(
                        new StunAttribute.Refusal(isSealed ? 437 : 401, ""),
                        new StunAttribute.Text(AttributeType.REALM, "r"),
                        new StunAttribute.Text(AttributeType.NONCE, "n"))));
        server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // The test has ended.
    } catch (StunFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static TurnCredential credential(String user) {
    return new TurnSecrets(List.of(Coturn.SECRET)).issue(user, System.currentTimeMillis(), 600_000);
  }

  /**
   * A NAT on loopback that forgets whose an outer address was, and gives it to the next client that
   * comes. Each further client gets an address of its own.
   */
  private static final class ForgetfulNat implements AutoCloseable {
    private final DatagramSocket inside;
    private final InetSocketAddress server;
    private final DatagramSocket reused;
    private final ConcurrentHashMap<SocketAddress, DatagramSocket> outside =
        new ConcurrentHashMap<>();

    private ForgetfulNat(DatagramSocket inside, DatagramSocket reused, InetSocketAddress server) {
      this.inside = inside;
      this.reused = reused;
      this.server = server;
    }

    static ForgetfulNat before(int serverPort) throws IOException {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      ForgetfulNat nat =
          new ForgetfulNat(
              new DatagramSocket(0, loopback),
              new DatagramSocket(0, loopback),
              new InetSocketAddress(loopback, serverPort));
      Thread.ofVirtual().start(() -> nat.carry(nat.inside));
      Thread.ofVirtual().start(() -> nat.carry(nat.reused));
      return nat;
    }

    int port() {
      return inside.getLocalPort();
    }

    /** The first address is anybody's again. */
    void forget() {
      outside.values().removeIf(reused::equals);
    }

    private void carry(DatagramSocket from) {
      DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
      try {
        while (true) {
          packet.setLength(1_500);
          from.receive(packet);
          if (from.equals(inside)) {
            DatagramSocket via = outside.computeIfAbsent(packet.getSocketAddress(), _ -> open());
            packet.setSocketAddress(server);
            via.send(packet);
          } else {
            toClient(packet, from);
          }
        }
      } catch (IOException closed) {
        // The test has ended.
      }
    }

    private void toClient(DatagramPacket packet, DatagramSocket from) throws IOException {
      for (var mapping : outside.entrySet()) {
        if (mapping.getValue().equals(from)) {
          packet.setSocketAddress(mapping.getKey());
          inside.send(packet);
        }
      }
    }

    private DatagramSocket open() {
      if (!outside.containsValue(reused)) {
        return reused;
      }
      try {
        DatagramSocket fresh = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> carry(fresh));
        return fresh;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      inside.close();
      reused.close();
      outside.values().forEach(DatagramSocket::close);
    }
  }
}
