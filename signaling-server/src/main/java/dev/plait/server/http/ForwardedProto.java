package dev.plait.server.http;

import dev.plait.server.admission.ClientAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Lets a request count as one by TLS, or not, as a trusted proxy says in X-Forwarded-Proto. Jetty's
 * own customizer is not used: it believes everybody. Immutable.
 */
public final class ForwardedProto implements HttpConfiguration.Customizer {
  private final ClientAddress addresses;

  /** Believes the proxies that {@code addresses} trusts. */
  public ForwardedProto(ClientAddress addresses) {
    this.addresses = addresses;
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    List<String> hops = request.getHeaders().getCSV("X-Forwarded-Proto", false);
    if (hops.isEmpty() || !addresses.isTrustedProxy(Request.getRemoteAddr(request))) {
      return request;
    }
    // With several proxies in a row the weakest hop counts. Some name the WebSocket's scheme.
    boolean secure = hops.stream().allMatch(hop -> hop.matches("(?i)https|wss"));
    return new Request.Wrapper(request) {
      @Override
      public boolean isSecure() {
        return secure;
      }
    };
  }
}
