package dev.plait.tests.suite;

/** Has no tests, whatever its name says. */
final class OnlyCalledTest {
  private OnlyCalledTest() {}
}
