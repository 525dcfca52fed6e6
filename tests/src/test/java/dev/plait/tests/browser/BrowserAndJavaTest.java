package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static dev.plait.tests.browser.BrowserWorld.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page and a Java peer; the page hides its addresses behind names that the peer cannot resolve.
 */
final class BrowserAndJavaTest extends BrowserTest {
  private static final int MANY = 500;
  @TempDir private static Path folder;

  /** The device with the larger id is impolite and offers first. */
  @Test
  void theBrowserOffers() throws Exception {
    talk((browser, java) -> browser.compareTo(java) > 0, true);
  }

  @Test
  void theJavaPeerOffers() throws Exception {
    talk((browser, java) -> browser.compareTo(java) < 0, false);
  }

  private void talk(BiPredicate<String, String> roles, boolean browserOffers) throws Exception {
    WebPeer page = page();
    Peer other = peer();
    while (!roles.test(page.device(), other.device().toString())) {
      other.close();
      page = page(); // its id may be so low that hardly any is lower
      other = peer();
    }
    talk(page, other, browserOffers);
  }

  private static WebPeer page() {
    WebPeer page = new WebPeer(world.browser().freshProfile(), world.uri());
    page.ask("noteCandidates", null);
    page.signUp(freshName("page"));
    return page;
  }

  private static void talk(WebPeer page, Peer other, boolean browserOffers) throws Exception {
    try (Peer java = other) {
      String conversation = page.openDirect(java.handle());
      UUID id = UUID.fromString(conversation);
      awaitTrue(() -> java.conversations().stream().anyMatch(one -> one.conversation().equals(id)));
      java.accept(id);
      awaitTrue(
          () ->
              page.path(conversation).equals("direct")
                  && java.paths(id).getFirst().path().equals("direct"));

      page.begin("say", List.of(conversation, "p", 0, MANY, 0));
      for (int i = 0; i < MANY; i++) {
        java.send(id, ContentCodec.encode(new Content.Text("j" + i)));
      }

      awaitTrue(() -> page.count(conversation) == 2 * MANY);
      awaitTrue(() -> order(java, id).size() == 2 * MANY);
      assertThat(order(java, id)).isEqualTo(page.texts(conversation));
      TwoPages.assertInOrder(page.texts(conversation), "p", MANY);
      TwoPages.assertInOrder(page.texts(conversation), "j", MANY);
      assertThat(attempts(page, conversation)).isEqualTo(browserOffers ? 1 : 0);
      assertThat(page.<List<String>>ask("candidates", null))
          .as("addresses of the page are hidden")
          .isNotEmpty()
          .allMatch(candidate -> candidate.contains(".local "));
    }
  }

  private static Peer peer() throws PeerException {
    String handle = freshName("java");
    return Peer.connect(
        PeerOptions.of(world.uri(), handle, WebPeer.PASSWORD, folder.resolve(handle)).withSignUp());
  }

  private static List<String> order(Peer peer, UUID conversation) {
    return peer.history(conversation, 10 * MANY).stream()
        .map(TranscriptEntry::entry)
        .map(entry -> ContentCodec.decode(entry.body()))
        .filter(Content.Text.class::isInstance)
        .map(content -> ((Content.Text) content).text())
        .toList();
  }

  private static int attempts(WebPeer page, String conversation) {
    return page.ask("attempts", conversation);
  }
}
