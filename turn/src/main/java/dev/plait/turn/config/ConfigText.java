package dev.plait.turn.config;

/** The lines of a configuration file. Used by one thread. */
final class ConfigText {
  private final StringBuilder text = new StringBuilder();

  /** What the file is, whose and how secret. */
  ConfigText heading(String program, String server) {
    return comment(
        """
        %1$s configuration of the TURN server "%2$s", written by ./plait turn-config from
        Plait's settings. Change those and write it again; changes made here are lost.
        It holds the secrets that all credentials are made with: nobody but %1$s may
        read it."""
            .formatted(program, server));
  }

  /** An empty line and what the following lines are for. */
  ConfigText section(String what) {
    text.append('\n');
    return comment(what);
  }

  /** Each line of it as a comment. */
  ConfigText comment(String what) {
    what.lines().forEach(line -> text.append("# ").append(line).append('\n'));
    return this;
  }

  ConfigText line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** The line, when it is wanted. */
  ConfigText lineIf(boolean wanted, String line) {
    return wanted ? line(line) : this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
