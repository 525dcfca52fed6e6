package dev.plait.tests.app;

import dev.plait.tests.scenario.QuickJava;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** A run of a program of ours without a terminal, as a script starts it. */
final class Program implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMinutes(3);

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The arguments of a command of {@code who}, who signs up where that is needed. */
  static List<String> arguments(URI server, Path data, String command, String who, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--sign-up", "--user", who));
    arguments.addAll(List.of("--server", server.toString(), "--data", data.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** Starts it; what it prints goes to files in {@code folder}. */
  static Program start(
      Class<?> main, Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException {
    return start(main, folder, environment, arguments, new byte[0]);
  }

  /** The same, with something on its standard input, which then ends. */
  static Program start(
      Class<?> main,
      Path folder,
      Map<String, String> environment,
      List<String> arguments,
      byte[] input)
      throws IOException {
    return launch(List.of(), main, folder, environment, arguments, input);
  }

  /** The same with arguments as printf of a shell has them, such as {@code K\\0303\\0266ln}. */
  static Program startThroughPrintf(
      Class<?> main, Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException {
    String printed =
        """
        words=$1; program=("${@:2:words}"); shift $((words + 1))
        for escaped; do set -- "$@" "$(printf %b "$escaped")"; shift; done
        exec "${program[@]}" "$@"
        """;
    int words = QuickJava.command(main, List.of()).size();
    return launch(
        List.of("bash", "-c", printed, "bash", Integer.toString(words)),
        main,
        folder,
        environment,
        arguments,
        new byte[0]);
  }

  /** The same in a pipe to another program; the exit code is that of ours. */
  static Program startInto(
      String reader,
      Class<?> main,
      Path folder,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    return launch(
        List.of("bash", "-c", "\"$@\" | " + reader + "; exit ${PIPESTATUS[0]}", "bash"),
        main,
        folder,
        environment,
        arguments,
        new byte[0]);
  }

  private static Program launch(
      List<String> shell,
      Class<?> main,
      Path folder,
      Map<String, String> environment,
      List<String> arguments,
      byte[] input)
      throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command = new ArrayList<>(shell);
    command.addAll(QuickJava.command(main, List.of()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("PLAIT_PASSWORD");
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try (OutputStream to = process.getOutputStream()) {
      to.write(input);
    }
    return new Program(process, out, err);
  }

  /** What it has printed so far. */
  String output() {
    return read(out);
  }

  /** What it has complained about so far. */
  String errors() {
    return read(err);
  }

  void awaitOutput(String wanted) {
    await(this::output, wanted);
  }

  void awaitErrors(String wanted) {
    await(this::errors, wanted);
  }

  private void await(Supplier<String> printed, String wanted) {
    Awaitility.await(wanted)
        .atMost(WAIT)
        .failFast("it ended", () -> !process.isAlive())
        .until(() -> printed.get().contains(wanted));
  }

  /** What it has started, and they. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** SIGTERM. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for the end; the exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; it printed:\n" + output() + errors());
    }
    return process.exitValue();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
