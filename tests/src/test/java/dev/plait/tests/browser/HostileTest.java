package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that says what it must not, and a disk that is full. */
final class HostileTest extends BrowserTest {
  private static final int SOME = 300;

  /** As if the server had sent them, one to each session that has become live. */
  private static final String SOCKETS_SAY =
      """
      frames => {
        window.lives = 0;
        const Real = WebSocket;
        window.WebSocket = class extends Real {
          constructor(...how) {
            super(...how);
            this.addEventListener('message', ({ data }) => {
              const frame = data.startsWith('{"type":"live"') && frames[window.lives++];
              if (frame) {
                setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: frame })));
              }
            });
          }
        };
      }
      """;

  private static final List<String> MALFORMED =
      List.of(
          "not json",
          "{\"type\":\"entries\"}",
          "{\"type\":\"nonsense\"}",
          "{\"type\":\"welcome\"}",
          "[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]",
          "{\"type\":\"pong\",\"n\":1e400}",
          "{\"__proto__\":{\"type\":\"live\"}}");

  private static final String UNREADABLE =
      "{\"type\":\"roster\",\"conv\":\"11111111-1111-4111-8111-111111111111\",\"version\":1}";

  /** After one that did not end its session no other session would begin. */
  @Test
  void aMalformedFrameEndsTheSessionAndLosesNothing() {
    WebPeer ada = new WebPeer(world.browser().freshProfile(), world.uri());
    ada.page().evaluate(SOCKETS_SAY, MALFORMED);
    ada.signUp(BrowserWorld.freshName("ada"));
    TwoPages pages = TwoPages.introduce(ada, world.signUp("grace"));

    pages.ada().begin("say", List.of(pages.conversation(), "a", 0, SOME, 10));
    pages.grace().begin("say", List.of(pages.conversation(), "g", 0, SOME, 10));

    for (int one = 1; one <= MALFORMED.size(); one++) {
      int sessions = one + 1;
      awaitTrue(() -> (int) ada.page().evaluate("lives") >= sessions);
    }
    pages.awaitEqual(2 * SOME);
    pages.assertInOrder("a", SOME);
    pages.assertInOrder("g", SOME);
    awaitTrue(() -> ada.ask("connection", null).equals("online"));
  }

  /** FRM-9: what is about one conversation concerns no other. */
  @Test
  void aConversationThatCannotBeReadIsSetAside() {
    WebPeer ada = new WebPeer(world.browser().freshProfile(), world.uri());
    ada.page().evaluate(SOCKETS_SAY, List.of(UNREADABLE));
    ada.signUp(BrowserWorld.freshName("ada"));
    TwoPages pages = TwoPages.introduce(ada, world.signUp("grace"));

    pages.ada().say(pages.conversation(), "a", 0, 1);
    pages.grace().say(pages.conversation(), "g", 0, 1);
    pages.awaitEqual(2);

    assertThat(warnings(ada)).singleElement().asString().contains("set aside");
    assertThat(ada.page().evaluate("lives")).as("sessions").isEqualTo(1);
  }

  @Test
  void aFullDiskIsToldAndLosesNothing() {
    WebPeer ada = new WebPeer(world.browser().freshProfile(), world.uri());
    Quota quota = Quota.limit(ada.page(), world.uri(), 200_000);
    ada.signUp(BrowserWorld.freshName("ada"));
    TwoPages pages = TwoPages.introduce(ada, world.signUp("grace"));
    String large = "b" + "x".repeat(20_000);

    ada.begin("say", List.of(pages.conversation(), large, 0, 50, 0));
    pages.grace().say(pages.conversation(), "g", 0, 50);
    awaitTrue(() -> warnings(ada).stream().anyMatch(text -> text.contains("no space")));
    assertThat(ada.texts(pages.conversation())).hasSizeLessThan(100);
    quota.lift();

    pages.awaitEqual(100);
    pages.assertInOrder(large, 50);
    pages.assertInOrder("g", 50);
  }

  private static List<String> warnings(WebPeer page) {
    return page.ask("warnings", null);
  }
}
