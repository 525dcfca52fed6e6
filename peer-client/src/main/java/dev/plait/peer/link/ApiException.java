package dev.plait.peer.link;

/**
 * Thrown when the server refused a request or could not be asked. {@link #status} 0 means that no
 * answer came, or none that could be used here: try again later; 401 means sign in again; the other
 * codes are in openapi.yaml.
 */
public final class ApiException extends Exception {
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

  /** HTTP status, 0 when there is none. */
  public int status() {
    return status;
  }

  /** The problem's code. */
  public String code() {
    return code;
  }
}
