package dev.plait.turn.config;

import dev.plait.turn.config.TurnServerSettings.Certificate;
import dev.plait.turn.config.TurnServerSettings.External;
import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Peers;
import dev.plait.turn.config.TurnServerSettings.Quotas;
import dev.plait.turn.config.TurnServerSettings.Relaying;
import dev.plait.turn.credential.TurnSecrets;
import java.util.List;

/** Settings for the tests. */
final class Some {
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final String OLD_SECRET = "fedcba9876543210fedcba9876543210";

  private Some() {}

  /** Two secrets, one address that is translated, all transports. */
  static TurnServerSettings settings() {
    return settings(new Listening(List.of("10.1.2.3", "2a00:db8::3"), 3_478, 3_478, 443));
  }

  static TurnServerSettings settings(Listening listening) {
    return new TurnServerSettings(
        "eu-1",
        "plait.example",
        new TurnSecrets(List.of(SECRET, OLD_SECRET)),
        listening,
        new Relaying(List.of(External.parse("198.18.7.7/10.1.2.3")), 50_000, 50_999),
        listening.tlsPort() == 0 ? null : new Certificate("/etc/turn/chain.pem", "/etc/turn/k.pem"),
        new Quotas(64, 2_000, 500_000, 1_000_000_000),
        new Peers(List.of(AddressBlock.parse("5.6.7.0/24")), List.of()),
        9_641,
        "");
  }
}
