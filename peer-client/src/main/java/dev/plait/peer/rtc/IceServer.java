package dev.plait.peer.rtc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A STUN or TURN server.
 *
 * @param urls such as {@code stun:host:port} or {@code turn:host:port?transport=udp}
 * @param username for TURN, else null
 * @param credential for TURN, else null; never logged
 */
public record IceServer(List<String> urls, @Nullable String username, @Nullable String credential) {
  /** Copies the list. */
  public IceServer {
    urls = List.copyOf(urls);
  }

  /** Leaves the credential out. */
  @Override
  public String toString() {
    return "IceServer[urls=" + urls + "]";
  }
}
