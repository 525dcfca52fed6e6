package dev.plait.peer.doctor;

import java.util.Locale;

/** How a check ended. */
public enum Outcome {
  /** As it should be. */
  OK,
  /** It works, and something is to be looked at. */
  WARNING,
  /** It does not work. */
  FAILED,
  /** Not tried; the detail says why. */
  SKIPPED;

  /** As it is written in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
