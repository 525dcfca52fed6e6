package dev.plait.server.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Requests as no client library would send them: any target, any Host. */
final class RawHttp {
  /** The answer's lines: status, headers in lower case, an empty one, the body. */
  record RawAnswer(List<String> lines) {
    int status() {
      return Integer.parseInt(lines.getFirst().split(" ", 3)[1]);
    }

    String body() {
      return lines.getLast();
    }
  }

  private RawHttp() {}

  /** Sends a GET. */
  static RawAnswer get(URI node, String target, List<String> headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.getPort())) {
      return get(socket, target, headers);
    }
  }

  /** The same over a connection that is open. */
  static RawAnswer get(Socket socket, String target, List<String> headers) throws IOException {
    String request = "GET " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return read(
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)));
  }

  /** Sends the request with which a browser opens a WebSocket, but for the subprotocol. */
  static RawAnswer upgrade(URI node, String host, String... more) throws IOException {
    Stream<String> usual =
        Stream.of(
            "Host: " + host,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    return get(node, "/v1/connect", Stream.concat(usual, Stream.of(more)).toList());
  }

  private static RawAnswer read(BufferedReader in) throws IOException {
    String status = in.readLine();
    if (status == null) {
      throw new IOException("closed without an answer");
    }
    List<String> head =
        in.lines().takeWhile(line -> !line.isEmpty()).map(RawHttp::lowerCase).toList();
    int length =
        head.stream()
            .filter(line -> line.startsWith("content-length: "))
            .mapToInt(line -> Integer.parseInt(line.substring("content-length: ".length())))
            .findFirst()
            .orElse(0);
    char[] body = new char[length];
    for (int read = 0; read < length; ) {
      int more = in.read(body, read, length - read);
      if (more < 0) {
        throw new IOException("closed in the middle of an answer");
      }
      read += more;
    }
    return new RawAnswer(
        Stream.of(Stream.of(status), head.stream(), Stream.of("", new String(body)))
            .flatMap(lines -> lines)
            .toList());
  }

  private static String lowerCase(String line) {
    return line.toLowerCase(Locale.ROOT);
  }
}
