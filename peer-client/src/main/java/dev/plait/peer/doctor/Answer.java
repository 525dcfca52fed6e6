package dev.plait.peer.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What a check has to say.
 *
 * @param value what the checks after it need; null when it failed or was skipped
 */
record Answer<T>(Outcome outcome, String detail, String todo, @Nullable T value) {
  static <T> Answer<T> ok(String detail, T value) {
    return new Answer<>(Outcome.OK, detail, "", value);
  }

  static <T> Answer<T> warning(String detail, String todo, T value) {
    return new Answer<>(Outcome.WARNING, detail, todo, value);
  }

  static <T> Answer<T> failed(String detail, String todo) {
    return new Answer<>(Outcome.FAILED, detail, todo, null);
  }

  static <T> Answer<T> skipped(String why) {
    return new Answer<>(Outcome.SKIPPED, why, "", null);
  }
}
