package dev.plait.server.http;

import dev.plait.server.http.PageFiles.Body;
import dev.plait.server.http.PageFiles.PageFile;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Serves the page that comes with the node; hands everything else on. Never blocks. Jetty's own
 * handler of files is not used: its ETags are made of time and size, which two builds can share.
 */
public final class PageHandler extends Handler.Wrapper {
  /** Where the page is on the class path. */
  public static final String FOLDER = "dev/plait/web/";

  /**
   * Only what this node serves. {@code connect-src 'self'} covers the WebSocket of the same host
   * and port (CSP 3 §6.7.2.8). The one trusted-types policy is that of the template library.
   */
  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "worker-src 'self'",
          "style-src 'self'",
          "img-src 'self' data: blob:",
          "connect-src 'self'",
          "font-src 'self'",
          "manifest-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types lit-html plait");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", CONTENT_SECURITY_POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), microphone=(), geolocation=()",
          "Cache-Control", "no-cache",
          "Vary", "Accept-Encoding");

  /** With any weight but 0. */
  private static final Pattern GZIP =
      Pattern.compile("(?i)gzip(\\s*;\\s*q=(1(\\.0*)?|0\\.0*[1-9][0-9]*))?");

  private final PageFiles files;

  /**
   * Reads the page and goes on to {@code next} for what is not of it.
   *
   * @throws IllegalStateException when this build has no page
   */
  public PageHandler(String folder, Handler next) {
    super(next);
    this.files = PageFiles.read(folder);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    PageFile file =
        HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())
            ? files.find(Request.getPathInContext(request))
            : null;
    if (file == null) {
      return super.handle(request, response, callback);
    }
    Body gzip = file.gzip();
    Body body = gzip != null && takesGzip(request) ? gzip : file.plain();
    HttpFields.Mutable headers = response.getHeaders();
    HEADERS.forEach(headers::put);
    headers.put(HttpHeader.ETAG, body.etag());
    if (EntityTags.isKnown(request, body.etag())) {
      response.setStatus(HttpStatus.NOT_MODIFIED_304);
      callback.succeeded();
      return true;
    }
    response.setStatus(HttpStatus.OK_200);
    headers.put(HttpHeader.CONTENT_TYPE, file.mediaType());
    headers.put(HttpHeader.CONTENT_LENGTH, body.bytes().remaining());
    if (!body.encoding().isEmpty()) {
      headers.put(HttpHeader.CONTENT_ENCODING, body.encoding());
    }
    response.write(true, body.bytes().slice(), callback);
    return true;
  }

  /** Whether Accept-Encoding names gzip, other than to refuse it. */
  private static boolean takesGzip(Request request) {
    return EntityTags.elements(request, HttpHeader.ACCEPT_ENCODING)
        .anyMatch(GZIP.asMatchPredicate());
  }
}
