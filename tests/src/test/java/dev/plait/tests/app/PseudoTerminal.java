package dev.plait.tests.app;

import dev.plait.tests.scenario.QuickJava;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jline.utils.ScreenTerminal;

/** A program of ours on a terminal of its own, which {@code script} of util-linux makes. */
final class PseudoTerminal implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMinutes(3);

  /** High enough for all that a test shows. */
  private static final int ROWS = 60;

  private static final int COLUMNS = 120;

  private final Process process;
  private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
  private final StringBuilder written = new StringBuilder();

  private PseudoTerminal(Process process) {
    this.process = process;
    Thread.ofVirtual().name("screen").start(this::watch);
  }

  /** Starts a {@code main} with arguments that need no quoting. */
  static PseudoTerminal start(
      Class<?> main, Map<String, String> environment, List<String> arguments) throws IOException {
    String command =
        String.join(" ", QuickJava.command(main, List.of())) + " " + String.join(" ", arguments);
    ProcessBuilder builder =
        new ProcessBuilder(
            "script",
            "-qefc",
            // Who runs the tests in the background may have them ignore Ctrl-C.
            "stty rows " + ROWS + " cols " + COLUMNS + "; exec env --default-signal " + command,
            "/dev/null");
    builder.environment().putAll(environment);
    builder.environment().put("TERM", "xterm-256color");
    return new PseudoTerminal(builder.redirectErrorStream(true).start());
  }

  private void watch() {
    char[] some = new char[4_096];
    try (Reader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (int n; (n = in.read(some)) > 0; ) {
        add(new String(some, 0, n));
      }
    } catch (IOException e) {
      add("\n[the terminal is closed: " + e.getMessage() + "]\n");
    }
  }

  private synchronized void add(String text) {
    written.append(text);
    screen.write(text);
  }

  /** Presses keys; {@code \r} is Enter. */
  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** What is on the screen, line by line without the blanks at their ends. */
  synchronized String text() {
    return screen.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
  }

  /** All that was written, as it was. */
  synchronized String raw() {
    return written.toString();
  }

  /** Waits until something was shown. */
  void awaitText(String wanted) {
    Awaitility.await(wanted)
        .atMost(WAIT)
        .pollInterval(Duration.ofMillis(50))
        .failFast("the program ended:\n" + text(), () -> !process.isAlive())
        .until(() -> text().contains(wanted));
  }

  /** Waits for the end; the exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; it showed:\n" + text());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
