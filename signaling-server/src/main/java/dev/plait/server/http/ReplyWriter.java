package dev.plait.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts a reply on the wire, with the headers that every reply has. Stateless. */
final class ReplyWriter {
  private ReplyWriter() {}

  static void write(Reply reply, Request request, Response response, Callback callback) {
    response.setStatus(reply.status());
    HttpFields.Mutable headers = response.getHeaders();
    // OWASP REST Security Cheat Sheet, "Security Headers": nothing here is ever shown as a page.
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    reply.headers().forEach((name, value) -> headers.put(name, value));
    reply.cookies().forEach(cookie -> Response.addCookie(response, cookie));
    Object body = reply.body();
    if (body == null) {
      callback.succeeded();
      return;
    }
    byte[] bytes =
        body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JsonBody.write(body);
    if (reply.tagged()) {
      String tag = EntityTags.of(bytes);
      headers.put(HttpHeader.ETAG, tag);
      if (EntityTags.isKnown(request, tag)) {
        response.setStatus(HttpStatus.NOT_MODIFIED_304);
        callback.succeeded();
        return;
      }
    }
    headers.put(HttpHeader.CONTENT_TYPE, reply.mediaType());
    headers.put(HttpHeader.CONTENT_LENGTH, Integer.toString(bytes.length));
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
