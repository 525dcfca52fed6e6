package dev.plait.turn.credential;

/**
 * What a client shows to a TURN server (draft-uberti-behave-turn-rest-00 §2.2).
 *
 * @param username {@code expiry:user}, the expiry in seconds since 1970
 * @param password Base64 of the HMAC-SHA1 of the user name under the shared secret; never logged
 * @param expiresAtMs when the server stops taking it, in milliseconds since 1970
 */
public record TurnCredential(String username, String password, long expiresAtMs) {
  /** Leaves the password out. */
  @Override
  public String toString() {
    return "TurnCredential[" + username + "]";
  }
}
