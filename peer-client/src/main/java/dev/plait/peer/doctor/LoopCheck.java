package dev.plait.peer.doctor;

import dev.plait.peer.doctor.IceCheck.Offered;
import dev.plait.peer.rtc.IceServer;
import dev.plait.peer.rtc.RelayLoop;
import dev.plait.peer.rtc.RtcFactory;
import dev.plait.peer.rtc.RtcUnavailable;
import java.util.List;
import java.util.Locale;

/** Sends messages through TURN for real: over a data channel from this process to itself. */
final class LoopCheck {
  private LoopCheck() {}

  /**
   * Runs the loop.
   *
   * @param working TURN URLs that have allocated
   * @param udp whether UDP gets out
   */
  static Answer<Boolean> make(List<Offered> working, boolean udp) throws InterruptedException {
    return switch (RtcFactory.get()) {
      case RtcUnavailable(String reason) -> Answer.skipped("no WebRTC on this machine: " + reason);
      case RtcFactory factory -> judge(RelayLoop.run(factory, servers(working)), working, udp);
    };
  }

  private static List<IceServer> servers(List<Offered> working) {
    return working.stream()
        .map(
            one ->
                new IceServer(
                    List.of(one.url().toString()), one.of().username(), one.of().credential()))
        .toList();
  }

  private static Answer<Boolean> judge(
      RelayLoop.Result result, List<Offered> working, boolean udp) {
    if (result.opened()) {
      return Answer.ok(
          String.format(
              Locale.ROOT,
              "a data channel through TURN: %s; round trip %.1f ms, %.1f Mbit/s",
              result.pair(),
              result.roundTripMs(),
              result.mbitPerS()),
          true);
    }
    boolean oneServer = working.stream().map(one -> one.url().host()).distinct().count() < 2;
    if (!udp && oneServer) {
      return Answer.warning(
          "no data channel: without UDP both ends need TURN, and this one server does not relay to"
              + " itself",
          "offer a second TURN server, so that two networks without UDP meet between the two",
          false);
    }
    return Answer.failed(
        "the TURN server allocates, but no data channel opens through it (" + result.reason() + ")",
        "have the firewall of the TURN server let its relay ports pass (relay-port-min to"
            + " relay-port-max, UDP), and run ./plait turn-check");
  }
}
