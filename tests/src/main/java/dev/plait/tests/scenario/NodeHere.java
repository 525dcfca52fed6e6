package dev.plait.tests.scenario;

import dev.plait.server.app.Node;
import dev.plait.server.config.NodeConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * A node within this JVM, for those who only talk with it: it starts in a tenth of the time that a
 * {@link NodeProcess} takes, but cannot be killed.
 */
public final class NodeHere implements AutoCloseable {
  /** A free port, and passwords that nobody keeps. */
  private static final Map<String, String> QUICK =
      Map.of(
          "plait.http.port", "0",
          "plait.password.memory-kib", "64",
          "plait.password.iterations", "1");

  private final Node node;

  private NodeHere(Node node) {
    this.node = node;
  }

  /** Starts one with its data in {@code folder}. */
  public static NodeHere start(Path folder) throws IOException {
    return start(folder, Map.of());
  }

  /** The same with settings of its own. */
  public static NodeHere start(Path folder, Map<String, String> settings) throws IOException {
    return start(folder, settings, InstantSource.system());
  }

  /** The same with a clock of its own. */
  public static NodeHere start(Path folder, Map<String, String> settings, InstantSource clock)
      throws IOException {
    Path data = folder.resolve("node");
    Rehearsal.layDatabase(data);
    Map<String, String> all = new HashMap<>(QUICK);
    all.putAll(settings);
    return new NodeHere(Node.start(NodeConfig.defaults(all), data, clock));
  }

  /** Where it listens. */
  public URI uri() {
    return node.uri();
  }

  @Override
  public void close() {
    node.close();
  }
}
