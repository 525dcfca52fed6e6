package dev.plait.server.http;

import dev.plait.server.config.ThisMachine;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Tells browsers that came by TLS never to come without again (HSTS, RFC 6797). Stateless. */
final class StrictTransport {
  private static final String FOR_A_YEAR = "max-age=31536000";

  private StrictTransport() {}

  /** Not for localhost: it would hold for every other program there, on any port. */
  static void addTo(Request request, HttpFields.Mutable headers) {
    String host = Request.getServerName(request);
    if (request.isSecure() && host != null && !ThisMachine.is(host)) {
      headers.put(HttpHeader.STRICT_TRANSPORT_SECURITY, FOR_A_YEAR);
    }
  }
}
