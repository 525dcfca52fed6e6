package dev.plait.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page where a part of it does not come at first, or not at all. */
@Tag("waits")
final class PageLoadTest extends BrowserTest {
  private static final String A_MODULE = "**/lib/index.js";

  /** By itself, after the first time. */
  private static final int RELOADS = 3;

  private BrowserContext profile;

  @BeforeEach
  void freshProfile() {
    profile = world.browser().freshProfile();
  }

  @AfterEach
  void closeProfile() {
    profile.close();
  }

  /** Counts how often the page is loaded: a browser may fetch a module twice in one load. */
  private AtomicInteger countLoads() {
    AtomicInteger loads = new AtomicInteger();
    profile.onRequest(
        request -> {
          if (request.isNavigationRequest()) {
            loads.incrementAndGet();
          }
        });
    return loads;
  }

  private PageUser visit() {
    return new PageUser(profile, world.uri());
  }

  /** Keeps what matches from the page the first {@code times}. */
  private void keepBack(String what, int times) {
    AtomicInteger asked = new AtomicInteger();
    profile.route(
        what,
        route -> {
          if (asked.incrementAndGet() <= times) {
            route.abort();
          } else {
            route.resume();
          }
        });
  }

  @Test
  void aModuleThatFailsAtFirstIsFetchedByThePageItself() {
    keepBack(A_MODULE, 2);
    AtomicInteger loads = countLoads();

    PageUser stranger = visit();

    stranger.see("handle");
    assertThat(loads).hasValueGreaterThan(1);
    assertThat(stranger.page().evaluate("sessionStorage.getItem('plait-reloads')"))
        .as("another time it begins anew")
        .isEqualTo("0");
  }

  @Test
  void whereItStaysBrokenThePageSaysSoAndLeavesItToThePerson() {
    keepBack(A_MODULE, Integer.MAX_VALUE);
    AtomicInteger loads = countLoads();

    PageUser stranger = visit();

    stranger.see("reload");
    stranger.seeText("Parts of the page did not come. The network or the server may be away");
    assertThat(loads).hasValue(1 + RELOADS);
    Screens.look(stranger, 1280, "load-failed");
    Screens.look(stranger, 390, "phone-load-failed");

    profile.unroute(A_MODULE);
    stranger.page().keyboard().press("Tab");
    stranger.page().keyboard().press("Enter");
    stranger.see("handle");
  }

  @Test
  void thePageStaysWhileTheServerIsAway() {
    keepBack(A_MODULE, Integer.MAX_VALUE);
    profile.route("**/v1/time", Route::abort);
    AtomicInteger loads = countLoads();

    PageUser stranger = visit();

    stranger.see("reload");
    assertThat(loads).as("no reload into what the browser says of it").hasValue(1);
  }

  @Test
  void withoutTheScriptThatLoadsTheRestThereIsALinkAfterAWhile() {
    keepBack("**/page/start.js", 1);

    Page page = visit().page();

    page.getByRole(
            AriaRole.LINK,
            new Page.GetByRoleOptions().setName("Load the page again").setExact(true))
        .click();
    page.waitForSelector("[data-test=handle]");
  }
}
