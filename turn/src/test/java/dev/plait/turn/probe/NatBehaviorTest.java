package dev.plait.turn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.turn.probe.NatBehavior.Filtering;
import dev.plait.turn.probe.NatBehavior.Mapping;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without address translation, against a real coturn. */
class NatBehaviorTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  @TempDir private Path folder;

  @Test
  void aServerWithTwoAddressesShowsMappingAndFiltering() throws Exception {
    try (Coturn coturn =
        Coturn.start(
            folder, "listening-ip=127.0.0.1", "listening-ip=127.0.0.2", "relay-ip=127.0.0.1")) {
      NatBehavior.Report report =
          NatBehavior.discover(List.of(coturn.url("stun:127.0.0.1:%d")), TIMEOUT);

      assertThat(report.mapping()).isEqualTo(Mapping.NONE);
      assertThat(report.filtering()).isEqualTo(Filtering.ENDPOINT_INDEPENDENT);
      assertThat(report.local()).isEqualTo(report.mapped());
    }
  }

  @Test
  void aServerWithOneAddressDoesNotShowFiltering() throws Exception {
    try (Coturn coturn = Coturn.start(folder)) {
      NatBehavior.Report report =
          NatBehavior.discover(List.of(coturn.url("stun:127.0.0.1:%d")), TIMEOUT);

      assertThat(report.filtering()).isEqualTo(Filtering.UNKNOWN);
    }
  }

  @Test
  void silenceIsAFault() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      TurnUrl url = TurnUrl.parse("stun:127.0.0.1:" + silent.getLocalPort());

      assertThatThrownBy(() -> NatBehavior.discover(List.of(url), Duration.ofMillis(700)))
          .isInstanceOfSatisfying(
              TurnException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NO_ANSWER));
    }
  }
}
