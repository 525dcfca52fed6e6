package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import dev.plait.peer.json.Json;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the settings do with an account as a whole. */
final class AccountPageTest extends BrowserTest {
  @Test
  void anAccountIsSavedSignedOutEverywhereAndDeleted() throws Exception {
    PageUser ada = PageUser.signUp(world, "ada");
    PageUser grace = PageUser.signUp(world, "grace");
    ada.writeTo(grace.handle());
    grace.click("accept");
    ada.say("Good bye");
    grace.awaitTexts("Good bye");

    ada.click("settings");
    ada.see("save-export");
    Download file = ada.page().waitForDownload(() -> ada.click("save-export"));
    assertThat(file.suggestedFilename()).isEqualTo("plait-" + ada.handle() + ".json");
    Map<String, Object> saved = Json.object(Files.readString(file.path()));
    assertThat(saved).containsEntry("handle", ada.handle());
    assertThat(Json.objects(saved, "conversations")).hasSize(1);

    ada.click("sign-out-everywhere");
    ada.click("confirm");
    ada.see("to-sign-in");
    ada.click("to-sign-in");
    ada.fillForm(ada.handle(), WebPeer.PASSWORD);
    ada.see("conversation");

    ada.click("settings");
    ada.click("delete-account");
    ada.fill("confirm-password", "a wrong password");
    ada.click("confirm");
    ada.seeText("the password is wrong");
    Screens.look(ada, 1280, "delete-account-light");
    Screens.look(ada, 390, "phone-delete-account-light");
    ada.page().setViewportSize(1280, 800);
    ada.fill("confirm-password", WebPeer.PASSWORD);
    ada.click("confirm");
    ada.see("to-sign-in");
    assertThat(ada.page().evaluate("Object.keys(localStorage)")).isEqualTo(Collections.emptyList());

    grace.see("other-left");
    assertThat(grace.texts()).contains("Good bye");
    assertThat(grace.page().locator("#title bdi").innerText())
        .isEqualTo(ada.handle() + " (account deleted)");
    Screens.look(grace, 1280, "other-left-light");
    ada.fillForm(ada.handle(), WebPeer.PASSWORD);
    ada.seeText("another handle");
    for (PageUser user : List.of(ada, grace)) {
      awaitTrue(() -> user.errors().isEmpty());
      user.page().context().close();
    }
  }
}
