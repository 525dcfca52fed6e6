package dev.plait.peer;

import dev.plait.peer.link.ServerLink;
import dev.plait.peer.rtc.RtcFactory;
import dev.plait.peer.rtc.RtcUnavailable;
import java.security.SecureRandom;

/** Which data channels a peer has: those of the native library, where it is there and wanted. */
final class ChannelChoice {
  private ChannelChoice() {}

  static ChannelSet of(
      PeerOptions options,
      DeviceSignIn.SignedIn signedIn,
      PeerThread owner,
      PeerEngine engine,
      ServerLink link,
      SecureRandom random) {
    if (!options.direct()) {
      return new NoChannels("direct channels are switched off");
    }
    return switch (RtcFactory.get()) {
      case RtcFactory factory ->
          new RtcChannels(
              factory,
              signedIn.identity().device(),
              owner,
              engine,
              link::send,
              new IceServers(
                  rtt -> signedIn.tokens().ask(token -> signedIn.api().iceServers(token, rtt)),
                  StunTrips::measure,
                  owner,
                  engine::nowMs,
                  link::serverTimeMs,
                  random));
      case RtcUnavailable(var reason) -> {
        engine.warn("no direct channels: " + reason + "; relay and store work");
        yield new NoChannels(reason);
      }
    };
  }
}
