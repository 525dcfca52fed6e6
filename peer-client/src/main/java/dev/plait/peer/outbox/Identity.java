package dev.plait.peer.outbox;

import java.util.UUID;

/**
 * Who this device is.
 *
 * @param server base URL of its server
 * @param handle its account's handle
 * @param account its account
 * @param device itself
 * @param refreshToken opaque; changes with each use; never logged
 * @param epoch names this outbox; must be the one in the database
 */
public record Identity(
    String server, String handle, UUID account, UUID device, String refreshToken, long epoch) {

  /** The same device with the next refresh token. */
  public Identity withRefreshToken(String token) {
    return new Identity(server, handle, account, device, token, epoch);
  }

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "Identity[" + handle + " at " + server + ", device " + device + "]";
  }
}
