package dev.plait.turn.config;

import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Peers;
import dev.plait.turn.config.TurnServerSettings.Quotas;
import dev.plait.turn.config.TurnServerSettings.Relaying;
import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.probe.Coturn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A real coturn on loopback with a configuration that {@link CoturnConfig} wrote. */
public final class GeneratedCoturn {
  private GeneratedCoturn() {}

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

  /** Starts it and returns when it answers; skips the test, with the reason, where it is not. */
  public static Coturn start(Path folder, TurnServerSettings settings) throws IOException {
    return Coturn.run(
        folder, settings.listening().udpPort(), new CoturnConfig(settings).text().lines().toList());
  }
}
