package dev.plait.peer.link;

import java.util.List;

/**
 * The server's answer to the question for ICE servers.
 *
 * @param servers STUN and TURN servers, best first
 * @param expiresAtMs when their credentials end, by the server's clock
 */
public record IceAnswer(List<IceServer> servers, long expiresAtMs) {
  /** Copies the list. */
  public IceAnswer {
    servers = List.copyOf(servers);
  }
}
