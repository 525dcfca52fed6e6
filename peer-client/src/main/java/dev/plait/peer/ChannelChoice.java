package dev.plait.peer;

import dev.plait.peer.link.AccessTokens;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.link.ServerLink;
import dev.plait.peer.rtc.RtcFactory;
import dev.plait.peer.rtc.RtcUnavailable;
import java.security.SecureRandom;
import java.util.UUID;

/** Which data channels a peer has: those of the native library, where it is there and wanted. */
final class ChannelChoice {
  private ChannelChoice() {}

  static ChannelSet of(
      PeerOptions options,
      UUID self,
      PeerThread owner,
      PeerEngine engine,
      ServerLink link,
      ServerApi api,
      AccessTokens tokens,
      SecureRandom random) {
    if (!options.direct()) {
      return new NoChannels("direct channels are switched off");
    }
    return switch (RtcFactory.get()) {
      case RtcFactory factory ->
          new RtcChannels(
              factory,
              self,
              owner,
              engine,
              link::send,
              new IceServers(
                  rtt -> api.iceServers(tokens.access(), rtt),
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
