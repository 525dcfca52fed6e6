package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;

import dev.plait.peer.PathInfo;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.signaling.LadderCounters;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The Java peer. */
final class JavaCounterpart implements Counterpart {
  private static final int ALL = 1_000_000;

  private final Peer peer;

  JavaCounterpart(URI server, Path folder) throws PeerException {
    String handle = BrowserWorld.freshName("java");
    peer =
        Peer.connect(
            PeerOptions.of(server, handle, WebPeer.PASSWORD, folder.resolve(handle)).withSignUp());
  }

  @Override
  public String handle() {
    return peer.handle();
  }

  @Override
  public String device() {
    return peer.device().toString();
  }

  @Override
  public String openDirect(String other) {
    try {
      return peer.openDirect(other).conversation().toString();
    } catch (PeerException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void accept(String conversation) {
    UUID id = UUID.fromString(conversation);
    awaitTrue(() -> peer.conversations().stream().anyMatch(one -> one.conversation().equals(id)));
    try {
      peer.accept(id);
    } catch (PeerException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void say(String conversation, String prefix, int from, int count, int padding) {
    for (int i = from; i < from + count; i++) {
      Content text = new Content.Text(prefix + i + "x".repeat(padding));
      peer.send(UUID.fromString(conversation), ContentCodec.encode(text));
    }
  }

  @Override
  public List<String> heard(String conversation, String prefix) {
    return peer.history(UUID.fromString(conversation), ALL).stream()
        .map(TranscriptEntry::entry)
        .map(entry -> ContentCodec.decode(entry.body()))
        .filter(Content.Text.class::isInstance)
        .map(content -> ((Content.Text) content).text())
        .filter(text -> text.startsWith(prefix))
        .toList();
  }

  @Override
  public String path(String conversation) {
    return info(conversation).path();
  }

  @Override
  public Tries tries(String conversation) {
    LadderCounters ladder = info(conversation).ladder();
    return new Tries(
        (int) ladder.iceRestart().succeeded(),
        (int) ladder.rebuild().requested(),
        (int) ladder.relay().requested());
  }

  @Override
  public void networkChanged() {
    peer.networkChanged();
  }

  private PathInfo info(String conversation) {
    return peer.paths(UUID.fromString(conversation)).getFirst();
  }

  @Override
  public void close() {
    peer.close();
  }

  @Override
  public String toString() {
    return "the Java peer";
  }
}
