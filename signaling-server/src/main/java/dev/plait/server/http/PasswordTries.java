package dev.plait.server.http;

import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import dev.plait.server.admission.WrongPasswords;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tries passwords as often as {@link WrongPasswords} lets it. Safe from any thread. */
final class PasswordTries {
  private final WrongPasswords wrong;
  private final Throttle throttle;

  PasswordTries(WrongPasswords wrong, Throttle throttle) {
    this.wrong = wrong;
    this.throttle = throttle;
  }

  /**
   * Tries one, or tells to wait.
   *
   * @param of what is tried: a handle, or a known device
   */
  <T> Reply run(Object of, Supplier<Outcome<T>> attempt, Function<Outcome<T>, Reply> render) {
    long waitMs = wrong.begin(of);
    if (waitMs > 0) {
      return throttle.refuse("wrong_passwords", waitMs);
    }
    boolean looked = false;
    try {
      Outcome<T> outcome = attempt.get();
      looked = !(outcome instanceof Outcome.Refused<T>(var refusal, var _) && isUndone(refusal));
      if (looked && !isWrong(outcome)) {
        wrong.handleRight(of);
      }
      return render.apply(outcome);
    } finally {
      if (!looked) {
        wrong.handleUndone(of);
      }
    }
  }

  private static <T> boolean isWrong(Outcome<T> outcome) {
    return outcome instanceof Outcome.Refused<T>(var refusal, var _)
        && refusal == Refusal.BAD_CREDENTIALS;
  }

  private static boolean isUndone(Refusal refusal) {
    return refusal == Refusal.BUSY || refusal == Refusal.UNAVAILABLE;
  }
}
