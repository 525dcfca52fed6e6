package dev.plait.turn.probe;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a server is asked.
 *
 * @param timeout for each step: reaching the server, and each request
 * @param tls whom to trust; null for the authorities that Java trusts. The name in the certificate
 *     is checked either way.
 * @param realm that the server must be of; null for any
 */
public record TurnOptions(Duration timeout, @Nullable SSLContext tls, @Nullable String realm) {
  /** Checks the timeout. */
  public TurnOptions {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("no timeout: " + timeout);
    }
  }

  /** Trusting whom Java trusts, in any realm. */
  public static TurnOptions within(Duration timeout) {
    return new TurnOptions(timeout, null, null);
  }

  /** The same with another timeout. */
  public TurnOptions withTimeout(Duration other) {
    return new TurnOptions(other, tls, realm);
  }

  /** The same, trusting others. */
  public TurnOptions withTls(SSLContext trust) {
    return new TurnOptions(timeout, trust, realm);
  }

  /** The same for servers of this realm only. */
  public TurnOptions withRealm(String only) {
    return new TurnOptions(timeout, tls, only);
  }
}
