package dev.plait.turn.app;

import dev.plait.turn.program.Arguments;
import picocli.CommandLine.Command;

/** The command line for those who run TURN servers. */
@Command(
    name = "plait",
    mixinStandardHelpOptions = true,
    description = "Checks TURN servers.",
    subcommands = TurnCheckCommand.class)
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(Arguments.of(new Main()).execute(args));
  }
}
