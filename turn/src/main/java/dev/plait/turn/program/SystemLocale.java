package dev.plait.turn.program;

/** What the system's locale means to Java, which reads arguments and file names by it. */
final class SystemLocale {
  /** What helps where file names and arguments cannot be UTF-8. */
  static final String REMEDY =
      "This system's locale has no UTF-8; set LC_ALL to one that has, such as C.UTF-8.";

  private SystemLocale() {}

  static boolean isUtf8() {
    return "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
  }
}
