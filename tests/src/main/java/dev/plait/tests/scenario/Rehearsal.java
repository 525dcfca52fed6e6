package dev.plait.tests.scenario;

import dev.plait.turn.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Plays a node and two people once, and keeps what Java then knows of their classes (JEP 514): the
 * programs of the tests start in half the time with it. It holds for just the jars it was made of.
 */
public final class Rehearsal {
  private static final int MESSAGES = 100;

  private Rehearsal() {}

  /** {@code main FOLDER}, with nothing but jars on the class path: leaves all in the folder. */
  public static void main(String[] arguments) {
    Program.run(arguments, Rehearsal::run);
  }

  private static int run(String[] arguments)
      throws IOException, InterruptedException, TimeoutException {
    Path folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
    Files.writeString(jars(folder), System.getProperty("java.class.path"));
    Path data = Files.createTempDirectory("plait-rehearsal");
    play(folder, data);
    DiskCopy.delete(data);
    return 0;
  }

  private static void play(Path folder, Path data)
      throws IOException, InterruptedException, TimeoutException {
    Place ofNode = recording(folder, dev.plait.server.app.Main.class);
    Place ofPeer = recording(folder, dev.plait.peer.app.Main.class);
    try (NodeProcess node = NodeProcess.start(ofNode, data);
        Side ada = new Side("ada", node.uri(), data);
        Side grace = new Side("grace", node.uri(), data, ofPeer, List.of(Side.ACCEPT))) {
      ada.start();
      grace.start();
      grace.join(ada.open("grace"));
      ada.send("a", MESSAGES, 0);
      grace.send("g", MESSAGES, 0);
      ada.awaitDelivered();
      grace.awaitDelivered();
      ada.transcript();
      grace.transcript();
    }
  }

  private static Place recording(Path folder, Class<?> main) {
    return new Place(List.of(), List.of("-XX:AOTCacheOutput=" + cache(folder, main)), Map.of());
  }

  /** What is kept for a program. */
  static Path cache(Path folder, Class<?> main) {
    return folder.resolve(main.getName() + ".aot");
  }

  /** The class path that it was made with. */
  static Path jars(Path folder) {
    return folder.resolve("class-path");
  }
}
