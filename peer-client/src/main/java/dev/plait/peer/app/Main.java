package dev.plait.peer.app;

import dev.plait.peer.Release;
import dev.plait.peer.link.EnvironmentProxies;
import dev.plait.turn.program.Arguments;
import dev.plait.turn.program.Program;
import java.net.ProxySelector;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of a peer. */
@Command(
    name = "plait",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    description = "Talks to people, directly where possible.")
public final class Main {
  /** What {@code --version} prints. */
  static final String VERSION = "plait " + Release.VERSION;

  /** As {@code help} lists them. */
  private static final Map<String, Class<?>> COMMANDS = commands();

  private Main() {}

  /**
   * Runs one command and exits with its code: 0 done, 1 failed, 2 wrong usage, 3 queued ({@code
   * send}) or unreachable ({@code doctor}).
   */
  public static void main(String[] args) {
    Program.run(
        args,
        given -> {
          logForPeople();
          ProgramEnd.prepare();
          ProxySelector.setDefault(
              new EnvironmentProxies(ProxySelector.getDefault(), System.getenv()));
          return commandLine(given).execute(given);
        });
  }

  /** Sentences, without what developers want of them. */
  private static void logForPeople() {
    if (System.getenv("PLAIT_TRACE") == null) {
      System.setProperty("plait.log.pattern", "plait: %msg%n%nopex");
    }
  }

  /**
   * Knows the command that is asked for or, where that is none, all: each takes a while to read.
   */
  private static CommandLine commandLine(String[] arguments) {
    Class<?> asked = arguments.length > 0 ? COMMANDS.get(arguments[0]) : null;
    CommandLine line =
        Arguments.of(
            new Main(), asked != null ? new Object[] {asked} : COMMANDS.values().toArray());
    CommandLine send = line.getSubcommands().get("send");
    if (send != null) {
      SendCommand.prepare(send);
    }
    return line;
  }

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("chat", ChatCommand.class);
    commands.put("send", SendCommand.class);
    commands.put("listen", ListenCommand.class);
    commands.put("account", AccountCommand.class);
    commands.put("doctor", DoctorCommand.class);
    return commands;
  }
}
