package dev.plait.server.config;

import java.util.List;

/**
 * STUN and TURN servers told to clients, as they are.
 *
 * @param urls {@code stun:} and {@code turn:} URLs; none by default
 * @param username for TURN, empty for none
 * @param credential for TURN
 */
public record IceConfig(List<String> urls, String username, Secret credential) {
  /** Copies the list. */
  public IceConfig {
    urls = List.copyOf(urls);
  }
}
