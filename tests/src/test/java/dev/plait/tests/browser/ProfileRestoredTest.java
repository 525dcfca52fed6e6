package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitStatuses;
import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A profile that is put back to an earlier state: its database went back in time (DLV-22). */
final class ProfileRestoredTest extends BrowserTest {
  private static final int SOME = 10;
  private static final String BACKUP = "backup";

  @Test
  void aProfileThatIsPutBackLosesNothingThatIsSaidInIt() {
    TwoPages pages = world.meet();
    WebPeer ada = pages.ada();
    String conversation = pages.conversation();
    ada.say(conversation, "before", 0, SOME);
    awaitStatuses(ada, conversation, "delivered", SOME);
    ada.load();
    copy(ada, database(ada), BACKUP);
    ada.open(ada.device());
    ada.say(conversation, "later", 0, SOME);
    pages.awaitEqual(2 * SOME);
    ada.load();

    copy(ada, BACKUP, database(ada));
    ada.open(ada.device());
    ada.say(conversation, "again", 0, SOME);

    awaitTrue(() -> pages.grace().count(conversation) >= 3 * SOME);
    List<String> heard = pages.grace().texts(conversation);
    assertThat(heard).hasSize(3 * SOME).doesNotHaveDuplicates();
    TwoPages.assertInOrder(heard, "later", SOME);
    TwoPages.assertInOrder(heard, "again", SOME);
    awaitStatuses(ada, conversation, "delivered", 2 * SOME);
    assertThat(ada.<List<Map<String, Object>>>ask("events", null))
        .filteredOn(event -> "epoch-begun".equals(event.get("event")))
        .as("told once")
        .hasSize(1);
  }

  private static String database(WebPeer peer) {
    return "plait-" + peer.device();
  }

  /** Copies a database of the peer's page, in which no library runs. */
  private static void copy(WebPeer peer, String from, String to) {
    peer.ask("copyDatabase", List.of(from, to));
  }
}
