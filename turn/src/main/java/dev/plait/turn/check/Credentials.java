package dev.plait.turn.check;

import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.credential.TurnSecrets;

/** Where a check gets its credentials from. */
@FunctionalInterface
public interface Credentials {
  /** A credential, valid for the time of a check. */
  TurnCredential get();

  /** Long enough for a check of some hundred questions over a slow network. */
  long LIFETIME_MS = 1_800_000;

  /** One that never changes (RFC 8489 §9.2), as in coturn's {@code user=}. */
  static Credentials fixed(String user, String password) {
    return () -> new TurnCredential(user, password, Long.MAX_VALUE);
  }

  /** Signed with a secret of the server's. */
  static Credentials signed(TurnSecrets secrets) {
    return () -> secrets.issue("turn-check", System.currentTimeMillis(), LIFETIME_MS);
  }
}
