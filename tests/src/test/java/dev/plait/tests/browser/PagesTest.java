package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitStatuses;
import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static dev.plait.tests.browser.BrowserWorld.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.tests.scenario.NodeProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pages with the library, and everything that can happen to them. */
final class PagesTest extends BrowserTest {
  private static final int MANY = 1_000;

  /** Enough to be in the middle of for a while. */
  private static final int SOME = 200;

  @Test
  void aThousandMessagesEachWayGoDirectly() {
    TwoPages pages = world.meet();
    pages.awaitDirect();

    pages.grace().begin("say", List.of(pages.conversation(), "g", 0, MANY, 1));
    pages.ada().say(pages.conversation(), "a", 0, MANY);

    pages.awaitEqual(2 * MANY);
    pages.assertInOrder("a", MANY);
    pages.assertInOrder("g", MANY);
    assertThat(pages.ada().path(pages.conversation())).isEqualTo("direct");
  }

  @Test
  void aCutOfTheDirectPathIsNotNoticed() {
    TwoPages pages = world.meet();
    pages.awaitDirect();

    pages.grace().begin("say", List.of(pages.conversation(), "g", 0, SOME, 3));
    pages.ada().begin("say", List.of(pages.conversation(), "a", 0, SOME, 3));
    pages.ada().ask("blackHole", true);
    pages.awaitPath("relay");
    pages.ada().ask("blackHole", false);

    pages.awaitEqual(2 * SOME);
    pages.assertInOrder("a", SOME);
    pages.assertInOrder("g", SOME);
    pages.awaitDirect();
  }

  @Test
  void whatIsSaidToAClosedPageWaitsInTheStore() {
    TwoPages pages = world.meet();
    pages.awaitDirect();
    pages.grace().ask("close", null);
    pages.grace().load();

    pages.ada().say(pages.conversation(), "a", 0, SOME);
    awaitStatuses(pages.ada(), pages.conversation(), "stored", SOME);
    pages.grace().open(pages.grace().device());

    pages.awaitEqual(SOME);
    pages.assertInOrder("a", SOME);
    awaitStatuses(pages.ada(), pages.conversation(), "delivered", SOME);
  }

  @Test
  void aReloadInMidSendLosesAndRepeatsNothing() {
    TwoPages pages = world.meet();
    pages.awaitDirect();
    pages.grace().begin("say", List.of(pages.conversation(), "g", 0, SOME, 2));

    for (int part = 0; part < 5; part++) {
      pages.ada().say(pages.conversation(), "a", part * 50, 50);
      pages.ada().begin("say", List.of(pages.conversation(), "lost", part * 50, 50, 0));
      pages.ada().reload();
    }
    pages.ada().say(pages.conversation(), "end", 0, 1);

    awaitTrue(
        () ->
            pages.grace().has(pages.conversation(), "end0")
                && pages.ada().has(pages.conversation(), "g" + (SOME - 1)));
    pages.awaitEqual(pages.ada().count(pages.conversation()));
    pages.assertInOrder("a", 250);
    pages.assertInOrder("g", SOME);
  }

  @Test
  void aNodeKilledAndStartedAgainLosesNothing(@TempDir Path folder) throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        BrowserWorld killed = new BrowserWorld(folder, node)) {
      TwoPages pages = killed.meet();
      pages.awaitDirect();
      pages.ada().ask("blackHole", true);
      pages.awaitPath("relay");

      pages.grace().begin("say", List.of(pages.conversation(), "g", 0, SOME, 2));
      pages.ada().begin("say", List.of(pages.conversation(), "a", 0, SOME, 2));
      node.kill();
      node.restart();

      pages.awaitEqual(2 * SOME);
      pages.assertInOrder("a", SOME);
      pages.assertInOrder("g", SOME);
    }
  }

  @Test
  void aBrowserKilledLosesNothingThatItHadTaken() throws Exception {
    Path profile = world.profile("killed");
    TwoPages pages;
    int taken;
    try (Chromium killed = Chromium.start(profile)) {
      pages =
          TwoPages.introduce(
              WebPeer.signUp(killed.profile(), world.uri(), freshName("ada")),
              world.signUp("grace"));
      pages.awaitDirect();
      pages.ada().say(pages.conversation(), "a", 0, 300);
      taken = 300;
      pages.ada().begin("say", List.of(pages.conversation(), "b", 0, 300, 0));
      killed.kill();
    }
    pages.grace().say(pages.conversation(), "g", 0, 100);

    try (Chromium again = Chromium.start(profile)) {
      WebPeer ada = new WebPeer(again.profile(), world.uri());
      // The cookie may not have been on disk yet; what was said is.
      ada.signIn(pages.ada().handle());
      assertThat(ada.device()).isEqualTo(pages.ada().device());
      TwoPages back = new TwoPages(ada, pages.grace(), pages.conversation());
      ada.say(pages.conversation(), "end", 0, 1);

      awaitTrue(
          () ->
              back.grace().has(pages.conversation(), "end0")
                  && ada.has(pages.conversation(), "g99"));
      back.awaitEqual(ada.count(pages.conversation()));
      back.assertInOrder("a", taken);
      back.assertInOrder("g", 100);
    }
  }

  @Test
  void aPlannedCloseUnderLoadLosesNothing() {
    int load = 2_000;
    TwoPages pages = world.meet();
    pages.awaitDirect();

    pages.ada().say(pages.conversation(), "a", 0, load);
    pages.ada().ask("close", null);
    pages.ada().reload();

    pages.awaitEqual(load);
    pages.assertInOrder("a", load);
    awaitStatuses(pages.ada(), pages.conversation(), "delivered", load);
  }
}
