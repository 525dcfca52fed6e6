package dev.plait.turn.program;

/**
 * Runs a program of this project: arguments and output are UTF-8, and whatever fails is told in a
 * sentence. {@code main} hands over to it and does nothing else.
 */
public final class Program {
  /** The exit code of whatever failed. */
  public static final int FAILED = 1;

  /** The exit code of wrong usage. */
  public static final int WRONG_USE = 2;

  private Program() {}

  /** What a program does. */
  @FunctionalInterface
  public interface Body {
    /**
     * Does it.
     *
     * @param arguments as they were given
     * @return the exit code
     * @throws UsageException when they are wrong
     * @throws Exception when it fails; the message is for people
     */
    int run(String[] arguments) throws Exception;
  }

  /** Runs {@code body} and exits with its code. */
  public static void run(String[] read, Body body) {
    Output.install();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> tell(failure));
    exit(result(read, body));
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it is, a person is to read a sentence
  private static int result(String[] read, Body body) {
    try {
      return body.run(GivenArguments.of(read));
    } catch (UsageException wrong) {
      tell(wrong);
      return WRONG_USE;
    } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
      tell(failure);
      return FAILED;
    }
  }

  /** Says what has failed, unless the program ends anyway. */
  static void tell(Throwable failure) {
    if (!Ending.hasBegun()) {
      System.err.println(Failure.sentence(failure));
      if (System.getenv("PLAIT_TRACE") != null) {
        failure.printStackTrace();
      }
    }
  }

  /** Ends the program; what is printed until now is written, or the reader has gone. */
  static void exit(int code) {
    System.out.flush();
    System.exit(Output.isBroken() ? Output.READER_GONE : code);
  }
}
