package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitStatuses;
import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A page whose password is changed on another device stops, over its data channels too (SES-13).
 */
final class SignedOutPagesTest extends BrowserTest {
  private static final String NEW_PASSWORD = "another horse battery";

  @Test
  void aPageThatIsSignedOutSaysAndHearsNothingUntilItSignsInAgain() {
    TwoPages pages = world.meet();
    WebPeer ada = pages.ada();
    WebPeer grace = pages.grace();
    String conversation = pages.conversation();
    WebPeer other = new WebPeer(world.browser().freshProfile(), world.uri());
    other.signIn(ada.handle());
    awaitTrue(() -> isDirect(other, conversation, grace) && isDirect(grace, conversation, other));

    ada.ask("failureOf", List.of("changePassword", WebPeer.PASSWORD, NEW_PASSWORD));

    awaitTrue(() -> other.<String>ask("connection", null).equals("stopped"));
    assertThat(other.<String>ask("reason", null)).contains("signed out");
    awaitTrue(() -> !isDirect(grace, conversation, other) && !isDirect(ada, conversation, other));
    assertThat(isDirect(other, conversation, grace)).isFalse();
    other.say(conversation, "written when signed out ", 0, 1);
    grace.say(conversation, "said meanwhile ", 0, 1);
    awaitStatuses(grace, conversation, "stored", 1);
    assertThat(grace.texts(conversation)).containsExactly("said meanwhile 0");
    assertThat(other.texts(conversation)).containsExactly("written when signed out 0");

    other.load();
    other.begin("signIn", Map.of("handle", ada.handle(), "password", NEW_PASSWORD));
    TwoPages.awaitEqual(List.of(ada, grace, other), conversation, 2);
  }

  private static boolean isDirect(WebPeer from, String conversation, WebPeer to) {
    List<Map<String, Object>> paths = from.ask("paths", conversation);
    return paths.stream()
        .anyMatch(
            path -> to.device().equals(path.get("device")) && "direct".equals(path.get("path")));
  }
}
