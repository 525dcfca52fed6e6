package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses in messages: a stranger's are text, and a host that looks like another is named. */
final class LinksPageTest extends BrowserTest {
  private static final String PLAIN = "see https://example.org/a";
  private static final String DISGUISED = "log in at https://\u0430pple.example/ now";

  @Test
  void addressesOfARequestAreTextAndThenNameTheirHost() {
    PageUser grace = PageUser.signUp(world, "grace");
    PageUser ada = PageUser.signUp(world, "ada");
    ada.writeTo(grace.handle());
    ada.say(PLAIN);
    ada.say(DISGUISED);
    grace.page().locator(".request-row .row").click();
    awaitTrue(() -> grace.all("asked").allInnerTexts().equals(List.of(PLAIN, DISGUISED)));
    assertThat(grace.page().locator("[data-test=asks] a").count()).isZero();

    grace.click("accept");

    Locator links = grace.page().locator("[data-test=text] a");

    awaitTrue(
        () ->
            links
                .allInnerTexts()
                .equals(List.of("https://example.org/a", "https://\u0430pple.example/")));
    assertThat(links.last().getAttribute("href")).isEqualTo("https://xn--pple-43d.example/");
    assertThat(grace.all("host").allInnerTexts()).containsExactly("(xn--pple-43d.example)");
    Screens.look(grace, 1280, "link-host-light");
    assertThat(grace.errors()).isEmpty();
    assertThat(ada.errors()).isEmpty();
    grace.page().context().close();
    ada.page().context().close();
  }
}
