package dev.plait.server.http;

import dev.plait.server.account.SignedIn;
import dev.plait.server.token.RefreshToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;

/**
 * By what a browser is known as a device when it signs in again: cookies that no page can read, one
 * for each device, which stay when it signs out. They sign nobody in. Immutable.
 */
final class DeviceCookies {
  private static final String NAME = "plait-device-";
  private static final String PATH = "/v1/sessions";

  /** Longest that browsers keep a cookie (RFC 6265bis §5.5). */
  private static final Duration LIFETIME = Duration.ofDays(400);

  private final String cookiePath;

  /**
   * Makes them.
   *
   * @param path under which browsers see this node; "/" for none
   */
  DeviceCookies(String path) {
    this.cookiePath = path.equals("/") ? PATH : path + PATH;
  }

  /** Adds the cookie of the device that has signed in, and takes the oldest away beyond eight. */
  Reply keep(Request request, SignedIn signedIn, Reply reply) {
    RefreshToken token = RefreshToken.parse(signedIn.refreshToken());
    if (token == null) {
      throw new IllegalStateException("a refresh token that is none");
    }
    Reply kept =
        reply.with(cookie(request, signedIn.device(), token.revealFamily(), LIFETIME.toSeconds()));
    List<UUID> others = new ArrayList<>(BrowserCookies.sent(request, NAME).keySet());
    others.remove(signedIn.device());
    for (int i = 0; i <= others.size() - RefreshCookies.COOKIES; i++) {
      kept = kept.with(clear(request, others.get(i)));
    }
    return kept;
  }

  /** Takes away what the browser has for a device. */
  HttpCookie clear(Request request, UUID device) {
    return cookie(request, device, "", 0);
  }

  /** What came with a request. */
  List<String> sent(Request request) {
    return List.copyOf(BrowserCookies.sent(request, NAME).values());
  }

  private HttpCookie cookie(Request request, UUID device, String value, long maxAgeS) {
    return BrowserCookies.make(request, NAME + device, value, cookiePath, maxAgeS);
  }
}
