package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a browser does to a page, and what a program does to the library. */
@Tag("waits")
final class LifecycleTest extends BrowserTest {
  /** Says messages and closes at once; how many were taken. */
  private static final String SAY_AND_CLOSE =
      """
      async ([conv, count]) => {
        const peer = harness.peer();
        const said = Array.from({ length: count }, (_, i) => peer.send(conv, { kind: 'text', text: 'a' + i }));
        await said[0];
        await Promise.all([peer.close(), peer.close()]);
        const outcomes = await Promise.allSettled(said);
        return outcomes.filter(({ status }) => status === 'fulfilled').length;
      }
      """;

  @Test
  void aBrowserThatGoesOfflineSaysSoSoonAndComesBackByItself() {
    TwoPages pages = world.meet();
    pages.awaitDirect();
    pages.ada().ask("blackHole", true);
    pages.awaitPath("relay");

    pages.ada().page().context().setOffline(true);
    pages.ada().page().evaluate("window.offlineAt = performance.now()");
    awaitTrue(() -> pages.ada().ask("connection", null).equals("offline"));
    double afterMs =
        ((Number) pages.ada().page().evaluate("performance.now() - offlineAt")).doubleValue();
    pages.ada().say(pages.conversation(), "a", 0, 100);
    assertThat(pages.grace().texts(pages.conversation())).isEmpty();
    pages.ada().page().context().setOffline(false);

    pages.awaitEqual(100);
    pages.assertInOrder("a", 100);
    assertThat(pages.ada().<String>ask("connection", null)).isEqualTo("online");
    assertThat(afterMs).as("ms until it said so").isLessThan(9_000);
  }

  /** The browser keeps the page aside, frozen, and shows the same one again. */
  @Test
  void aPageThatIsGoneBackToGoesOn() throws Exception {
    try (Chromium whole = Chromium.start(world.profile("gone-back"))) {
      WebPeer ada = WebPeer.signUp(whole.profile(), world.uri(), BrowserWorld.freshName("ada"));
      TwoPages pages = TwoPages.introduce(ada, world.signUp("grace"));
      pages.awaitDirect();

      ada.page().navigate(world.uri().resolve("/page/icon.svg").toString());
      pages.grace().say(pages.conversation(), "g", 0, 100);
      ada.page().evaluate("void history.back()");
      awaitTrue(() -> isBack(ada.page()));

      ada.say(pages.conversation(), "a", 0, 100);
      pages.awaitEqual(200);
    }
  }

  private static boolean isBack(Page page) {
    try {
      return (boolean) page.evaluate("'harness' in window");
    } catch (PlaywrightException underWay) {
      return false; // the question was put to the page that is left
    }
  }

  @Test
  void whatIsTakenWhileAPeerClosesIsAnswered() {
    TwoPages pages = world.meet();

    int taken =
        (int) pages.ada().page().evaluate(SAY_AND_CLOSE, List.of(pages.conversation(), 300));
    pages.ada().reload();

    pages.awaitEqual(taken);
    pages.assertInOrder("a", taken);
    assertThat(taken).isPositive();
  }

  @Test
  void aWrongArgumentIsRefusedAndStopsNothing() {
    TwoPages pages = world.meet();
    String conversation = pages.conversation();
    Map<String, String> text = Map.of("kind", "text", "text", "hello");

    for (List<?> call :
        List.of(
            List.of("send", conversation, text, Map.of("id", "no-uuid")),
            List.of("send", conversation.toUpperCase(java.util.Locale.ROOT), text),
            List.of("send", conversation, Map.of("kind", "reaction", "emoji", "x")),
            List.of("send", conversation, Map.of("kind", "unknown")),
            List.of("send", conversation, Map.of("kind", "text", "text", 7)),
            List.of("typing"),
            List.of("markRead", "x"),
            List.of("presence", "asleep"))) {
      assertThat(pages.ada().<String>ask("failureOf", call)).as("%s", call).contains("TypeError");
    }
    assertThat(
            pages
                .ada()
                .<String>ask(
                    "failureOf", List.of("send", "11111111-1111-4111-8111-111111111111", text)))
        .startsWith("SendRefused");

    pages.ada().say(conversation, "a", 0, 10);
    pages.awaitEqual(10);
  }

  @Test
  void whatIsChangedIsFoundAsItReadsNowAndWhatIsDeletedIsNot() {
    TwoPages pages = world.meet();
    String conversation = pages.conversation();
    String first = say(pages.ada(), conversation, Map.of("kind", "text", "text", "red apple"));
    String second = say(pages.ada(), conversation, Map.of("kind", "text", "text", "red pear"));

    say(pages.ada(), conversation, Map.of("kind", "edit", "message", first, "text", "green apple"));
    say(pages.ada(), conversation, Map.of("kind", "delete", "message", second));
    say(pages.grace(), conversation, Map.of("kind", "delete", "message", first));

    for (WebPeer side : List.of(pages.ada(), pages.grace())) {
      awaitTrue(() -> side.<List<?>>ask("search", "red").isEmpty());
      assertThat(side.<List<String>>ask("search", "APPLE")).containsExactly("green apple");
    }
    assertThat(pages.grace().<String>ask("summary", conversation)).isEqualTo("green apple 1");
  }

  private static String say(WebPeer side, String conversation, Map<String, String> content) {
    return side.ask("send", List.of(conversation, content));
  }
}
