package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static dev.plait.tests.browser.BrowserWorld.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page that a node serves, as a person uses it. {@code -Dplait.screens=../docs/screens} puts
 * the screens into the documents.
 */
final class DemoPageTest {
  private static final Path SCREENS =
      Path.of(System.getProperty("plait.screens", "target/screens"));
  private static final String HOSTILE =
      "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script> javascript:alert(1)";

  private static BrowserWorld world;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    world = new BrowserWorld(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    world.close();
  }

  /** Two windows of a first visitor, after three clicks, and what went wrong in them. */
  private record Visit(Page first, Page second, List<String> errors) {
    static Visit begin() {
      List<String> errors = new ArrayList<>();
      BrowserContext profile = world.browser().freshProfile();
      profile.onPage(page -> page.onPageError(errors::add));
      Page first = profile.newPage();
      first.emulateMedia(
          new Page.EmulateMediaOptions()
              .setColorScheme(ColorScheme.LIGHT)
              .setReducedMotion(ReducedMotion.REDUCE));
      first.setViewportSize(1280, 800);
      first.navigate(world.node().uri().toString().replace("127.0.0.1", "localhost"));
      click(first, "try-alone");
      Page second = profile.waitForPage(() -> click(first, "trial-open"));
      second.setViewportSize(1280, 800);
      click(first, "accept");
      return new Visit(first, second, errors);
    }

    void awaitPath(String path) {
      for (Page page : List.of(first, second)) {
        page.waitForSelector("[data-test=path][data-path=" + path + "]");
      }
    }
  }

  private static void click(Page page, String test) {
    page.click("[data-test=" + test + "]");
  }

  private static void say(Page page, String text) {
    page.fill("[data-test=text-field]", text);
    page.keyboard().press("Enter");
  }

  private static List<String> texts(Page page) {
    return page.locator("[data-test=text]").allInnerTexts();
  }

  @Test
  void aFirstVisitorTalksToThemselvesAfterThreeClicks() {
    Visit visit = Visit.begin();
    visit.awaitPath("direct");

    say(visit.first(), "Hello from the first window");
    say(visit.second(), "Hello from the second");

    List<String> both = List.of("Hello from the first window", "Hello from the second");
    awaitTrue(() -> texts(visit.first()).containsAll(both));
    awaitTrue(() -> texts(visit.second()).containsAll(both));
    assertThat(texts(visit.first())).hasSize(2);
    visit.first().bringToFront();
    visit.second().waitForSelector("[data-test=message][data-status=read]");
    assertThat(visit.errors()).isEmpty();
  }

  @Test
  void textOfOthersNeverBecomesMarkup() {
    Visit visit = Visit.begin();

    click(visit.second(), "settings");
    visit.second().fill("[data-test=display-name]", "<b onclick=hacked=1>Grace</b>");
    click(visit.second(), "save-name");
    assertThat(visit.second().locator("[data-test=device]").count()).isEqualTo(1);
    click(visit.second(), "close-dialog");
    visit
        .first()
        .waitForSelector("[data-test=conversation]:has-text('<b onclick=hacked=1>Grace</b>')");

    say(visit.second(), HOSTILE);
    awaitTrue(() -> texts(visit.first()).contains(HOSTILE));
    say(visit.second(), "see https://example.org/a?b=<c> and ftp://example.org");
    awaitTrue(() -> texts(visit.first()).size() == 2);

    assertThat(visit.first().evaluate("window.hacked")).isNull();
    assertThat(visit.first().locator("[data-test=text] img, [data-test=text] script").count())
        .isZero();
    assertThat(visit.first().locator("[data-test=text] a").all())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getAttribute("href")).startsWith("https://example.org/a?b=");
              assertThat(link.getAttribute("rel")).contains("noopener");
            });
    assertThat(visit.errors()).isEmpty();
  }

  @Test
  void theKeyboardAloneIsEnough() {
    WebPeer grace = world.signUp("grace");
    Page page = world.browser().freshProfile().newPage();
    page.navigate(world.node().uri().toString());
    page.waitForSelector("[data-test=handle]");

    tabTo(page, "handle");
    page.keyboard().type(freshName("keys"));
    tabTo(page, "password");
    page.keyboard().type(WebPeer.PASSWORD);
    page.keyboard().press("Enter");
    page.waitForSelector("[data-test=new]");
    tabTo(page, "new");
    page.keyboard().press("Enter");
    page.waitForSelector("[data-test=new-handle]");
    tabTo(page, "new-handle");
    page.keyboard().type(grace.handle());
    page.keyboard().press("Enter");
    page.waitForSelector("[data-test=text-field]");
    tabTo(page, "text-field");
    page.keyboard().type("By keyboard");
    page.keyboard().press("Enter");

    awaitTrue(() -> grace.<List<String>>ask("everything", null).equals(List.of("By keyboard")));
  }

  private static void tabTo(Page page, String test) {
    for (int i = 0; i < 40; i++) {
      if (test.equals(page.evaluate("document.activeElement?.dataset?.test"))) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("the keyboard does not reach " + test);
  }

  @Test
  void everyScreenIsAccessibleAndIsKept() {
    Visit visit = Visit.begin();
    visit.awaitPath("direct");
    for (String text : List.of("Shall we meet at the bridge?", "Or at the café, if it rains.")) {
      say(visit.first(), text);
    }
    say(visit.second(), "The bridge. I bring the map: https://example.org/map");
    awaitTrue(() -> texts(visit.first()).size() == 3);
    visit.first().bringToFront();
    click(visit.first(), "path");
    visit.first().waitForSelector("[data-test=rtt]");

    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      String name = scheme.name().toLowerCase(Locale.ROOT);
      visit.first().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      look(visit.first(), 1280, "desk-" + name);
      click(visit.first(), "close-panel");
      look(visit.first(), 390, "phone-" + name);
      visit.first().setViewportSize(1280, 800);
      click(visit.first(), "path");
    }
    visit.first().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    click(visit.first(), "settings");
    visit.first().waitForSelector("[data-test=device]");
    look(visit.first(), 1280, "settings");
    Page welcome = world.browser().freshProfile().newPage();
    welcome.navigate(world.node().uri().toString().replace("127.0.0.1", "localhost"));
    welcome.waitForSelector("[data-test=try-alone]");
    look(welcome, 1280, "welcome");
  }

  private static void look(Page page, int width, String name) {
    page.setViewportSize(width, width == 390 ? 844 : 800);
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")));
    assertThat(new AxeBuilder(page).analyze().getViolations())
        .as(name)
        .filteredOn(rule -> List.of("serious", "critical").contains(rule.getImpact()))
        .extracting(rule -> rule.getId() + " " + rule.getNodes().getFirst().getHtml())
        .isEmpty();
  }
}
