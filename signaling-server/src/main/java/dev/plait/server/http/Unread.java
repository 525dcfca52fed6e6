package dev.plait.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rest of a body that nobody wants: it is read before the answer is written. A connection that
 * is closed while the client still sends is reset, and the reset can take the answer with it (RFC
 * 9112 section 9.6).
 */
final class Unread {
  private static final Logger LOG = LoggerFactory.getLogger(Unread.class);

  /** What is longer is not waited for. */
  private static final int BYTES = 1 << 20;

  /** Who is slower is not waited for; who sends nothing, until the connection is idle too long. */
  private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

  private Unread() {}

  static void discard(Request request) {
    if (request.getLength() <= BYTES && !request.getHeaders().contains(HttpHeader.EXPECT)) {
      discard(Request.asInputStream(request));
    }
  }

  /** The same for a body that is partly read. Not closed: to close it early fails the request. */
  static void discard(InputStream body) {
    long startNanos = System.nanoTime();
    byte[] piece = new byte[8_192];
    int count = 0;
    try {
      for (int read; count < BYTES && (read = body.read(piece)) >= 0; ) {
        count += read;
        if (System.nanoTime() - startNanos > NANOS) {
          return;
        }
      }
    } catch (IOException | RuntimeException gone) {
      LOG.debug("a client went away: {}", gone.toString());
    }
  }
}
