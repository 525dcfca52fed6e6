package dev.plait.server.http;

import dev.plait.server.admission.OriginPolicy;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin requests (Fetch standard, CORS protocol): allowed origins get the headers, others a
 * refusal. Those on the list may send the refresh cookie, which browsers still keep within one
 * site. Immutable.
 */
final class Cors {
  /** Browsers keep a preflight answer for at most two hours. */
  private static final String MAX_AGE_S = "7200";

  private final OriginPolicy origins;

  Cors(OriginPolicy origins) {
    this.origins = origins;
  }

  boolean allows(Request request) {
    return origins.allows(
        origin(request), request.isSecure(), request.getHeaders().get(HttpHeader.HOST));
  }

  void addTo(Request request, Response response) {
    response.getHeaders().add(HttpHeader.VARY, "Origin");
    String origin = origin(request);
    if (origin != null && origins.listed(origin)) {
      // Never "*": that and credentials exclude each other.
      response.getHeaders().put("Access-Control-Allow-Origin", origin);
      response.getHeaders().put("Access-Control-Allow-Credentials", "true");
      response.getHeaders().put("Access-Control-Expose-Headers", "Retry-After, ETag");
    }
  }

  Reply preflight(Request request, String allow) {
    Reply reply = Reply.noContent().with("Allow", allow);
    return origin(request) == null
        ? reply
        : reply
            .with("Access-Control-Allow-Methods", allow)
            .with("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match")
            .with("Access-Control-Max-Age", MAX_AGE_S);
  }

  private static @Nullable String origin(Request request) {
    return request.getHeaders().get(HttpHeader.ORIGIN);
  }
}
