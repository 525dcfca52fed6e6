package dev.plait.server.app;

import dev.plait.server.config.ConfigException;
import dev.plait.server.config.DatabaseConfig;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.database.NodeDatabase;
import dev.plait.server.ops.Logging;
import dev.plait.server.token.KeyRows;
import dev.plait.store.jdbc.Database;
import dev.plait.turn.program.Arguments;
import dev.plait.turn.program.Program;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the keys that sign access tokens, and withdraws one. */
@Command(
    name = "plait keys",
    mixinStandardHelpOptions = true,
    description = "Shows the keys that sign access tokens, or withdraws one.",
    footer = {
      "",
      "Without --config and PLAIT_DATABASE_URL it opens the embedded database, which no running node"
          + " may have open. docs/operations.md tells when to withdraw a key."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:not done; the standard error says why", "2:wrong usage"})
public final class KeysMain implements Callable<Integer> {
  private static final int FAILED = 1;

  /** What to do. */
  enum Action {
    list,
    revoke
  }

  @Parameters(index = "0", paramLabel = "ACTION", description = "list, or revoke")
  private Action action = Action.list;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KID",
      description = "which key to withdraw, as list names it")
  private @Nullable String kid;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings of the node, as for plait up; PLAIT_… in the environment wins")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "plait-data",
      description = "where the embedded database is (default: ./plait-data)")
  private Path data = Path.of("plait-data");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private final InstantSource clock = InstantSource.system();

  KeysMain(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Exits with 0 when it is done, 1 when it is not, 2 for wrong usage. */
  public static void main(String[] arguments) {
    Program.run(
        arguments,
        given -> {
          Logging.bootstrap();
          return commandLine(System.getenv()).execute(given);
        });
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return Arguments.of(new KeysMain(environment));
  }

  @Override
  public Integer call() {
    if ((action == Action.revoke) == (kid == null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          kid == null ? "revoke: say which KID; list shows them" : "list takes no KID");
    }
    try {
      DatabaseConfig database = NodeConfig.load(config, environment, Map.of()).database();
      if (database.url().isEmpty() && !Queues.embeddedIn(data)) {
        return failed("There is no database in " + data + ": say --data, or --config.");
      }
      try (Database opened = Queues.open(database, data)) {
        return run(Queues.accounts(opened));
      }
    } catch (ConfigException | StartException wrong) {
      return failed(String.valueOf(wrong.getMessage()));
    }
  }

  private int run(NodeDatabase database) {
    PrintWriter out = spec.commandLine().getOut();
    String wanted = kid;
    if (wanted == null) {
      for (KeyRows.Listed key : KeyRows.list(database, clock.millis())) {
        Instant made = Instant.ofEpochMilli(key.createdMs());
        out.println(key.kid() + "  made " + made + (key.signs() ? "  signs" : ""));
      }
      out.flush();
      return 0;
    }
    if (!KeyRows.revoke(database, wanted)) {
      return failed("There is no key '" + wanted + "': ./plait keys list shows those there are.");
    }
    out.println(
        "Withdrawn. Running nodes refuse what it signed within 10 s; devices fetch other tokens by"
            + " themselves.");
    out.flush();
    return 0;
  }

  private int failed(String why) {
    spec.commandLine().getErr().println(why);
    return FAILED;
  }
}
