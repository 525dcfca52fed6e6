package dev.plait.server.http;

import dev.plait.server.admission.Refusal;
import dev.plait.server.token.TokenVerifier.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * One request as the endpoints see it. Used by the one thread that serves it.
 *
 * @param request Jetty's
 * @param parameters from the path
 * @param address the client's address
 * @param caller who speaks; null on public paths
 */
record Call(
    Request request, Map<String, String> parameters, String address, @Nullable Principal caller) {

  Principal principal() {
    if (caller == null) {
      throw new IllegalStateException("a public endpoint asks who speaks");
    }
    return caller;
  }

  UUID account() {
    return principal().account();
  }

  UUID device() {
    return principal().device();
  }

  /** Notes for the audit log whom it is about, as far as that is known. */
  void about(UUID account, @Nullable UUID device) {
    Audited.about(request, account, device);
  }

  /** An id in the path; what is no id is not found. */
  UUID id(String name) {
    UUID id = JsonBody.uuidOrNull(text(name));
    if (id == null) {
      throw new BadInput(Refusal.NOT_FOUND, "");
    }
    return id;
  }

  String text(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("no parameter " + name + " in this path");
    }
    return value;
  }

  /**
   * A parameter of the query; null when it is not there.
   *
   * @throws BadInput when it is there twice, or the query cannot be read
   */
  @Nullable String query(String name) {
    List<String> values;
    try {
      values = Request.extractQueryParameters(request).getValuesOrEmpty(name);
    } catch (RuntimeException badEncoding) {
      throw BadInput.field(name, "the query is not UTF-8, percent-encoded");
    }
    if (values.size() > 1) {
      throw BadInput.field(name, "must be given once");
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  /**
   * An id in the query; null when it is not there.
   *
   * @throws BadInput for what is no id
   */
  @Nullable UUID idInQuery(String name) {
    String given = query(name);
    UUID id = given == null ? null : JsonBody.uuidOrNull(given);
    if (given != null && id == null) {
      throw BadInput.field(name, "must be an id");
    }
    return id;
  }

  /** Reads the body, which must be a JSON object of at most 64 KiB. */
  JsonBody body() {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null
        || !type.toLowerCase(Locale.ROOT)
            .matches("application/json\\s*(;\\s*charset=\"?utf-8\"?)?")) {
      throw new BadInput(Refusal.UNSUPPORTED_MEDIA_TYPE, "");
    }
    if (request.getLength() > JsonBody.BYTES) {
      throw new BadInput(Refusal.BODY_TOO_LARGE, "");
    }
    InputStream in = Request.asInputStream(request);
    try {
      byte[] bytes = in.readNBytes(JsonBody.BYTES + 1);
      if (bytes.length > JsonBody.BYTES) {
        Unread.discard(in);
        throw new BadInput(Refusal.BODY_TOO_LARGE, "");
      }
      return JsonBody.parse(bytes);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
