package dev.plait.peer.doctor;

import java.util.UUID;

/**
 * What the checks that need an account use.
 *
 * @param device of the account
 * @param token access token; never shown
 * @param lent whether the device was made for this round only, and is signed out after it
 */
record SignedIn(UUID device, String token, boolean lent) {
  /** Leaves the token out. */
  @Override
  public String toString() {
    return "SignedIn[" + device + "]";
  }
}
