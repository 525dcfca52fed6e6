package dev.plait.server.admission;

import java.util.function.Function;

/**
 * What came of something asked for: a value, or a refusal as a value.
 *
 * @param <T> what a success holds
 */
public sealed interface Outcome<T> {
  /**
   * It was done.
   *
   * @param value what came of it
   */
  record Done<T>(T value) implements Outcome<T> {}

  /**
   * It was not done, and nothing of it was kept.
   *
   * @param refusal why
   * @param detail more than the refusal's own advice, empty for none
   */
  record Refused<T>(Refusal refusal, String detail) implements Outcome<T> {}

  /** A success. */
  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  /** A refusal that says all by its code. */
  static <T> Outcome<T> refused(Refusal refusal) {
    return new Refused<>(refusal, "");
  }

  /** Goes on with the value of a success; a refusal stays what it is. */
  default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
    return switch (this) {
      case Done<T>(var value) -> next.apply(value);
      case Refused<T>(var refusal, var detail) -> new Refused<>(refusal, detail);
    };
  }
}
