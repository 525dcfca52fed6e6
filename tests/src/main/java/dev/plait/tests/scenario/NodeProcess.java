package dev.plait.tests.scenario;

import dev.plait.server.app.Main;
import dev.plait.turn.lab.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A node in a process of its own; it keeps its port and its data over a restart. Nobody else gets
 * the port while it is down, not even a client of it that tries to come back.
 */
public final class NodeProcess implements AutoCloseable {
  private static final String READY = "plait is listening on ";

  /** It computes for some seconds, of which a machine that does much else gives it a tenth. */
  private static final long START_S = 180;

  /** Nobody keeps these passwords, and most nodes live for seconds. */
  private static final Map<String, String> QUICK_PASSWORDS =
      Map.of("PLAIT_PASSWORD_MEMORY_KIB", "64", "PLAIT_PASSWORD_ITERATIONS", "1");

  private final Place place;
  private final Path folder;
  private @Nullable ChildProcess process;
  private URI uri;

  /** Starts one on a free port with its data in {@code folder}. */
  public static NodeProcess start(Path folder) throws IOException, InterruptedException {
    return start(Place.HERE, folder);
  }

  /** Starts one somewhere else; its settings are variables of the place. */
  public static NodeProcess start(Place place, Path folder)
      throws IOException, InterruptedException {
    return new NodeProcess(place, folder);
  }

  private NodeProcess(Place place, Path folder) throws IOException, InterruptedException {
    this.place = place;
    this.folder = folder;
    Rehearsal.layDatabase(data());
    this.uri = launch(Ports.claim());
  }

  private URI launch(int port) throws IOException, InterruptedException {
    CompletableFuture<URI> ready = new CompletableFuture<>();
    ChildProcess started =
        ChildProcess.start(
            place,
            Main.class,
            List.of("--port", Integer.toString(port), "--data", data().toString()),
            QUICK_PASSWORDS,
            folder.resolve("node.log"),
            line -> {
              if (line.startsWith(READY)) {
                ready.complete(URI.create(line.substring(READY.length())));
              }
            });
    process = started;
    try {
      return ready.get(START_S, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException late) {
      started.kill();
      String said = Files.readString(folder.resolve("node.log"));
      throw new IOException("the node did not start in " + START_S + " s: " + said, late);
    }
  }

  /** The folder with the embedded database. */
  public Path data() {
    return folder.resolve("node");
  }

  /** Where it listens. */
  public URI uri() {
    return uri;
  }

  /** Kills it with -9. */
  public void kill() throws InterruptedException {
    if (process != null) {
      process.kill();
    }
  }

  /** Starts it again where it was. */
  public void restart() throws IOException, InterruptedException {
    uri = launch(uri.getPort());
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      process.close();
    }
  }
}
