package dev.plait.peer.link;

import java.util.UUID;

/**
 * What signing in gives.
 *
 * @param account the account
 * @param device the device that signed in
 * @param accessToken short-lived; never logged
 * @param accessExpiresAtMs when it ends, by the server's clock
 * @param refreshToken for the next one; good once; never logged
 */
public record Session(
    UUID account, UUID device, String accessToken, long accessExpiresAtMs, String refreshToken) {
  /** Leaves the tokens out. */
  @Override
  public String toString() {
    return "Session[account=" + account + ", device=" + device + "]";
  }
}
