package dev.plait.server.account;

import java.util.UUID;

/**
 * A device is signed in; here is what it needs.
 *
 * @param account the account
 * @param device the device
 * @param accessToken for requests and for the WebSocket's hello
 * @param accessExpiresAtMs its end
 * @param endsAtMs when the device has to sign in again, however often it renews its tokens
 * @param refreshToken for the next pair, good for one use
 */
public record SignedIn(
    UUID account,
    UUID device,
    String accessToken,
    long accessExpiresAtMs,
    long endsAtMs,
    String refreshToken) {
  /** Leaves the tokens out. */
  @Override
  public String toString() {
    return "SignedIn[" + account + ", " + device + "]";
  }
}
