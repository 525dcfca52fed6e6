package dev.plait.server.token;

import java.util.UUID;

/**
 * Decides whom an access token admits. Safe from any thread; may block on the database, so callers
 * run it on a virtual thread. Never throws on input.
 */
@FunctionalInterface
public interface TokenVerifier {
  /**
   * Checks signature, type, audience, lifetime, and that the device is still signed in.
   *
   * @param token as it came from outside, any text; never logged
   */
  Verdict verify(String token);

  /** What came of a check. */
  sealed interface Verdict permits Principal, Rejected {}

  /**
   * Who speaks.
   *
   * @param account the account
   * @param device one of its devices
   * @param expiresAtMs when the token ends, milliseconds since 1970
   */
  record Principal(UUID account, UUID device, long expiresAtMs) implements Verdict {}

  /** The token admits nobody. */
  record Rejected(Reason reason) implements Verdict {}

  /** Why a token was not accepted; for metrics and for the choice of a close code. */
  enum Reason {
    /** Not a signed JWT with the claims of ours, or too long. */
    MALFORMED,
    /** Another {@code typ} or algorithm than ES256 {@code at+jwt}. */
    WRONG_TYPE,
    /** No key of that {@code kid}. */
    UNKNOWN_KEY,
    /** The signature does not fit. */
    BAD_SIGNATURE,
    /** Made for somebody else, or by another issuer. */
    WRONG_AUDIENCE,
    /** Its time is over; a fresh one helps. */
    EXPIRED,
    /** Made for longer than tokens live here, or in the future; a fresh one helps. */
    LIVES_TOO_LONG,
    /** The device was revoked, or signed out since. */
    REVOKED,
    /** Cannot be told now: the database is away. Try again. */
    UNAVAILABLE
  }
}
