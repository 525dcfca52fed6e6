package dev.plait.turn.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plait.turn.lab.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.awaitility.core.ConditionTimeoutException;

/** A real coturn on loopback, with the lines of configuration that a test asks for. */
public final class Coturn implements AutoCloseable {
  /** What credentials are made with. */
  public static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  /** Once in a while coturn 4.6 listens, and then hangs for good. */
  private static final int STARTS_MAX = 3;

  private final Process process;
  private final Path log;
  private final int port;

  private Coturn(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Skips the test, with the reason, where there is no coturn. */
  public static void assumeInstalled() {
    boolean found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "turnserver")));
    assumeTrue(found, "skipped: no turnserver on the PATH (Debian: apt install coturn)");
  }

  /** Starts one that listens on a free port of loopback and relays there. */
  public static Coturn start(Path folder, String... lines) throws IOException {
    return start(folder, Coturn::freePort, port -> onLoopback(folder, port, lines));
  }

  private static List<String> onLoopback(Path folder, int port, String... lines) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "listening-port=" + port,
                "realm=plait.test",
                "no-cli",
                "log-file=stdout",
                "simple-log",
                "pidfile=" + folder.resolve("pid"),
                "userdb=:memory:",
                "allow-loopback-peers"));
    all.addAll(List.of(lines));
    if (Arrays.stream(lines).noneMatch(line -> line.startsWith("listening-ip"))) {
      all.addAll(List.of("listening-ip=127.0.0.1", "relay-ip=127.0.0.1"));
    }
    return all;
  }

  /**
   * Starts one on this configuration and returns when it answers.
   *
   * @param port of loopback where the configuration has it listen
   */
  public static Coturn run(Path folder, int port, List<String> lines) throws IOException {
    return start(folder, () -> port, _ -> lines);
  }

  private static Coturn start(
      Path folder, IntSupplier ports, IntFunction<List<String>> configuration) throws IOException {
    assumeInstalled();
    for (int attempt = 1; ; attempt++) {
      int port = ports.getAsInt();
      Coturn coturn = launch(folder, port, configuration.apply(port));
      try {
        await("turnserver answers on port " + port)
            .atMost(START_TIMEOUT)
            .pollInterval(Duration.ofMillis(50))
            .until(coturn::answers);
        return coturn;
      } catch (ConditionTimeoutException hangs) {
        coturn.kill();
        if (attempt == STARTS_MAX) {
          throw new IOException("turnserver does not answer: " + coturn.log(), hangs);
        }
      }
    }
  }

  private static Coturn launch(Path folder, int port, List<String> lines) throws IOException {
    Path configuration = Files.write(folder.resolve("turnserver-" + port + ".conf"), lines);
    Path log = folder.resolve("turnserver-" + port + ".log");
    Process process =
        new ProcessBuilder("turnserver", "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Coturn(process, log, port);
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("turnserver has ended: " + log());
    }
    try {
      StunClient.bind(url("stun:127.0.0.1:%d"), TurnOptions.within(Duration.ofMillis(300)));
      return true;
    } catch (TurnException notYet) {
      return false;
    }
  }

  /** A port for one that starts later, or again, and the one above it (RFC 5780). */
  public static int freePort() {
    return Ports.claim();
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** A URL with the port in the place of {@code %d}. */
  public TurnUrl url(String pattern) {
    return TurnUrl.parse(pattern.formatted(port));
  }

  /** What it has said. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it at once, as a crash does (kill -9). */
  public void kill() {
    process.destroyForcibly();
    waitUntilItIsGone();
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroy();
    waitUntilItIsGone();
  }

  private void waitUntilItIsGone() {
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
