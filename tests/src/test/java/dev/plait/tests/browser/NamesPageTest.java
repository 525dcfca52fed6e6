package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who can be taken for whom at the page: nobody, whatever name or title they choose. */
final class NamesPageTest extends BrowserTest {
  @Test
  void nobodyIsTakenForOneselfOrAnother() {
    PageUser grace = PageUser.signUp(world, "grace");
    PageUser ada = PageUser.signUp(world, "ada");
    PageUser mallory = PageUser.signUp(world, "mallory");
    ada.writeTo(grace.handle());
    grace.click("accept");
    grace.say("I am grace");

    mallory.click("settings");
    mallory.fill("display-name", "You");
    mallory.click("save-name");
    mallory.page().keyboard().press("Escape");
    mallory.makeGroup(ada.handle(), grace.handle());
    mallory.say("I will pay");
    String label = mallory.handle() + " (You)";
    grace.page().locator(".request-row .row").click();
    awaitTrue(
        () -> grace.page().locator("[data-test=asks] cite").allInnerTexts().equals(List.of(label)));
    grace.click("accept");

    awaitTrue(
        () ->
            grace
                .page()
                .locator("[data-test=message] .author")
                .allInnerTexts()
                .equals(List.of(label)));
    assertThat(grace.page().locator("#title .sign").count()).isOne();
    awaitTrue(() -> grace.all("conversation").count() == 2);
    List<String> marked =
        grace.page().locator("[data-test=conversation]:has(.sign) bdi").allInnerTexts();
    assertThat(marked).contains(ada.handle()).doesNotContain(grace.handle());
    assertThat(grace.page().locator("[data-test=conversation]:not(:has(.sign)) .name").count())
        .isOne();
    for (PageUser user : List.of(grace, ada, mallory)) {
      assertThat(user.errors()).isEmpty();
      user.page().context().close();
    }
  }
}
