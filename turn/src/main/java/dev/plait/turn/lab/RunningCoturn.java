package dev.plait.turn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A coturn beside the server's end of the cable. Closing it ends it and removes its files. */
public final class RunningCoturn implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration END_TIMEOUT = Duration.ofSeconds(5);
  private static final long POLL_MS = 50;

  private final Process process;
  private final Path folder;
  private boolean isClosed;

  private RunningCoturn(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param configuration its whole configuration file; readable for this user only
   * @param port of UDP or TCP that shows that it listens
   * @throws LabException when there is none, or it does not start
   */
  public static RunningCoturn start(TwoNamespaces network, String configuration, int port)
      throws LabException {
    try {
      Path folder = Files.createTempDirectory("plait-coturn");
      RunningCoturn coturn = new RunningCoturn(begin(network, configuration, folder), folder);
      coturn.awaitPort(port);
      return coturn;
    } catch (IOException e) {
      throw new LabException("coturn cannot be started: " + e.getMessage());
    }
  }

  private static Process begin(TwoNamespaces network, String configuration, Path folder)
      throws IOException {
    try {
      Path file =
          Files.createFile(
              folder.resolve("turnserver.conf"),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, configuration);
      return network
          .atServer(
              List.of(
                  "turnserver",
                  "-c",
                  file.toString(),
                  "--userdb=:memory:",
                  "--pidfile=" + folder.resolve("pid"),
                  "--log-file=stdout"))
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("log").toFile())
          .start();
    } catch (IOException e) {
      remove(folder);
      throw e;
    }
  }

  /** What it has said so far. */
  public String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private void awaitPort(int port) throws LabException, IOException {
    long until = System.nanoTime() + START_TIMEOUT.toNanos();
    boolean started = false;
    try {
      while (!listens(port)) {
        if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
          throw new LabException("coturn does not start (is turnserver installed?): " + log());
        }
      }
      started = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted");
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** The tables of sockets show those of the process's namespace; addresses end with the port. */
  private boolean listens(int port) throws IOException {
    String hex = ":%04x ".formatted(port).toUpperCase(Locale.ROOT);
    for (String table : List.of("udp", "tcp")) {
      Path sockets = Path.of("/proc", Long.toString(process.pid()), "net", table);
      if (Files.exists(sockets) && Files.readString(sockets).contains(hex)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    process.destroy();
    try {
      if (!process.waitFor(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    remove(folder);
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot remove " + folder, e);
    }
  }
}
