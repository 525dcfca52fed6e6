package dev.plait.tests.sim;

/** An invariant did not hold; names the checker that saw it. */
final class SimViolation extends RuntimeException {
  private final String checker;

  SimViolation(String checker, String message) {
    super(checker + ": " + message);
    this.checker = checker;
  }

  String checker() {
    return checker;
  }

  /** Throws when a value is over its limit. */
  static void atMost(String limit, long value, long most) {
    if (value > most) {
      throw new SimViolation(limit, value + " of " + most);
    }
  }
}
