package dev.plait.tests.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A Java program of ours in a process of its own: lines in, lines out, its complaints in a file.
 * Lines out are handed over one at a time by a thread of its own. Stopped by its own process id.
 */
final class ChildProcess implements AutoCloseable {
  /** How long an orderly end may take before the process is killed. */
  private static final long END_S = 15;

  /** They end with this program, also when it is told to end in the middle. */
  private static final Set<ProcessHandle> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("children")
                .unstarted(() -> RUNNING.forEach(ProcessHandle::destroyForcibly)));
  }

  private final Process process;
  private final Writer in;
  private final Thread reader;

  private ChildProcess(Process process, Consumer<String> onLine) {
    this.process = process;
    RUNNING.add(process.toHandle());
    var _ = process.onExit().thenRun(() -> RUNNING.remove(process.toHandle()));
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.reader = Thread.ofVirtual().name("lines").start(() -> read(onLine));
  }

  /** Starts {@code main} with this JVM's own class path; complaints go to {@code log}. */
  static ChildProcess start(
      Place place,
      Class<?> main,
      List<String> arguments,
      Map<String, String> environment,
      Path log,
      Consumer<String> onLine)
      throws IOException {
    List<String> command = new ArrayList<>(place.prefix());
    List<String> options = new ArrayList<>(List.of("-Xmx512m"));
    options.addAll(place.javaOptions());
    command.addAll(QuickJava.command(main, options));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(place.environment());
    builder.environment().putAll(environment);
    return new ChildProcess(builder.start(), onLine);
  }

  private void read(Consumer<String> onLine) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        onLine.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one line to it. */
  synchronized void tell(String line) throws IOException {
    in.write(line);
    in.write('\n');
    in.flush();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it with -9 and waits until it is gone and all it had printed is handed over. */
  void kill() throws InterruptedException {
    // By its handle: Process.destroyForcibly would close the pipe and lose what is still in it.
    process.toHandle().destroyForcibly();
    process.waitFor();
    reader.join();
  }

  /** Asks it to end, and kills it when it does not. */
  @Override
  public void close() throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
    reader.join();
  }
}
