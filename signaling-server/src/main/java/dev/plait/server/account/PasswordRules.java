package dev.plait.server.account;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.plait.server.config.NodeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What may become a password: nothing that is among the first guesses of whoever tries the
 * commonest ones, the handle and the name of the service, with the usual changes (NIST SP 800-63B
 * §3.1.1.2). Safe from any thread; takes some milliseconds.
 */
public final class PasswordRules {
  /** What such a guesser needs a million tries for is not easy to guess: he gets some hundreds. */
  private static final double LEAST_GUESSES = 1e6;

  /** The look takes longer with the square of the length; nobody's first guess is so long. */
  private static final int LOOKED_AT = 32;

  private static final Zxcvbn ESTIMATE = new Zxcvbn();

  private final List<String> serviceNames;

  /** Knows what the service is called from its settings. */
  public PasswordRules(NodeConfig config) {
    this.serviceNames =
        Stream.concat(
                Stream.of("plait", config.token().issuer()),
                config.http().allowedOrigins().stream().flatMap(PasswordRules::names))
            .distinct()
            .toList();
  }

  /** Whether a password is easy to guess for an account with that handle. */
  public boolean isEasyToGuess(String password, String handle) {
    List<String> known = new ArrayList<>(serviceNames);
    known.add(handle);
    String beginning = password.substring(0, Math.min(password.length(), LOOKED_AT));
    return ESTIMATE.measure(beginning, known).getGuesses() < LEAST_GUESSES;
  }

  /** The host of an origin, and each of its labels. */
  private static Stream<String> names(String origin) {
    String host = origin.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", "");
    return Stream.concat(Stream.of(host), Stream.of(host.split("\\.")));
  }
}
