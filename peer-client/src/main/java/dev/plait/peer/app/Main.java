package dev.plait.peer.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of a peer. */
@Command(
    name = "plait",
    mixinStandardHelpOptions = true,
    description = "Talks to people, directly where possible.",
    subcommands = {ChatCommand.class, SendCommand.class, ListenCommand.class, Agent.class})
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    ProgramEnd.prepare();
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
