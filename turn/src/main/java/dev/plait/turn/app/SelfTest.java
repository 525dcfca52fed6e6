package dev.plait.turn.app;

import dev.plait.turn.config.CoturnConfig;
import dev.plait.turn.config.TurnServerSettings;
import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Peers;
import dev.plait.turn.config.TurnServerSettings.Quotas;
import dev.plait.turn.config.TurnServerSettings.Relaying;
import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.lab.LabException;
import dev.plait.turn.lab.RunningCoturn;
import dev.plait.turn.lab.TwoNamespaces;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Checks the configuration that this release writes: a coturn is started on it in a network
 * namespace, and this program once more, as its client, in another.
 */
final class SelfTest {
  private static final int PORT = 3_478;
  private static final int RELAY_PORT_MIN = 50_000;
  private static final int RELAY_PORT_MAX = 50_999;

  /** As a shell says of a program that SIGTERM ended. */
  private static final int STOPPED = 143;

  private static final int SECRET_BYTES = 32;
  private static final String SECRET_VARIABLE = "PLAIT_TURN_CHECK_SECRET";

  private SelfTest() {}

  /** Runs it and returns the exit code of the check. */
  static int run(boolean json) throws LabException, IOException, InterruptedException {
    String secret = secret();
    try (TwoNamespaces network = TwoNamespaces.open("plait-tc" + ProcessHandle.current().pid());
        RunningCoturn coturn =
            RunningCoturn.start(
                network, new CoturnConfig(settings(network, secret)).text(), PORT)) {
      ProcessBuilder check = network.atClient(command(json)).inheritIO();
      check.environment().put(SECRET_VARIABLE, secret);
      Process client = check.start();
      Thread ending = new Thread(() -> end(client, coturn, network));
      Runtime.getRuntime().addShutdownHook(ending);
      int exitCode = client.waitFor();
      Runtime.getRuntime().removeShutdownHook(ending);
      return exitCode;
    }
  }

  /** When this program is told to end in the middle. */
  private static void end(Process client, RunningCoturn coturn, TwoNamespaces network) {
    client.destroyForcibly();
    coturn.close();
    network.close();
    // The main thread sees its client die, and is not to say anything about that.
    Runtime.getRuntime().halt(STOPPED);
  }

  private static List<String> command(boolean json) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "turn-check",
                "--secret-env",
                SECRET_VARIABLE));
    for (String transport : List.of("udp", "tcp")) {
      command.add("--url");
      command.add("turn:" + TwoNamespaces.SERVER.getFirst() + "?transport=" + transport);
    }
    if (json) {
      command.add("--json");
    }
    return command;
  }

  private static TurnServerSettings settings(TwoNamespaces network, String secret) {
    return new TurnServerSettings(
        "self-test",
        "plait",
        new TurnSecrets(List.of(secret)),
        new Listening(network.serverAddresses(), PORT, PORT, 0),
        new Relaying(List.of(), RELAY_PORT_MIN, RELAY_PORT_MAX),
        null,
        new Quotas(64, 500, 12_500_000, 1_000_000_000),
        new Peers(List.of(), List.of()),
        0,
        "");
  }

  private static String secret() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }
}
