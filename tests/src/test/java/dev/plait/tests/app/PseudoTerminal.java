package dev.plait.tests.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A program of ours on a terminal of its own, which {@code script} of util-linux makes. */
final class PseudoTerminal implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final Pattern CONTROL =
      Pattern.compile("\u001b(\\[[0-9;?]*[ -/]*[@-~]|[=>78()][0B]?)");

  private final Process process;
  private final StringBuffer shown = new StringBuffer();

  private PseudoTerminal(Process process) {
    this.process = process;
    Thread.ofVirtual().name("screen").start(this::watch);
  }

  /** Starts a {@code main} with arguments that need no quoting. */
  static PseudoTerminal start(
      Class<?> main, Map<String, String> environment, List<String> arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        java
            + " --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 "
            + main.getName()
            + " "
            + String.join(" ", arguments);
    ProcessBuilder builder = new ProcessBuilder("script", "-qefc", "exec " + command, "/dev/null");
    builder.environment().putAll(environment);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("TERM", "xterm-256color");
    return new PseudoTerminal(builder.redirectErrorStream(true).start());
  }

  private void watch() {
    byte[] some = new byte[4_096];
    try (InputStream in = process.getInputStream()) {
      for (int n; (n = in.read(some)) > 0; ) {
        shown.append(new String(some, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Presses keys; {@code \r} is Enter. */
  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** All that was shown, without cursor movements and colours. */
  String text() {
    return CONTROL.matcher(shown).replaceAll("");
  }

  /** All that was written, as it was. */
  String raw() {
    return shown.toString();
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
