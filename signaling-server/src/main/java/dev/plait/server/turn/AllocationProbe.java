package dev.plait.server.turn;

import dev.plait.turn.credential.TurnSecrets;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnProbe;
import dev.plait.turn.probe.TurnProbe.Failed;
import dev.plait.turn.probe.TurnProbe.Reached;
import dev.plait.turn.probe.TurnUrl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Probes as a client would use a server: with a credential of this service, over the transport of
 * the URL, trusting the certificates that Java trusts.
 */
final class AllocationProbe implements NodeProbe {
  /** User of the probes' credentials: an account has a UUID, so it is nobody's. */
  private static final String USER = "plait-probe";

  /** For as long as a probe may take, and for clocks that differ a little. */
  private static final long LIFETIME_MS = 60_000;

  private final TurnSecrets secrets;
  private final TurnOptions options;
  private final InstantSource clock;

  AllocationProbe(TurnSecrets secrets, Duration timeout, InstantSource clock) {
    this.secrets = secrets;
    this.options = TurnOptions.within(timeout);
    this.clock = clock;
  }

  @Override
  public Result probe(String url) {
    return switch (TurnProbe.allocate(
        TurnUrl.parse(url), secrets.issue(USER, clock.millis(), LIFETIME_MS), options)) {
      case Reached reached -> new Works();
      case Failed failed ->
          new Fails(
              failed.fault().name().toLowerCase(Locale.ROOT).replace('_', '-'), failed.message());
    };
  }
}
