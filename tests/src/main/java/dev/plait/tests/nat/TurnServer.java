package dev.plait.tests.nat;

import dev.plait.server.config.NodeConfig;
import dev.plait.turn.config.CoturnConfig;
import dev.plait.turn.config.TurnServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A coturn on the configuration that the node's own settings give it, as {@code ./plait
 * turn-config} writes it. May be killed and started again. Used by one thread.
 */
final class TurnServer implements AutoCloseable {
  private final String name;
  private final Namespace in;
  private final Path folder;
  private final String at;
  private Service coturn;

  /**
   * Starts one.
   *
   * @param settings of the node, as variables
   */
  TurnServer(String name, Namespace in, Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    this.name = name;
    this.in = in;
    this.folder = folder;
    TurnServerSettings server = NodeConfig.load(null, settings, Map.of()).turn().server(name);
    this.at = server.listening().addresses().getFirst() + ":" + server.listening().tcpPort();
    Files.writeString(configuration(), new CoturnConfig(server).text());
    this.coturn = launch();
  }

  private Path configuration() {
    return folder.resolve(name + ".conf");
  }

  private Service launch() throws IOException, InterruptedException {
    return Service.start(
        in,
        List.of(
            "turnserver",
            "-c",
            configuration().toString(),
            "--log-file=stdout",
            "--pidfile=" + folder.resolve(name + ".pid")),
        folder.resolve(name + ".log"),
        at);
  }

  /** Kills it with -9. */
  void kill() throws InterruptedException {
    coturn.kill();
  }

  /** Starts it anew after a kill. */
  void restart() throws IOException, InterruptedException {
    coturn = launch();
  }

  @Override
  public void close() throws InterruptedException {
    coturn.close();
  }
}
