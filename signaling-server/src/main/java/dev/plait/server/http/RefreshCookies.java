package dev.plait.server.http;

import dev.plait.server.account.SignedIn;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;

/**
 * Refresh tokens of browsers, in cookies that no page can read (RFC 6265bis): one for each device,
 * sent to the refresh only. A browser with several accounts has several. Immutable.
 */
final class RefreshCookies {
  /** The only path that browsers send them to, below that of the node. */
  static final String PATH = "/v1/sessions/refresh";

  /** Most cookies that a browser keeps here: they all travel with each refresh. */
  static final int COOKIES = 8;

  private static final String NAME = "plait-refresh-";

  private final long lifetimeS;
  private final String cookiePath;

  /** One that a browser sent. */
  record Sent(UUID device, String token) {
    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Sent[" + device + "]";
    }
  }

  /**
   * Makes them.
   *
   * @param path under which browsers see this node; "/" for none
   */
  RefreshCookies(long lifetimeMs, String path) {
    this.cookiePath = path.equals("/") ? PATH : path + PATH;
    this.lifetimeS = TimeUnit.MILLISECONDS.toSeconds(lifetimeMs);
  }

  /** Keeps the refresh token of a device. */
  HttpCookie keep(Request request, SignedIn signedIn) {
    return cookie(request, signedIn.device(), signedIn.refreshToken(), lifetimeS);
  }

  /** Takes away what the browser has for a device. */
  HttpCookie clear(Request request, UUID device) {
    return cookie(request, device, "", 0);
  }

  /** What came with a request, in its order: browsers send the oldest first. */
  List<Sent> sent(Request request) {
    return BrowserCookies.sent(request, NAME).entrySet().stream()
        .map(cookie -> new Sent(cookie.getKey(), cookie.getValue()))
        .toList();
  }

  private HttpCookie cookie(Request request, UUID device, String value, long maxAgeS) {
    return BrowserCookies.make(request, NAME + device, value, cookiePath, maxAgeS);
  }
}
