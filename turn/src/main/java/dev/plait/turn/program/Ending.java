package dev.plait.turn.program;

/**
 * Whether the end of the program has begun: it is done, or was told to end (Ctrl-C, SIGTERM). From
 * then on what fails since other things have ended already is no news to anybody.
 */
final class Ending {
  private Ending() {}

  static boolean hasBegun() {
    Thread never = Thread.ofPlatform().unstarted(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(never);
      Runtime.getRuntime().removeShutdownHook(never);
      return false;
    } catch (IllegalStateException e) {
      return true; // the one way that Java has to tell it
    }
  }
}
