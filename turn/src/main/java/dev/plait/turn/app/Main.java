package dev.plait.turn.app;

import dev.plait.turn.program.Arguments;
import dev.plait.turn.program.Program;
import picocli.CommandLine;
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
    Program.run(args, given -> line().execute(given));
  }

  static CommandLine line() {
    return Arguments.of(new Main());
  }
}
