package dev.plait.tests.app;

import dev.plait.peer.Outgoing;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.PeerOptions;
import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.delivery.Status;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Says things by the library, where no test looks at how a program says them. Stateless. */
final class Speaker {
  private Speaker() {}

  /** A start of the library on the device in {@code data}, which says one text. */
  static void sayOnce(URI node, Path data, String who, String to, String text)
      throws PeerException {
    PeerOptions options = PeerOptions.of(node, who, "a password of " + who, data).withSignUp();
    try (Peer peer = Peer.connect(options.withDirect(false))) {
      say(peer, peer.openDirect(to).conversation(), new Content.Text(text));
    }
  }

  /** Back when the server has it. */
  static Outgoing say(Peer peer, UUID conversation, Content content) {
    Outgoing outgoing = peer.send(conversation, ContentCodec.encode(content));
    outgoing.when(Status.STORED).orTimeout(3, TimeUnit.MINUTES).join();
    return outgoing;
  }
}
