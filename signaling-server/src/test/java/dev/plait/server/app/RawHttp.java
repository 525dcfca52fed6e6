package dev.plait.server.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests as no client library would send them: any target, any Host. */
final class RawHttp {
  private RawHttp() {}

  /** Sends a GET and returns the status. */
  static int get(URI node, String target, List<String> headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.getPort())) {
      String request =
          "GET " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String status = in.readLine();
      if (status == null) {
        throw new IOException("closed without an answer");
      }
      return Integer.parseInt(status.split(" ", 3)[1]);
    }
  }

  /** Sends the request with which a browser opens a WebSocket and returns the status. */
  static int upgrade(URI node, String host, String origin) throws IOException {
    return get(
        node,
        "/v1/connect",
        List.of(
            "Host: " + host,
            "Origin: " + origin,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: plait.v1"));
  }
}
