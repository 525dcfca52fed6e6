package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static dev.plait.tests.browser.BrowserWorld.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The page that a node serves, as a person uses it. */
final class DemoPageTest extends BrowserTest {
  private static final String NAME = "<b onclick=hacked=1>Grace</b>";
  private static final String HOSTILE =
      "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script> javascript:alert(1)";

  /** Two windows of a first visitor, after three clicks. */
  private record Visit(PageUser first, PageUser second) {
    static Visit begin() {
      BrowserContext profile = world.browser().freshProfile();
      PageUser first = new PageUser(profile, localhost());
      first.click("try-alone");
      PageUser second = new PageUser(profile.waitForPage(() -> first.click("trial-open")));
      first.click("accept");
      return new Visit(first, second);
    }

    void awaitPath(String path) {
      first.awaitPath(path);
      second.awaitPath(path);
    }

    void assertNoErrors() {
      assertThat(first.errors()).isEmpty();
      assertThat(second.errors()).isEmpty();
    }
  }

  private static URI localhost() {
    return URI.create(world.uri().toString().replace("127.0.0.1", "localhost"));
  }

  @Test
  void aFirstVisitorTalksToThemselvesAfterThreeClicks() {
    Visit visit = Visit.begin();
    visit.awaitPath("direct");

    visit.first().say("Hello from the first window");
    visit.second().awaitTexts("Hello from the first window");
    visit.second().say("Hello from the second");

    visit.first().awaitTexts("Hello from the first window", "Hello from the second");
    visit.second().awaitTexts("Hello from the first window", "Hello from the second");
    visit.first().page().bringToFront();
    visit.second().awaitStatus("Hello from the second", "read");
    visit.assertNoErrors();
  }

  @Test
  void textOfOthersNeverBecomesMarkup() {
    Visit visit = Visit.begin();

    visit.second().click("settings");
    visit.second().fill("display-name", NAME);
    visit.second().click("save-name");
    assertThat(visit.second().all("device").count()).isEqualTo(1);
    visit.second().click("close-dialog");
    awaitTrue(() -> visit.first().all("conversation").first().innerText().contains(NAME));

    visit.second().say(HOSTILE);
    visit.first().awaitTexts(HOSTILE);
    visit.second().say("see https://example.org/a?b=<c> and ftp://example.org");
    awaitTrue(() -> visit.first().texts().size() == 2);

    Page page = visit.first().page();
    assertThat(page.evaluate("window.hacked")).isNull();
    assertThat(page.locator("[data-test=text] img, [data-test=text] script").count()).isZero();
    assertThat(page.locator("[data-test=text] a").all())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getAttribute("href")).startsWith("https://example.org/a?b=");
              assertThat(link.getAttribute("rel")).contains("noopener");
            });
    visit.assertNoErrors();
  }

  @Test
  void aTextWithHalfACharacterIsNotSentAndNotLost() {
    PageUser ada = PageUser.signUp(world, "ada");
    PageUser grace = PageUser.signUp(world, "grace");
    ada.writeTo(grace.handle());

    ada.page()
        .evaluate(
            """
            () => {
              const field = document.querySelector('[data-test=text-field]');
              field.value = 'half \\ud83d';
              field.dispatchEvent(new Event('input', { bubbles: true }));
              field.focus();
            }""");
    ada.page().keyboard().press("Enter");

    ada.see("failure");
    assertThat(ada.all("failure").innerText())
        .contains("text holds half a character", "Delete it and write it anew.");
    assertThat(ada.all("unsent").innerText()).contains("half ");
    ada.say("whole");
    awaitTrue(() -> ada.texts().contains("whole"));
    Screens.look(ada, 1280, "half-a-character-light");
    assertThat(ada.errors()).isEmpty();
    ada.page().context().close();
    grace.page().context().close();
  }

  @Test
  void theKeyboardAloneIsEnough() {
    WebPeer grace = world.signUp("grace");
    Page page = world.browser().freshProfile().newPage();
    page.navigate(world.uri().toString());
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
    awaitTrue(() -> grace.<Boolean>ask("acceptAll", null));
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
    PageUser first = visit.first();
    visit.awaitPath("direct");
    first.say("Shall we meet at the bridge?");
    first.say("Or at the café, if it rains.");
    visit.second().say("The bridge. I bring the map: https://example.org/map");
    awaitTrue(() -> first.texts().size() == 3);
    first.page().bringToFront();
    first.click("path");
    first.see("rtt");

    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      String name = scheme.name().toLowerCase(Locale.ROOT);
      first.look(scheme);
      Screens.look(first, 1280, "desk-" + name);
      Screens.look(first, 390, "phone-path-" + name);
      first.click("close-panel");
      Screens.look(first, 390, "phone-" + name);
      first.click("back");
      Screens.look(first, 390, "phone-list-" + name);
      first.click("conversation");
      first.page().setViewportSize(1280, 800);
      first.act("The bridge.", "Heart");
      first.message("The bridge.").locator("[data-test=actions]").click();
      Screens.look(first, 1280, "menu-" + name);
      first.page().keyboard().press("Escape");
      first.message("Shall we").locator("[data-test=status]").click();
      Screens.look(first, 1280, "details-" + name);
      first.click("close-dialog");
      first.click("search");
      first.fill("search-field", "bridge");
      first.see("hit");
      Screens.look(first, 1280, "search-" + name);
      first.click("close-panel");
      first.click("new");
      first.click("new-group");
      Screens.look(first, 1280, "new-" + name);
      first.click("close-dialog");
      first.click("settings");
      first.see("device");
      Screens.look(first, 1280, "settings-" + name);
      Screens.look(first, 390, "phone-settings-" + name);
      first.click("doctor");
      first.see("verdict");
      Screens.look(first, 1280, "checks-" + name);
      Screens.look(first, 390, "phone-checks-" + name);
      first.click("close-dialog");
      first.see("own-handle");
      first.click("close-dialog");
      first.page().setViewportSize(1280, 800);
      first.click("path");
      lookAtWelcome(scheme, name);
    }
    visit.assertNoErrors();
  }

  private static void lookAtWelcome(ColorScheme scheme, String name) {
    PageUser fresh = new PageUser(world.browser().freshProfile(), localhost());
    fresh.look(scheme);
    fresh.see("try-alone");
    Screens.look(fresh, 1280, "welcome-" + name);
    Screens.look(fresh, 390, "phone-welcome-" + name);
    fresh.click("doctor");
    fresh.see("verdict");
    Screens.look(fresh, 390, "phone-checks-without-account-" + name);
    fresh.page().context().close();
  }
}
