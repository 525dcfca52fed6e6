package dev.plait.server.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Names of what an answer holds, so that it need not be sent again (RFC 9110 §8.8.3). Stateless.
 */
final class EntityTags {
  private EntityTags() {}

  /** Of these bytes and no others, in quotes. */
  static String of(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /**
   * Whether the caller has it already. Weak comparison (RFC 9110 §13.1.2): a proxy that compresses
   * makes a tag weak.
   */
  static boolean isKnown(Request request, String tag) {
    return elements(request, HttpHeader.IF_NONE_MATCH)
        .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
  }

  /**
   * Elements of a list, whatever a client wrote. Jetty's parser of lists throws on some. What is
   * looked for holds no comma, so cutting a quoted text in two does no harm.
   */
  static Stream<String> elements(Request request, HttpHeader header) {
    return request.getHeaders().getValuesList(header).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(String::strip);
  }
}
