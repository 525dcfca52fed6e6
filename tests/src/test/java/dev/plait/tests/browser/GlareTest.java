package dev.plait.tests.browser;

import static dev.plait.tests.browser.LinkedPage.HIGH;
import static dev.plait.tests.browser.LinkedPage.LOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.rtc.DirectLink;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A page and webrtc-java offer at the same time, on purpose; neither hears before both have. */
final class GlareTest extends BrowserTest {
  @Test
  void thePageGivesWay() {
    meet(LOW, HIGH);
  }

  @Test
  void theJavaPeerGivesWay() {
    meet(HIGH, LOW);
  }

  private static void meet(UUID pageId, UUID javaId) {
    try (LinkedPage both = new LinkedPage(world, pageId, javaId, List.of())) {
      both.awaitOffers();

      both.untilOpen();

      assertThat(glares(both)).isPositive();
      assertThat(both.link.counters().glares()).isPositive();
      restart(both);
    }
  }

  /** Both restart ICE on the open channel; nothing is closed, and frames go through. */
  private static void restart(LinkedPage both) {
    both.untilQuiet();
    int glaresBefore = glares(both);
    int pageBefore = restartsOfPage(both);
    long javaBefore = both.link.counters().iceRestart().succeeded();
    both.page.evaluate("link.handleNetworkChanged()");
    both.onLink(DirectLink::handleNetworkChanged);
    both.awaitOffers();
    both.page.evaluate("link.send('once more')");

    both.until(
        () ->
            glares(both) > glaresBefore
                && both.link.counters().iceRestart().succeeded() > javaBefore
                && restartsOfPage(both) > pageBefore
                && both.frames().contains("once more"));

    both.page.evaluate("link.send('and again')");
    both.until(() -> both.frames().contains("and again"));
    assertThat(both.frames()).containsExactly("from the page", "once more", "and again");
  }

  private static int restartsOfPage(LinkedPage both) {
    return (int) both.page.evaluate("link.counters().iceRestart.succeeded");
  }

  private static int glares(LinkedPage both) {
    return (int) both.page.evaluate("link.counters().glares");
  }
}
