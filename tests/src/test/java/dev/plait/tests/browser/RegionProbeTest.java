package dev.plait.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.plait.protocol.signaling.RegionTrips;
import dev.plait.turn.stun.AttributeType;
import dev.plait.turn.stun.StunAttribute;
import dev.plait.turn.stun.StunClass;
import dev.plait.turn.stun.StunCodec;
import dev.plait.turn.stun.StunMessage;
import dev.plait.turn.stun.TransportAddress;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far away a page finds STUN servers to be (SIG-13). */
final class RegionProbeTest extends BrowserTest {
  private static final String MEASURE =
      """
      async (url) => {
        const { measureRegion } = await import('/lib/drivers/RegionProbe.js');
        const { Timers } = await import('/lib/drivers/Timers.js');
        return new Promise((told) => {
          measureRegion(url, new Timers(), told);
          setTimeout(() => told(-1), 4000);
        });
      }
      """;

  private final Page page = world.browser().freshProfile().newPage();

  @AfterEach
  void closePage() {
    page.context().close();
  }

  @Test
  void aServerThatAnswersIsNear() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var _ = Thread.ofVirtual().start(() -> answer(server));

      assertThat(measured(server.getLocalPort())).isBetween(0, (int) RegionTrips.MEASURE_MS);
    }
  }

  @Test
  void aServerThatIsSilentIsNotMeasured() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertThat(measured(silent.getLocalPort())).isEqualTo(-1);
    }
  }

  private int measured(int port) {
    page.navigate(world.node().uri().resolve("/lib/index.js").toString());
    return (int) page.evaluate(MEASURE, "stun:127.0.0.1:" + port);
  }

  private static void answer(DatagramSocket server) {
    DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
    try {
      while (true) {
        server.receive(packet);
        StunMessage asked = StunCodec.decode(Arrays.copyOf(packet.getData(), packet.getLength()));
        StunAttribute seen =
            new StunAttribute.Address(
                AttributeType.XOR_MAPPED_ADDRESS,
                TransportAddress.of((InetSocketAddress) packet.getSocketAddress()));
        byte[] told =
            StunCodec.encode(
                new StunMessage(StunClass.SUCCESS, asked.method(), asked.id(), List.of(seen)));
        server.send(new DatagramPacket(told, told.length, packet.getSocketAddress()));
      }
    } catch (Exception e) {
      assertThat(server.isClosed()).as(e.toString()).isTrue();
    }
  }
}
