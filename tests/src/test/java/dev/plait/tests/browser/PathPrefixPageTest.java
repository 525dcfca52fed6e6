package dev.plait.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import dev.plait.tests.e2e.HttpFront;
import dev.plait.tests.scenario.NodeProcess;
import dev.plait.tests.scenario.Place;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a node that a proxy shows under a path. */
final class PathPrefixPageTest {
  @TempDir private Path folder;

  @Test
  void thePageSignsUpConnectsAndComesBackUnderAPath() throws Exception {
    Place behind = new Place(List.of(), List.of(), Map.of("PLAIT_HTTP_PATH", "/a/chat"));
    try (NodeProcess node = NodeProcess.start(behind, folder);
        BrowserWorld world = new BrowserWorld(folder, node);
        HttpFront front = new HttpFront(world.uri(), "/a/chat")) {
      BrowserContext profile = world.browser().freshProfile();
      PageUser ada = new PageUser(profile, URI.create(front.uri() + "/"));
      ada.fillForm(BrowserWorld.freshName("ada"), WebPeer.PASSWORD);
      ada.see("new");
      ada.awaitConnection("online"); // else the page may be gone before its first session

      ada.page().reload();
      ada.see("new");

      // The cookie came back with it, and a token for it. What was asked is told if nothing comes.
      await()
          .atMost(BrowserWorld.A_WHILE)
          .pollInSameThread()
          .untilAsserted(
              () ->
                  assertThat(front.asked())
                      .contains("/a/chat/v1/sessions/refresh")
                      .haveAtLeast(2, new Condition<>("/a/chat/v1/connect"::equals, "a session")));
      assertThat(front.asked())
          .filteredOn(path -> !path.equals("/favicon.ico"))
          .allMatch(path -> path.startsWith("/a/chat/"));
      assertThat(ada.errors()).isEmpty();
      profile.close();
    }
  }
}
