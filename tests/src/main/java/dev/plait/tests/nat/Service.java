package dev.plait.tests.nat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system that runs in a namespace until it is stopped by its own process id. */
final class Service implements AutoCloseable {
  private static final long START_MS = 10_000;
  private static final long END_S = 5;

  private final Process process;

  private Service(Process process) {
    this.process = process;
  }

  /**
   * Starts one in the foreground and waits until it listens.
   *
   * @param at where it is to listen for TCP, {@code 11.0.0.10:443}; an address may be left out
   */
  static Service start(Namespace in, List<String> command, Path log, String at)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(in.inside(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Service service = new Service(process);
    long endMs = System.currentTimeMillis() + START_MS;
    while (!in.run("ss", "-Hltn").contains(at + " ")) {
      if (!process.isAlive() || System.currentTimeMillis() > endMs) {
        service.close();
        throw new IOException(command.getFirst() + " did not start: " + Files.readString(log));
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    return service;
  }

  /** Kills it with -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
