package dev.plait.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.tests.scenario.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pages with the library, and everything that can happen to them. */
final class PagesTest {
  private static final Duration A_WHILE = Duration.ofSeconds(60);
  private static final int MANY = 1_000;

  @TempDir private static Path folder;
  private static NodeProcess node;
  private static Chromium browser;

  @BeforeAll
  static void start() throws Exception {
    node = NodeProcess.start(folder);
    browser = Chromium.start(TwoPages.profile(folder, "shared"));
  }

  @AfterAll
  static void stop() throws Exception {
    browser.close();
    node.close();
  }

  @Test
  void aThousandMessagesEachWayGoDirectly() {
    TwoPages pages = TwoPages.meet(browser, node.uri());
    pages.awaitDirect();

    pages.grace().begin("say", List.of(pages.conversation(), "g", 0, MANY, 1));
    pages.ada().say(pages.conversation(), "a", 0, MANY);

    pages.awaitEqual(2 * MANY, A_WHILE);
    pages.assertInOrder("a", MANY);
    pages.assertInOrder("g", MANY);
    assertThat(pages.ada().path(pages.conversation())).isEqualTo("direct");
  }

  @Test
  void aCutOfTheDirectPathIsNotNoticed() {
    TwoPages pages = TwoPages.meet(browser, node.uri());
    pages.awaitDirect();

    pages.grace().begin("say", List.of(pages.conversation(), "g", 0, MANY, 3));
    pages.ada().begin("say", List.of(pages.conversation(), "a", 0, MANY, 3));
    pages.ada().ask("blackHole", true);
    pages.awaitPath("relay");
    pages.ada().ask("blackHole", false);

    pages.awaitEqual(2 * MANY, A_WHILE);
    pages.assertInOrder("a", MANY);
    pages.assertInOrder("g", MANY);
    pages.awaitDirect();
  }

  @Test
  void whatIsSaidToAClosedPageWaitsInTheStore() {
    TwoPages pages = TwoPages.meet(browser, node.uri());
    pages.awaitDirect();
    pages.grace().ask("close", null);
    pages.grace().load();

    pages.ada().say(pages.conversation(), "a", 0, MANY);
    await()
        .atMost(A_WHILE)
        .pollInSameThread()
        .until(
            () ->
                pages
                    .ada()
                    .<Map<String, Object>>ask("statuses", pages.conversation())
                    .equals(Map.of("stored", MANY)));
    pages.grace().open(pages.grace().device());

    pages.awaitEqual(MANY, A_WHILE);
    pages.assertInOrder("a", MANY);
    await()
        .atMost(A_WHILE)
        .pollInSameThread()
        .until(
            () ->
                pages
                    .ada()
                    .<Map<String, Object>>ask("statuses", pages.conversation())
                    .equals(Map.of("delivered", MANY)));
  }

  @Test
  void aReloadInMidSendLosesAndRepeatsNothing() {
    TwoPages pages = TwoPages.meet(browser, node.uri());
    pages.awaitDirect();
    pages.grace().begin("say", List.of(pages.conversation(), "g", 0, MANY, 2));

    for (int part = 0; part < 5; part++) {
      pages.ada().say(pages.conversation(), "a", part * 100, 100);
      pages.ada().begin("say", List.of(pages.conversation(), "lost", part * 100, 100, 0));
      pages.ada().reload();
    }
    pages.ada().say(pages.conversation(), "end", 0, 1);

    await()
        .atMost(A_WHILE)
        .pollInSameThread()
        .until(
            () ->
                pages.grace().texts(pages.conversation()).contains("end0")
                    && pages.ada().texts(pages.conversation()).contains("g" + (MANY - 1)));
    pages.awaitEqual(pages.ada().texts(pages.conversation()).size(), A_WHILE);
    pages.assertInOrder("a", 500);
    pages.assertInOrder("g", MANY);
  }

  @Test
  void aNodeKilledAndStartedAgainLosesNothing() throws Exception {
    TwoPages pages = TwoPages.meet(browser, node.uri());
    pages.awaitDirect();
    pages.ada().ask("blackHole", true);
    pages.awaitPath("relay");

    pages.grace().begin("say", List.of(pages.conversation(), "g", 0, MANY, 2));
    pages.ada().begin("say", List.of(pages.conversation(), "a", 0, MANY, 2));
    node.kill();
    node.restart();

    pages.awaitEqual(2 * MANY, A_WHILE);
    pages.assertInOrder("a", MANY);
    pages.assertInOrder("g", MANY);
  }

  @Test
  void aBrowserKilledLosesNothingThatItHadTaken() throws Exception {
    Path profile = TwoPages.profile(folder, "killed");
    TwoPages pages;
    int taken;
    try (Chromium killed = Chromium.start(profile)) {
      pages =
          TwoPages.introduce(
              WebPeer.signUp(killed.profile(), node.uri(), TwoPages.freshName("ada")),
              WebPeer.signUp(browser.freshProfile(), node.uri(), TwoPages.freshName("grace")));
      pages.awaitDirect();
      pages.ada().say(pages.conversation(), "a", 0, 300);
      taken = 300;
      pages.ada().begin("say", List.of(pages.conversation(), "b", 0, 300, 0));
      killed.kill();
    }
    pages.grace().say(pages.conversation(), "g", 0, 100);

    try (Chromium again = Chromium.start(profile)) {
      WebPeer ada = new WebPeer(again.profile(), node.uri());
      // The cookie may not have been on disk yet; what was said is.
      ada.signIn(pages.ada().handle());
      assertThat(ada.device()).isEqualTo(pages.ada().device());
      TwoPages back = new TwoPages(ada, pages.grace(), pages.conversation());
      ada.say(pages.conversation(), "end", 0, 1);

      await()
          .atMost(A_WHILE)
          .pollInSameThread()
          .until(
              () ->
                  back.grace().texts(pages.conversation()).contains("end0")
                      && ada.texts(pages.conversation()).contains("g99"));
      back.awaitEqual(ada.texts(pages.conversation()).size(), A_WHILE);
      back.assertInOrder("a", taken);
      back.assertInOrder("g", 100);
    }
  }
}
