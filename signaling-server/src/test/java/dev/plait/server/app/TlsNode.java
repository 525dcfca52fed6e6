package dev.plait.server.app;

import dev.plait.turn.probe.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A node with certificate files as an ACME client leaves them, by an authority of the tests. */
final class TlsNode implements AutoCloseable {
  static final String NAME = "chat.example.org";

  private final Path folder;
  private final TestCertificates authority;
  private final TestNode node;
  private final SSLContext trust;

  private TlsNode(Path folder, TestCertificates authority, Map<String, String> more) {
    this.folder = folder;
    this.authority = authority;
    this.trust = authority.trust();
    this.node = TestNode.start(folder.resolve("data"), settings(folder, more));
  }

  static TlsNode start(Path folder) throws IOException {
    TestCertificates authority = new TestCertificates(folder);
    issue(folder, authority, "first");
    return new TlsNode(folder, authority, Map.of());
  }

  /** Writes fullchain.pem and privkey.pem anew. */
  static void issue(Path folder, TestCertificates authority, String name) throws IOException {
    authority.issue(name, "DNS:" + NAME + ",DNS:localhost,IP:127.0.0.1", "-days 30");
    Files.writeString(
        folder.resolve("fullchain.pem"),
        Files.readString(folder.resolve(name + ".pem"))
            + Files.readString(folder.resolve("ca.pem")));
    Files.deleteIfExists(folder.resolve("privkey.pem"));
    Files.copy(folder.resolve(name + ".key"), folder.resolve("privkey.pem"));
  }

  static Map<String, String> settings(Path folder, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("plait.http.certificate", folder.resolve("fullchain.pem").toString());
    all.put("plait.http.key", folder.resolve("privkey.pem").toString());
    return all;
  }

  void renew(String name) throws IOException {
    issue(folder, authority, name);
  }

  TestNode node() {
    return node;
  }

  int port() {
    return node.node().uri().getPort();
  }

  HttpClient client() {
    return HttpClient.newBuilder().sslContext(trust).build();
  }

  HttpResponse<String> get(HttpClient client, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(node.node().uri().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The subject of the certificate that a new connection is shown. */
  String shown() {
    return shown(trust, port());
  }

  static String shown(SSLContext trust, int port) {
    try (SSLSocket socket = connect(trust, port)) {
      socket.startHandshake();
      return socket.getSession().getPeerPrincipal().getName();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Asks with any headers, as no client library would. */
  RawHttp.RawAnswer raw(String target, String... headers) throws IOException {
    try (Socket socket = connect(trust, port())) {
      return RawHttp.get(socket, target, Stream.of(headers).toList());
    }
  }

  static SSLSocket connect(SSLContext trust, int port) throws IOException {
    return (SSLSocket)
        trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() {
    node.close();
  }
}
