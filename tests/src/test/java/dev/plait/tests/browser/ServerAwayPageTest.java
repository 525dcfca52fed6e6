package dev.plait.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.tests.scenario.NodeProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page while its server is away. */
final class ServerAwayPageTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenGoesOutWhenTheServerIsBack() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        BrowserWorld world = new BrowserWorld(folder, node)) {
      PageUser ada = PageUser.signUp(world, "ada");
      PageUser grace = PageUser.signUp(world, "grace");
      ada.writeTo(grace.handle());
      grace.click("accept");
      grace.see("text-field");
      String address = grace.page().url();
      grace.page().navigate("about:blank");
      ada.awaitPath("stored");

      node.kill();
      ada.awaitConnection("offline");
      ada.page().setViewportSize(390, 844);
      assertThat(ada.page().locator(".narrow").isVisible()).as("said on a phone, too").isTrue();
      ada.page().setViewportSize(1280, 800);
      ada.say("Into the dark");
      ada.awaitStatus("Into the dark", "queued");
      ada.click("new");
      ada.fill("new-handle", "somebody");
      ada.page().keyboard().press("Enter");
      ada.seeText("the server cannot be reached");
      ada.click("close-dialog");
      node.restart();

      ada.awaitConnection("online");
      ada.awaitStatus("Into the dark", "stored");
      grace.page().navigate(address);
      grace.awaitTexts("Into the dark");
      assertThat(ada.errors()).isEmpty();
      assertThat(grace.errors()).isEmpty();
    }
  }
}
