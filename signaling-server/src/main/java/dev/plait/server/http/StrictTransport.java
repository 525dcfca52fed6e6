package dev.plait.server.http;

import dev.plait.server.config.HttpConfig;
import dev.plait.turn.program.ThisMachine;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Tells browsers that came by TLS never to come without again (HSTS, RFC 6797), as long as that
 * binds nobody but this node. Immutable.
 */
public final class StrictTransport implements HttpConfiguration.Customizer {
  private static final String FOR_A_YEAR = "max-age=31536000";

  private final boolean wanted;

  /**
   * Says nothing where the name is shared with others, who may have no TLS, or where the
   * certificate is for trying: browsers let nobody past the warning about it then.
   */
  public StrictTransport(HttpConfig config) {
    this.wanted = config.path().equals("/") && !config.tls().selfSigned();
  }

  /** Not for localhost: it would hold for every other program there, on any port. */
  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    String host = Request.getServerName(request);
    if (wanted && request.isSecure() && host != null && !ThisMachine.isToBrowsers(host)) {
      responseHeaders.put(HttpHeader.STRICT_TRANSPORT_SECURITY, FOR_A_YEAR);
    }
    return request;
  }
}
