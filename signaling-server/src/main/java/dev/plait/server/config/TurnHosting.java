package dev.plait.server.config;

import dev.plait.turn.config.AddressBlock;
import dev.plait.turn.config.TurnServerSettings.External;
import dev.plait.turn.config.TurnServerSettings.Peers;
import dev.plait.turn.config.TurnServerSettings.Quotas;
import dev.plait.turn.config.TurnServerSettings.Relaying;
import java.util.List;

/**
 * How the program of a TURN server is to run; of use to {@code ./plait turn-config} only.
 *
 * @param addresses of its machine that it listens at; none for all
 * @param relaying where it relays from
 * @param certificate file with the certificate chain for TLS; empty for none
 * @param key file with its private key; empty for none
 * @param quotas how much it gives away
 * @param peers exceptions from what it must not relay to
 * @param metricsPort where it shows its metrics on its machine; 0 for nowhere
 * @param runAs user that it becomes after a start as root; empty to stay what it is
 */
public record TurnHosting(
    List<String> addresses,
    Relaying relaying,
    String certificate,
    String key,
    Quotas quotas,
    Peers peers,
    int metricsPort,
    String runAs) {
  private static final String BLOCK = Settings.ADDRESS + "(/[0-9]{1,3})?";
  private static final String BLOCK_IN_WORDS = "an IP address or a block such as 10.0.0.0/8";

  /** Copies the list. */
  public TurnHosting {
    addresses = List.copyOf(addresses);
  }

  static TurnHosting read(Settings settings, String prefix) {
    int portMin = settings.integer(prefix + "relay-port-min", 49_152, 1_024, TurnConfig.PORT_MAX);
    int portMax = settings.integer(prefix + "relay-port-max", 65_535, 1_024, TurnConfig.PORT_MAX);
    if (portMax < portMin) {
      throw new ConfigException(prefix + "relay-port-max", "is less than relay-port-min");
    }
    return new TurnHosting(
        settings.addresses(prefix + "listen", "an IP address"),
        new Relaying(
            settings.list(
                prefix + "external",
                Settings.ADDRESS + "(/" + Settings.ADDRESS + ")?",
                "a public IP address, or public/private",
                External::parse),
            portMin,
            portMax),
        path(settings, prefix + "certificate"),
        path(settings, prefix + "key"),
        quotas(settings, prefix),
        new Peers(
            settings.list(prefix + "denied-peers", BLOCK, BLOCK_IN_WORDS, AddressBlock::parse),
            settings.list(prefix + "allowed-peers", BLOCK, BLOCK_IN_WORDS, AddressBlock::parse)),
        settings.integer(prefix + "metrics-port", 9_641, 0, TurnConfig.PORT_MAX),
        user(settings, prefix + "run-as"));
  }

  private static Quotas quotas(Settings settings, String prefix) {
    int most = 2_000_000_000;
    return new Quotas(
        settings.integer(prefix + "max-allocations-per-account", 64, 1, 100_000),
        settings.integer(prefix + "max-allocations", 2_000, 1, 100_000),
        settings.integer(prefix + "max-bytes-per-s", 500_000, 1_000, most),
        settings.integer(prefix + "max-total-bytes-per-s", 1_000_000_000, 1_000, most));
  }

  private static String path(Settings settings, String key) {
    String path = settings.text(key, "");
    if (!path.matches("|/[^\\p{Cntrl}\"'\\\\#]+")) {
      throw new ConfigException(key, "must be an absolute path without quotes, # or \\");
    }
    return path;
  }

  private static String user(Settings settings, String key) {
    String user = settings.text(key, "");
    if (!user.matches("[A-Za-z0-9_-]{0,32}")) {
      throw new ConfigException(key, "must be the name of a user");
    }
    return user;
  }
}
