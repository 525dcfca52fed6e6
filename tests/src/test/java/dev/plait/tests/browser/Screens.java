package dev.plait.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at screens of the page. All are in {@code target/screens}; {@code
 * -Dplait.screens=../docs/screens} puts some into the documents. Stateless.
 */
final class Screens {
  private static final Path SCREENS = Path.of("target/screens");

  private static final Path DOCUMENTS =
      Path.of(System.getProperty("plait.screens", SCREENS.toString()));

  private static final List<String> DOCUMENTED =
      List.of(
          "welcome-light",
          "desk-light",
          "desk-dark",
          "phone-light",
          "phone-dark",
          "phone-list-light",
          "settings-light",
          "checks-failed-light",
          "phone-checks-failed-dark");

  private Screens() {}

  /** Keeps what somebody sees at this width, which has to be accessible. */
  static void look(PageUser user, int width, String name) {
    Page page = user.page();
    page.setViewportSize(width, width == 390 ? 844 : 800);
    Path folder = DOCUMENTED.contains(name) ? DOCUMENTS : SCREENS;
    page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
    AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
    if (name.endsWith("-dark")) {
      axe.withRules(List.of("color-contrast")); // nothing else depends on colours
    }
    assertThat(axe.analyze().getViolations())
        .as(name)
        .filteredOn(rule -> List.of("serious", "critical").contains(rule.getImpact()))
        .extracting(rule -> rule.getId() + " " + rule.getNodes().getFirst().getHtml())
        .isEmpty();
  }
}
