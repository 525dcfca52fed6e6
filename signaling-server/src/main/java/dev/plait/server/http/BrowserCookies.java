package dev.plait.server.http;

import dev.plait.turn.program.ThisMachine;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** What all cookies have in common: no page can read them, and one is for one device. */
final class BrowserCookies {
  /** Browsers take a name that begins so only with Secure, so no plain page can set it. */
  private static final String SECURE_PREFIX = "__Secure-";

  private BrowserCookies() {}

  static HttpCookie make(Request request, String name, String value, String path, long maxAgeS) {
    boolean secure = secure(request);
    return HttpCookie.build(secure ? SECURE_PREFIX + name : name, value)
        .path(path)
        .maxAge(maxAgeS)
        .httpOnly(true)
        .secure(secure)
        .sameSite(HttpCookie.SameSite.STRICT)
        .build();
  }

  /**
   * Values by device, of the cookies with that name, in their order: browsers send the oldest
   * first.
   */
  static Map<UUID, String> sent(Request request, String name) {
    String prefix = secure(request) ? SECURE_PREFIX + name : name;
    Map<UUID, String> sent = new LinkedHashMap<>();
    for (HttpCookie cookie : Request.getCookies(request)) {
      UUID device =
          cookie.getName().startsWith(prefix)
              ? JsonBody.uuidOrNull(cookie.getName().substring(prefix.length()))
              : null;
      if (device != null && cookie.getValue() != null) {
        sent.putIfAbsent(device, cookie.getValue());
      }
    }
    return sent;
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
