package dev.plait.peer.app;

import dev.plait.peer.Release;
import dev.plait.peer.link.EnvironmentProxies;
import dev.plait.turn.program.Arguments;
import dev.plait.turn.program.Program;
import java.net.ProxySelector;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of a peer. */
@Command(
    name = "plait",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    description = "Talks to people, directly where possible.",
    subcommands = {
      ChatCommand.class,
      SendCommand.class,
      ListenCommand.class,
      DoctorCommand.class,
      Agent.class
    })
public final class Main {
  /** What {@code --version} prints. */
  static final String VERSION = "plait " + Release.VERSION;

  private Main() {}

  /**
   * Runs one command and exits with its code: 0 done, 1 failed, 2 wrong usage, 3 queued ({@code
   * send}) or unreachable ({@code doctor}).
   */
  public static void main(String[] args) {
    Program.run(
        args,
        given -> {
          logForPeople(given);
          ProgramEnd.prepare();
          ProxySelector.setDefault(
              new EnvironmentProxies(ProxySelector.getDefault(), System.getenv()));
          return commandLine().execute(given);
        });
  }

  /** Sentences, without what developers want of them; but an agent's user is one. */
  private static void logForPeople(String[] arguments) {
    boolean agent = arguments.length > 0 && arguments[0].equals("peer-agent");
    if (!agent && System.getenv("PLAIT_TRACE") == null) {
      System.setProperty("plait.log.pattern", "plait: %msg%n%nopex");
    }
  }

  static CommandLine commandLine() {
    CommandLine line = Arguments.of(new Main());
    SendCommand.prepare(Objects.requireNonNull(line.getSubcommands().get("send")));
    return line;
  }
}
