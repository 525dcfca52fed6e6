package dev.plait.turn.probe;

import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.stun.StunAttribute.Refusal;

/** What the error codes mean (RFC 8489 §18.3, RFC 8656 §19). */
final class Refusals {
  private Refusals() {}

  static Fault fault(Refusal refusal, TurnCredential credential) {
    return switch (refusal.code()) {
      case 300 -> Fault.ALTERNATE_SERVER;
      case 401 ->
          System.currentTimeMillis() >= credential.expiresAtMs()
              ? Fault.CREDENTIAL_EXPIRED
              : Fault.CREDENTIAL_REFUSED;
      case 403 -> Fault.FORBIDDEN;
      case 437 -> Fault.ALLOCATION_MISMATCH;
      case 438 -> Fault.STALE_NONCE;
      case 440, 443 -> Fault.FAMILY_UNSUPPORTED;
      case 441 -> Fault.WRONG_CREDENTIALS;
      case 486 -> Fault.QUOTA_REACHED;
      case 508 -> Fault.OUT_OF_CAPACITY;
      default -> Fault.OTHER;
    };
  }
}
