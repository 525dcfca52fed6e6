package dev.plait.server.app;

import dev.plait.server.config.NodeConfig;
import dev.plait.server.ops.Logging;
import dev.plait.server.tls.NodeKey;
import dev.plait.turn.program.Failure;
import dev.plait.turn.program.Program;
import dev.plait.turn.program.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs a node from the command line until it is told to end (SIGTERM, Ctrl-C). */
public final class Main {
  private static final String USAGE =
      """
      usage: plait up [--port N] [--data DIR] [--config FILE] [--tls-self-signed]
        --port N       listen there; 0 takes a free port (default 8787)
        --data DIR     keep the embedded database there (default ./plait-data)
        --config FILE  read settings from a properties file; PLAIT_… in the environment wins
        --tls-self-signed
                       listen for others too, by TLS with a certificate of its own; for trying
      """;

  private record Arguments(@Nullable Path config, Path data, Map<String, String> overrides) {}

  private Main() {}

  /**
   * Exits 0 when it was told to end, 1 when the node cannot start or a bug has broken it, 2 for
   * wrong arguments.
   */
  public static void main(String[] arguments) {
    Program.run(arguments, given -> run(given, System.out, System.err));
  }

  private static int run(String[] arguments, PrintStream out, PrintStream err)
      throws InterruptedException, ExecutionException, IOException {
    if (Arrays.stream(arguments).anyMatch(word -> word.equals("--help") || word.equals("-h"))) {
      out.print(USAGE);
      return 0;
    }
    Logging.bootstrap();
    Arguments parsed;
    try {
      parsed = parse(arguments);
    } catch (UsageException wrong) {
      err.println(wrong.getMessage());
      err.print(USAGE);
      return Program.WRONG_USE;
    }
    NodeConfig config = NodeConfig.load(parsed.config(), System.getenv(), parsed.overrides());
    Logging.configure(config.ops());
    NodeEnd end = NodeEnd.start(() -> Node.start(config, parsed.data()));
    Node node = end.node();
    out.println("plait keeps its data in " + node.dataPlace());
    out.println("plait is listening on " + node.uri());
    if (node.page() != null) {
      out.println("plait: open " + node.page() + " in two browser windows to try it");
    }
    NodeKey key = node.key();
    if (key != null && config.http().tls().selfSigned()) {
      SelfSignedWords.of(key, parsed.data(), config.http().host(), node.uri().getPort())
          .forEach(words -> out.println("plait: " + words));
    }
    out.flush();
    return end.awaitBroken(err); // or until the program is told to end
  }

  private static Arguments parse(String[] arguments) {
    Map<String, String> overrides = new HashMap<>();
    Path data = Path.of("plait-data");
    @Nullable Path config = null;
    int at = arguments.length > 0 && arguments[0].equals("up") ? 1 : 0;
    for (; at < arguments.length; at += 2) {
      if (arguments[at].equals("--tls-self-signed")) {
        overrides.put("plait.http.self-signed", "true");
        at--; // has no value
        continue;
      }
      if (at + 1 == arguments.length) {
        throw new UsageException(arguments[at] + ": unknown, or its value is missing");
      }
      String value = arguments[at + 1];
      switch (arguments[at]) {
        case "--port" -> overrides.put("plait.http.port", value);
        case "--data" -> data = path(value);
        case "--config" -> config = existing(path(value));
        default -> throw new UsageException(arguments[at] + ": unknown option");
      }
    }
    return new Arguments(config, data, overrides);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException(Failure.sentence(e));
    }
  }

  private static Path existing(Path file) {
    if (!Files.isReadable(file)) {
      throw new UsageException("--config: " + file + " is not there or not readable");
    }
    return file;
  }
}
