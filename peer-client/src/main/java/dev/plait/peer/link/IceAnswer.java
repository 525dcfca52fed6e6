package dev.plait.peer.link;

import dev.plait.protocol.signaling.RegionTrips.Region;
import java.util.List;

/**
 * The server's answer to the question for ICE servers.
 *
 * @param servers STUN and TURN servers, best first
 * @param expiresAtMs when their credentials end, by the server's clock
 * @param regions whose distance may be measured; empty when there is nothing to choose
 */
public record IceAnswer(List<IceServer> servers, long expiresAtMs, List<Region> regions) {
  /** Copies the lists. */
  public IceAnswer {
    servers = List.copyOf(servers);
    regions = List.copyOf(regions);
  }
}
