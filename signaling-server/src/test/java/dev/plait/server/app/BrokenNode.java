package dev.plait.server.app;

import dev.plait.server.config.NodeConfig;
import dev.plait.server.ops.Logging;
import dev.plait.turn.program.Program;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code main DATA}: a node as its program starts it, whose relay meets a bug. */
final class BrokenNode {
  private BrokenNode() {}

  public static void main(String[] arguments) {
    Program.run(arguments, BrokenNode::run);
  }

  private static int run(String[] arguments) throws Exception {
    Logging.bootstrap();
    NodeConfig config = NodeConfig.defaults(Map.of("plait.http.port", "0"));
    AtomicBoolean broken = new AtomicBoolean();
    InstantSource clock = () -> now(broken.get());
    NodeEnd end = NodeEnd.start(() -> Node.start(config, Path.of(arguments[0]), clock));
    broken.set(true);
    return end.awaitBroken(System.err);
  }

  private static Instant now(boolean broken) {
    if (broken && Thread.currentThread().getName().equals("relay")) {
      throw new IllegalStateException("a bug");
    }
    return Instant.now();
  }
}
