package dev.plait.server.app;

import dev.plait.server.config.ConfigException;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.ops.Logging;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Runs a node from the command line until it is told to end (SIGTERM, Ctrl-C). */
public final class Main {
  private static final int EXIT_USAGE = 2;
  private static final int EXIT_FAILED = 1;
  private static final String USAGE =
      """
      usage: plait up [--port N] [--data DIR] [--config FILE]
        --port N       listen there; 0 takes a free port (default 8787)
        --data DIR     keep the embedded database there (default ./plait-data)
        --config FILE  read settings from a properties file; PLAIT_… in the environment wins
      """;

  private record Arguments(@Nullable Path config, Path data, Map<String, String> overrides) {}

  private Main() {}

  /** Exits 0 after an orderly end, 1 when the node cannot start, 2 for wrong arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    int exit = run(arguments, System.out, System.err);
    if (exit != 0) {
      System.exit(exit);
    }
  }

  private static int run(String[] arguments, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (Arrays.stream(arguments).anyMatch(word -> word.equals("--help") || word.equals("-h"))) {
      out.print(USAGE);
      return 0;
    }
    Logging.bootstrap();
    Node node;
    try {
      Arguments parsed = parse(arguments);
      NodeConfig config = NodeConfig.load(parsed.config(), System.getenv(), parsed.overrides());
      Logging.configure(config.ops());
      node = Node.start(config, parsed.data());
    } catch (IllegalArgumentException wrong) {
      err.println(wrong.getMessage());
      err.print(USAGE);
      return EXIT_USAGE;
    } catch (ConfigException | StartException cannot) {
      err.println(cannot.getMessage());
      return EXIT_FAILED;
    }
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("drain")
                .unstarted(
                    () -> {
                      node.close();
                      ended.countDown();
                      // Told to end and ended in order: 0, not the signal's number.
                      Runtime.getRuntime().halt(0);
                    }));
    out.println("plait keeps its data in " + node.dataPlace());
    out.println("plait is listening on " + node.uri());
    if (node.page() != null) {
      out.println("plait: open " + node.page() + " in two browser windows to try it");
    }
    out.flush();
    ended.await();
    return 0;
  }

  private static Arguments parse(String[] arguments) {
    Map<String, String> overrides = new HashMap<>();
    Path data = Path.of("plait-data");
    @Nullable Path config = null;
    int at = arguments.length > 0 && arguments[0].equals("up") ? 1 : 0;
    for (; at < arguments.length; at += 2) {
      if (at + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[at] + ": unknown, or its value is missing");
      }
      String value = arguments[at + 1];
      switch (arguments[at]) {
        case "--port" -> overrides.put("plait.http.port", value);
        case "--data" -> data = Path.of(value);
        case "--config" -> config = existing(Path.of(value));
        default -> throw new IllegalArgumentException(arguments[at] + ": unknown option");
      }
    }
    return new Arguments(config, data, overrides);
  }

  private static Path existing(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("--config: " + file + " is not there or not readable");
    }
    return file;
  }
}
