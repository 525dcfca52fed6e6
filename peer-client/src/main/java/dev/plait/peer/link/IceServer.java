package dev.plait.peer.link;

import java.util.List;

/**
 * A STUN or TURN server.
 *
 * @param urls its addresses
 * @param username for TURN, may be empty
 * @param credential for TURN, may be empty; never logged
 * @param realm of the TURN server, empty when it is not told
 */
public record IceServer(List<String> urls, String username, String credential, String realm) {
  /** Copies the list. */
  public IceServer {
    urls = List.copyOf(urls);
  }

  /** Leaves the credential out. */
  @Override
  public String toString() {
    return "IceServer" + urls;
  }
}
