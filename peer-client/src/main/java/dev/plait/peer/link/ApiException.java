package dev.plait.peer.link;

import java.net.URI;
import java.util.Set;

/**
 * Thrown when the server refused a request or could not be asked. {@link #status} 0 means that no
 * answer of the server came, or none that could be used here: try again later. What is decided, is
 * decided by {@link #code}; the codes are in openapi.yaml.
 */
public final class ApiException extends Exception {
  /** The code for an access token that is not taken. */
  static final String UNAUTHENTICATED = "unauthenticated";

  /** The codes after which no later try can do better: somebody has to sign in (SES-8). */
  private static final Set<String> SIGNED_OUT =
      Set.of("bad-refresh-token", "refresh-token-reused", "bad-credentials", "no-such-device");

  private final int status;
  private final String code;

  /** Makes one from the server's answer. */
  public ApiException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Makes one for an answer that never came. */
  public ApiException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.code = "unreachable";
  }

  /** Makes one for an answer that is not the server's, whatever it says. */
  static ApiException strange(URI base, int status) {
    return new ApiException(
        0, "not-the-server", "the server at %s cannot be reached: %s".formatted(base, who(status)));
  }

  /** Says who may have answered with that HTTP status in the server's place. */
  static String who(int status) {
    return status >= 502 && status <= 504
        ? "a proxy in front of it does not reach it (HTTP %d)".formatted(status)
        : "something else answers in its place (HTTP %d); sign in to this network if it asks for that"
            .formatted(status);
  }

  /** HTTP status, 0 when there is none. */
  public int status() {
    return status;
  }

  /** The problem's code. */
  public String code() {
    return code;
  }

  /** Whether the server itself has said that this device has to sign in anew. */
  public boolean isSignedOut() {
    return SIGNED_OUT.contains(code);
  }
}
