package dev.plait.tests.scenario;

import dev.plait.turn.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Plays a node and two people once, and keeps what Java then knows of their classes (JEP 514), and
 * what a node's database is before anybody has come: the programs of the tests start in half the
 * time with it. It holds for just the jars it was made of.
 */
public final class Rehearsal {
  /** The folder of the rehearsal; a property of this JVM. */
  private static final String REHEARSED = "plait.rehearsed";

  private static final String DATABASE = "database";
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
    leaveDatabase(folder);
    return 0;
  }

  /** That of a node which has only been started and ended. */
  private static void leaveDatabase(Path folder) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("plait-rehearsal");
    try (NodeProcess node = NodeProcess.start(data)) {
      node.close();
      DiskCopy.copyFiles(node.data(), Files.createDirectories(folder.resolve(DATABASE)));
    }
    DiskCopy.delete(data);
  }

  /**
   * Lays the database of a node that nobody has come to into {@code data}, if there is one and the
   * folder is not there yet.
   */
  static void layDatabase(Path data) throws IOException {
    Path folder = folder();
    if (Files.notExists(data) && folder != null && Files.isDirectory(folder.resolve(DATABASE))) {
      DiskCopy.copyFiles(folder.resolve(DATABASE), Files.createDirectories(data));
    }
  }

  /** Where the rehearsal that holds here has left things; null when there was none. */
  static @Nullable Path folder() {
    String folder = System.getProperty(REHEARSED);
    return folder == null ? null : Path.of(folder);
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
