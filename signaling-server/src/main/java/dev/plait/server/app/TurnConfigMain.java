package dev.plait.server.app;

import dev.plait.server.config.ConfigException;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.ops.Logging;
import dev.plait.turn.config.CoturnConfig;
import dev.plait.turn.config.EturnalConfig;
import dev.plait.turn.config.TurnServerSettings;
import dev.plait.turn.program.Arguments;
import dev.plait.turn.program.Failure;
import dev.plait.turn.program.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the configuration of a TURN server from the settings of the service. */
@Command(
    name = "plait turn-config",
    mixinStandardHelpOptions = true,
    description = "Writes the configuration of one of the service's TURN servers.",
    footer = {
      "",
      "The file holds the secrets that all credentials are made with: keep it from others. docs/turn.md"
          + " tells how to run a TURN server with it."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:written", "1:not written; the standard error says why", "2:wrong usage"})
public final class TurnConfigMain implements Callable<Integer> {
  private static final int FAILED = 1;

  /** Which program the configuration is for. */
  enum Target {
    coturn,
    eturnal
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings of a node, as for plait up; PLAIT_… in the environment wins")
  private @Nullable Path config;

  @Option(
      names = "--node",
      required = true,
      paramLabel = "NAME",
      description = "which TURN server; one of plait.turn.nodes")
  private String node = "";

  @Option(
      names = "--target",
      paramLabel = "PROGRAM",
      defaultValue = "coturn",
      description = "coturn or eturnal (default: coturn)")
  private Target target = Target.coturn;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "where to, readable by its owner only (default: the standard output)")
  private @Nullable Path output;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;

  TurnConfigMain(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Exits with 0 when it is written, 1 when it is not, 2 for wrong usage. */
  public static void main(String[] arguments) {
    Program.run(
        arguments,
        given -> {
          Logging.bootstrap();
          return commandLine(System.getenv()).execute(given);
        });
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return Arguments.of(new TurnConfigMain(environment));
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      TurnServerSettings settings =
          NodeConfig.load(config, environment, Map.of()).turn().server(node);
      String text =
          switch (target) {
            case coturn -> new CoturnConfig(settings).text();
            case eturnal -> new EturnalConfig(settings).text();
          };
      if (output == null) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
      } else {
        PrivateFile.write(output, text);
        err.println("plait: wrote " + output + "; restart " + target + " to use it");
      }
      warn(settings, err);
      return 0;
    } catch (ConfigException | IllegalArgumentException wrong) {
      err.println(wrong.getMessage());
    } catch (IOException e) {
      err.println("cannot write " + output + ": " + Failure.sentence(e));
    }
    return FAILED;
  }

  private void warn(TurnServerSettings settings, PrintWriter err) {
    if (settings.listening().addresses().isEmpty()) {
      err.println(
          "plait: plait.turn."
              + node
              + ".listen is not set, so the machine's own public addresses are not known here and"
              + " can be relayed to: name all of them there, or in denied-peers");
    }
  }
}
