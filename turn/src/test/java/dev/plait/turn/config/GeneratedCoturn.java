package dev.plait.turn.config;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Peers;
import dev.plait.turn.config.TurnServerSettings.Quotas;
import dev.plait.turn.config.TurnServerSettings.Relaying;
import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.probe.StunClient;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnUrl;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real coturn on loopback with a configuration that {@link CoturnConfig} wrote. */
public final class GeneratedCoturn implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private final Process process;
  private final Path log;
  private final int port;

  private GeneratedCoturn(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** UDP and TCP on one port of loopback, with these secrets and no more than the least else. */
  public static TurnServerSettings settings(int port, List<String> secrets) {
    return new TurnServerSettings(
        "test-" + port,
        "plait.test",
        new TurnSecrets(secrets),
        new Listening(List.of("127.0.0.1"), port, port, 0),
        new Relaying(List.of(), 49_152, 65_535),
        null,
        new Quotas(100, 1_000, 1_000_000, 1_000_000_000),
        new Peers(List.of(), List.of()),
        0,
        "");
  }

  /**
   * Starts coturn and returns when it answers; skips the test, with the reason, where it is not.
   */
  public static GeneratedCoturn start(Path folder, TurnServerSettings settings) throws IOException {
    boolean found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "turnserver")));
    assumeTrue(found, "skipped: no turnserver on the PATH (Debian: apt install coturn)");
    Path file = folder.resolve(settings.name() + ".conf");
    Files.writeString(file, new CoturnConfig(settings).text());
    Path log = folder.resolve(settings.name() + ".log");
    Process process =
        new ProcessBuilder("turnserver", "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    GeneratedCoturn coturn = new GeneratedCoturn(process, log, settings.listening().udpPort());
    await("turnserver answers")
        .atMost(START_TIMEOUT)
        .pollInterval(Duration.ofMillis(50))
        .until(coturn::answers);
    return coturn;
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("turnserver has ended: " + log());
    }
    try {
      StunClient.bind(
          TurnUrl.parse("stun:127.0.0.1:" + port), TurnOptions.within(Duration.ofMillis(300)));
      return true;
    } catch (TurnException notYet) {
      return false;
    }
  }

  /** A port of loopback that is free for UDP and TCP at this moment. */
  public static int freePort() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback)) {
        return udp.getLocalPort();
      } catch (IOException taken) {
        // Another one.
      }
    }
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
