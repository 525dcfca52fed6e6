package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that says what it must not, and a disk that is full. */
final class HostileTest extends BrowserTest {
  /** The frame comes out of the socket as if the server had sent it. */
  private static final String FIRST_SOCKET_SAYS =
      """
      frame => {
        window.sessions = 0;
        const Real = WebSocket;
        window.WebSocket = class extends Real {
          constructor(...how) {
            super(...how);
            if (++window.sessions === 1) {
              const say = () => this.dispatchEvent(new MessageEvent('message', { data: frame }));
              this.addEventListener('open', () => setTimeout(say, 1000));
            }
          }
        };
      }
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"type\":\"entries\"}",
        "{\"type\":\"nonsense\"}",
        "{\"type\":\"welcome\"}",
        "[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]",
        "{\"type\":\"pong\",\"n\":1e400}",
        "{\"__proto__\":{\"type\":\"live\"}}"
      })
  void aMalformedFrameEndsTheSessionAndLosesNothing(String frame) {
    WebPeer ada = new WebPeer(world.browser().freshProfile(), world.uri());
    ada.page().evaluate(FIRST_SOCKET_SAYS, frame);
    ada.signUp(BrowserWorld.freshName("ada"));
    TwoPages pages = TwoPages.introduce(ada, world.signUp("grace"));

    pages.ada().say(pages.conversation(), "a", 0, 100);
    pages.grace().say(pages.conversation(), "g", 0, 100);

    awaitTrue(() -> (int) ada.page().evaluate("sessions") >= 2);
    pages.awaitEqual(200);
    pages.assertInOrder("a", 100);
    pages.assertInOrder("g", 100);
  }

  @Test
  void aFullDiskIsToldAndLosesNothing() {
    WebPeer ada = new WebPeer(world.browser().freshProfile(), world.uri());
    Quota quota = Quota.limit(ada.page(), world.uri(), 400_000);
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
