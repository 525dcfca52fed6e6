package dev.plait.server.app;

import dev.plait.server.tls.NodeKey;
import dev.plait.turn.program.ThisMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a person is told who starts a node that signs its certificate itself. Stateless. */
final class SelfSignedWords {
  private SelfSignedWords() {}

  /**
   * The lines.
   *
   * @param host where the node listens
   */
  static List<String> of(NodeKey key, Path dataDir, String host, int port) throws IOException {
    return List.of(
        "this node has signed its certificate itself, so it is for trying only",
        reached(key, dataDir, host, port),
        "browsers will warn that the connection is not private, since nobody whom they know vouches"
            + " for the node; let them show the certificate, and go on only when its SHA-256"
            + " fingerprint is",
        key.fingerprint(),
        "programs take it when they are given a copy of "
            + SelfSigned.certificate(dataDir)
            + ": ./plait chat --server URL --trust FILE …");
  }

  /** Names are left out: whether others find this machine by one is for their networks to say. */
  private static String reached(NodeKey key, Path dataDir, String host, int port)
      throws IOException {
    if (ThisMachine.is(host)) {
      return "nobody else reaches it, since plait.http.host is " + host;
    }
    String others =
        OwnAddresses.now().stream()
            .filter(address -> key.hosts().contains(address))
            .filter(address -> host.equals("0.0.0.0") || host.equals("::") || host.equals(address))
            .map(one -> "https://" + (one.contains(":") ? "[" + one + "]" : one) + ":" + port)
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? "its certificate is for no address by which others reach it; for another one delete "
            + SelfSigned.certificate(dataDir).getParent()
            + " and start it anew"
        : "others in this network reach it at " + others;
  }
}
