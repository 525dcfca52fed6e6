package dev.plait.server.ws;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.server.app.Node;
import dev.plait.server.config.NodeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * A running node on a real database, and two people on it who have accepted each other.
 *
 * @param node the node
 * @param ada one of them
 * @param grace the other
 * @param conversation theirs
 */
record TwoPeople(Node node, HttpUser ada, HttpUser grace, UUID conversation)
    implements AutoCloseable {
  /** The epoch of Ada's stream. */
  static final long EPOCH = 77;

  static TwoPeople start(Path data) {
    return start(data, InstantSource.system());
  }

  static TwoPeople start(Path data, InstantSource clock) {
    return start(data, clock, Map.of());
  }

  static TwoPeople start(Path data, InstantSource clock, Map<String, String> own) {
    Node node = startNode(data, clock, own);
    try {
      HttpUser ada = HttpUser.signUp(node.uri(), "ada");
      HttpUser grace = HttpUser.signUp(node.uri(), "grace");
      UUID conversation = ada.converse(grace);
      grace.accept(conversation);
      return new TwoPeople(node, ada, grace, conversation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Node startNode(Path data, InstantSource clock, Map<String, String> own) {
    Map<String, String> settings = new HashMap<>();
    settings.put("plait.http.port", "0");
    // Tests sign in often; the cost of a hash is not what these test.
    settings.put("plait.password.memory-kib", "64");
    settings.put("plait.password.iterations", "1");
    settings.putAll(own);
    return Node.start(NodeConfig.defaults(settings), data, clock);
  }

  /** What Ada says in the conversation. */
  StreamId stream() {
    return new StreamId(conversation, ada.device(), EPOCH);
  }

  /** A short text of Ada's for each seq, to Grace. */
  Frame.Post post(long rosterVersion, long fromSeq, long throughSeq) {
    return post(rosterVersion, fromSeq, throughSeq, grace.device());
  }

  /** The same to another target. */
  Frame.Post post(long rosterVersion, long fromSeq, long throughSeq, UUID target) {
    List<PostedEntry> entries =
        LongStream.rangeClosed(fromSeq, throughSeq)
            .mapToObj(seq -> entry(seq, Bytes.utf8("text " + seq), target))
            .toList();
    return new Frame.Post(9, conversation, EPOCH, rosterVersion, entries);
  }

  /** One entry of Ada's to Grace. */
  PostedEntry entry(long seq, Bytes body) {
    return entry(seq, body, grace.device());
  }

  private static PostedEntry entry(long seq, Bytes body, UUID target) {
    return new PostedEntry(
        new Entry(seq, new UUID(0, seq), seq, body), List.of(new Address(target, seq - 1, null)));
  }

  /** What {@code /readyz} says: the status, and the checks by name. */
  String readiness() {
    return readiness(node);
  }

  static String readiness(Node node) {
    try {
      HttpResponse<String> response =
          HttpUser.HTTP.send(
              HttpRequest.newBuilder(node.uri().resolve("/readyz")).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
