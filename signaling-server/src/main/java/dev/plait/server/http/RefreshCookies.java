package dev.plait.server.http;

import dev.plait.server.account.SignedIn;
import dev.plait.turn.program.ThisMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
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

  /** Browsers take a name that begins so only with Secure, so no plain page can set it. */
  private static final String SECURE_PREFIX = "__Secure-";

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
    String prefix = prefix(request);
    List<Sent> sent = new ArrayList<>();
    for (HttpCookie cookie : Request.getCookies(request)) {
      UUID device =
          cookie.getName().startsWith(prefix)
              ? JsonBody.uuidOrNull(cookie.getName().substring(prefix.length()))
              : null;
      if (device != null && cookie.getValue() != null) {
        sent.add(new Sent(device, cookie.getValue()));
      }
    }
    return sent;
  }

  private HttpCookie cookie(Request request, UUID device, String value, long maxAgeS) {
    return HttpCookie.build(prefix(request) + device, value)
        .path(cookiePath)
        .maxAge(maxAgeS)
        .httpOnly(true)
        .secure(secure(request))
        .sameSite(HttpCookie.SameSite.STRICT)
        .build();
  }

  private static String prefix(Request request) {
    return secure(request) ? SECURE_PREFIX + NAME : NAME;
  }

  /**
   * Whether the browser came by https, as far as that can be seen from behind a proxy that ends
   * TLS: always, unless it called this machine by a plain URL. Such cookies may lack Secure.
   */
  private static boolean secure(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    boolean https = origin != null && origin.toLowerCase(Locale.ROOT).startsWith("https:");
    String host = Request.getServerName(request);
    return https || request.isSecure() || host == null || !ThisMachine.isToBrowsers(host);
  }
}
