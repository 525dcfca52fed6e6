package dev.plait.peer.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real TURN server on loopback, with the users that a test names; password as the name. */
final class Coturn implements AutoCloseable {
  private final Process process;
  private final int port;

  Coturn(String... users) {
    assumeTrue(installed(), "coturn (turnserver) is not installed");
    port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "turnserver",
                "-n",
                "--allow-loopback-peers",
                "--listening-ip=127.0.0.1",
                "--relay-ip=127.0.0.1",
                "--listening-port=" + port,
                "--lt-cred-mech",
                "--realm=test",
                "--no-tls",
                "--no-dtls",
                "--no-cli",
                "--log-file=stdout"));
    Arrays.stream(users).forEach(user -> command.add("--user=" + user + ":" + user));
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::answers);
  }

  /** Over UDP, as that user. */
  List<IceServer> servers(String user) {
    return List.of(new IceServer(List.of("turn:127.0.0.1:" + port + "?transport=udp"), user, user));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean installed() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "turnserver")));
  }
}
