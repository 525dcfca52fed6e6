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
}
