package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be done at the page, by two or three people who each have one of their own. */
final class PageFeaturesTest extends BrowserTest {
  private static final String FIRST_SOCKET_IS_TAKEN_OVER =
      """
      const Real = WebSocket;
      let taken = false;
      window.WebSocket = class extends Real {
        set onmessage(listener) {
          super.onmessage = (message) => {
            listener(message);
            if (!taken && message.data.includes('welcome')) {
              taken = true;
              this.dispatchEvent(new CloseEvent('close', { code: 4400, reason: 'taken over' }));
              this.close();
            }
          };
        }
      };
      """;

  private final List<PageUser> users = new ArrayList<>();

  @AfterEach
  void nothingWentWrongUnseen() {
    for (PageUser user : users) {
      assertThat(user.errors()).as(user.handle()).isEmpty();
      user.page().context().close();
    }
  }

  private PageUser signUp(String name) {
    PageUser user = PageUser.signUp(world, name);
    users.add(user);
    return user;
  }

  /** Two people who have a conversation on the screen. */
  private List<PageUser> meet() {
    PageUser ada = signUp("ada");
    PageUser grace = signUp("grace");
    ada.writeTo(grace.handle());
    grace.click("accept");
    grace.see("text-field");
    return List.of(ada, grace);
  }

  @Test
  void answersChangesDeletesAndReactionsShowOnBothSides() {
    List<PageUser> both = meet();
    PageUser ada = both.getFirst();
    PageUser grace = both.getLast();
    ada.say("At eight?");
    grace.seeText("At eight?");

    grace.act("At eight?", "Answer");
    grace.say("Rather at nine");
    ada.see("quote");
    ada.act("Rather at nine", "Heart");
    ada.act("At eight?", "Change");
    ada.say("At nine, then");
    ada.say("I forgot the key");
    grace.seeText("I forgot the key");
    ada.act("I forgot the key", "Delete");
    ada.click("confirm");

    for (PageUser user : both) {
      user.awaitTexts("At nine, then", "Rather at nine", "This message was deleted");
      assertThat(user.all("edited").count()).isEqualTo(1);
      assertThat(user.all("reaction").allInnerTexts()).hasSize(1);
      awaitTrue(() -> user.all("conversation").first().innerText().contains("Rather at nine"));
    }
    grace.click("search");
    grace.fill("search-field", "eight");
    grace.seeText("Nothing found");
    grace.fill("search-field", "NINE");
    awaitTrue(() -> grace.all("hit").count() == 2);
    grace.all("hit").last().click();
    awaitTrue(() -> grace.page().evaluate("document.activeElement.dataset.test").equals("message"));
  }

  @Test
  void aGroupIsMadeAndItsMembersComeAndGo() {
    PageUser ada = signUp("ada");
    PageUser grace = signUp("grace");
    PageUser edsger = signUp("edsger");
    ada.makeGroup("Bridges", grace.handle());
    grace.click("accept");
    ada.say("Welcome");
    grace.seeText("Welcome");

    ada.click("info");
    ada.fill("add-handle", edsger.handle());
    ada.click("add-member");
    edsger.click("accept");
    ada.fill("group-title", "Bridges and tunnels");
    ada.click("rename-group");
    for (PageUser user : List.of(grace, edsger)) {
      awaitTrue(() -> user.page().locator("#title bdi").innerText().equals("Bridges and tunnels"));
    }
    ada.say("To all three");
    edsger.awaitTexts("To all three");

    ada.page().locator("[data-handle=" + edsger.handle() + "] [data-test=remove-member]").click();
    ada.click("confirm");
    edsger.seeText("You are no longer in");
    grace.click("info");
    awaitTrue(() -> grace.all("member").count() == 2);
    grace.click("leave");
    grace.click("confirm");
    awaitTrue(() -> ada.all("member").count() == 1);
    assertThat(grace.all("conversation").count()).isZero();
  }

  @Test
  void aRequestThatIsBlockedIsGoneUntilTheBlockIsTakenBack() {
    PageUser ada = signUp("ada");
    PageUser mallory = signUp("mallory");
    mallory.writeTo(ada.handle());
    mallory.say("Buy this");
    ada.see("request");
    ada.all("request").locator(".row").click();
    awaitTrue(() -> ada.all("asked").allInnerTexts().equals(List.of("Buy this")));
    mallory.awaitStatus("Buy this", "stored");

    ada.click("block");
    ada.click("confirm");
    awaitTrue(() -> ada.all("request").count() == 0);
    assertThat(mallory.message("Buy this").getAttribute("data-status"))
        .as("a request that is only looked at")
        .isEqualTo("stored");
    ada.click("settings");
    ada.see("blocked");
    ada.click("unblock");
    awaitTrue(() -> ada.all("blocked").count() == 0);
  }

  @Test
  void aRequestThatIsDeclinedIsGoneUntilItIsAskedAgain() {
    PageUser ada = signUp("ada");
    PageUser grace = signUp("grace");
    grace.writeTo(ada.handle());
    grace.say("It is me");
    ada.see("request");

    ada.click("decline");

    awaitTrue(() -> ada.all("request").count() == 0);
    assertThat(grace.page().locator("#title bdi").innerText()).isEqualTo(ada.handle());
    grace.writeTo(ada.handle());
    ada.see("request");
  }

  @Test
  void ticksAndDetailsSayHowFarAMessageHasCome() {
    List<PageUser> both = meet();
    PageUser ada = both.getFirst();
    PageUser grace = both.getLast();
    String address = grace.page().url();
    grace.page().navigate("about:blank");
    ada.awaitPath("stored");

    ada.say("When you are back");
    ada.awaitStatus("When you are back", "stored");
    ada.message("When you are back").locator("[data-test=status]").click();
    assertThat(ada.all("device-status").getAttribute("data-status")).isEqualTo("stored");
    ada.click("close-dialog");

    grace.page().navigate(address);
    grace.awaitTexts("When you are back");
    ada.awaitStatus("When you are back", "read");
    ada.awaitPath("direct");
  }

  @Test
  void typingIsShownAndWhoReadsIsStillTyping() {
    List<PageUser> both = meet();
    both.getFirst().all("text-field").pressSequentially("Well");

    both.getLast().see("typing");
    both.getLast().say("I wait");
    both.getFirst().awaitTexts("I wait");

    both.getLast().see("typing");
    both.getFirst().page().keyboard().press("Enter");
    both.getLast().awaitTexts("I wait", "Well");
    assertThat(both.getLast().all("typing").count()).isZero();
  }

  @Test
  void aBrowserWithoutWebRtcTalksByTheRelayAndSaysWhy() {
    BrowserContext profile = world.browser().freshProfile();
    profile.addInitScript("delete window.RTCPeerConnection");
    PageUser ada = new PageUser(profile, world.uri());
    users.add(ada);
    ada.fillForm(BrowserWorld.freshName("ada"), WebPeer.PASSWORD);
    ada.see("new");
    PageUser grace = signUp("grace");
    ada.writeTo(grace.handle());
    grace.click("accept");

    ada.awaitPath("relay");
    ada.say("By the relay");
    ada.awaitStatus("By the relay", "read");
    ada.click("path");
    ada.seeText("this browser has no WebRTC");
  }

  /** As when another program went on as the same device. */
  @Test
  void aSessionThatWasTakenOverIsTakenBackWithOneClick() {
    BrowserContext profile = world.browser().freshProfile();
    profile.addInitScript(FIRST_SOCKET_IS_TAKEN_OVER);
    PageUser ada = new PageUser(profile, world.uri());
    users.add(ada);
    ada.fillForm(BrowserWorld.freshName("ada"), WebPeer.PASSWORD);

    ada.awaitConnection("stopped");
    ada.click("take-up");

    ada.awaitConnection("online");
  }

  @Test
  void aFullDiskIsToldAndWhatWasWrittenGoesOutWhenThereIsRoom() {
    BrowserContext profile = world.browser().freshProfile();
    PageUser ada = new PageUser(profile, world.uri());
    users.add(ada);
    Quota quota = Quota.limit(ada.page(), world.uri(), 200_000);
    ada.fillForm(BrowserWorld.freshName("ada"), WebPeer.PASSWORD);
    ada.see("new");
    PageUser grace = signUp("grace");
    ada.writeTo(grace.handle());
    grace.click("accept");
    // A browser's database would make little of what repeats.
    Random random = new Random(1);

    int said = 0;
    while (ada.all("notice").count() == 0 && said < 60) {
      byte[] bytes = new byte[20_000];
      random.nextBytes(bytes);
      ada.say(said++ + Base64.getEncoder().encodeToString(bytes));
    }
    ada.seeText("no space left");
    ada.say("the last one");
    quota.lift();

    int all = said + 1;
    awaitTrue(() -> grace.texts().size() == all && grace.texts().contains("the last one"));
    awaitTrue(() -> ada.all("unsent").count() == 0);
    ada.awaitStatus("the last one", "read");
  }

  @Test
  void signingInSaysWhatIsWrongAndSigningOutLeavesNothing() {
    List<PageUser> both = meet();
    PageUser ada = both.getFirst();
    ada.say("Kept here");
    ada.awaitStatus("Kept here", "read");
    ada.fill("text-field", "A draft");
    ada.page().reload();
    ada.awaitTexts("Kept here");
    assertThat(ada.all("text-field").inputValue()).isEqualTo("A draft");

    ada.click("settings");
    ada.click("sign-out");
    ada.click("confirm");
    ada.see("to-sign-in");
    assertThat(ada.page().evaluate("Object.keys(localStorage)")).isEqualTo(Collections.emptyList());
    awaitTrue(
        () ->
            ada.page()
                .evaluate("indexedDB.databases().then(all => all.map(({ name }) => name))")
                .equals(List.of("plait")));

    ada.fillForm(ada.handle(), WebPeer.PASSWORD);
    ada.seeText("another handle");
    ada.click("to-sign-in");
    ada.fillForm(ada.handle(), "a wrong password");
    ada.seeText("the password is wrong");
    ada.fillForm(ada.handle(), WebPeer.PASSWORD);
    ada.see("conversation");
  }

  @Test
  void twoTabsOfAPageAreOneDevice() {
    List<PageUser> both = meet();
    PageUser ada = both.getFirst();
    PageUser beside = new PageUser(ada.page().context().newPage());
    beside.page().navigate(ada.page().url());
    beside.see("text-field");

    beside.say("From the second tab");
    ada.awaitTexts("From the second tab");
    beside.seeText("connected by another tab");
    ada.page().close();
    awaitTrue(() -> beside.page().getByText("connected by another tab").count() == 0);
    beside.awaitConnection("online");
    both.getLast().say("Still there?");
    beside.awaitTexts("From the second tab", "Still there?");
    assertThat(beside.errors()).isEmpty();
  }

  /** What the closing tab had committed, and nobody told of, is shown all the same. */
  @Test
  void aTabThatTakesOverShowsEverythingThatHasArrived() {
    WebPeer grace = world.signUp("grace");
    PageUser ada = signUp("ada");
    String conversation = converse(ada, grace);
    PageUser beside = new PageUser(ada.page().context().newPage());
    beside.page().navigate(ada.page().url());
    beside.see("text-field");
    int many = 150;

    grace.begin("say", List.of(conversation, "g", 0, many, 4));
    beside.seeText("g20");
    ada.page().close();

    awaitTrue(() -> beside.texts().size() == many);
    TwoPages.assertInOrder(beside.texts(), "g", many);
  }

  @Test
  void aLongTranscriptIsReadBackPieceByPiece() {
    WebPeer grace = world.signUp("grace");
    PageUser ada = signUp("ada");
    String conversation = converse(ada, grace);
    int many = 700;
    grace.say(conversation, "line ", 0, many);
    ada.seeText("line " + (many - 1));

    awaitTrue(
        () -> {
          ada.page().locator(".messages").evaluate("view => view.scrollTop = 0");
          return ada.texts().contains("line 0");
        });
    assertThat(ada.texts()).hasSizeLessThan(300);
    grace.say(conversation, "late ", 0, 3);
    ada.seeText("3 new");
    ada.click("newest");
    ada.seeText("late 2");
    assertThat(ada.texts().getLast()).isEqualTo("late 2");
  }

  /** A conversation of the page and somebody who uses the library, on the screen. */
  private static String converse(PageUser user, WebPeer other) {
    user.writeTo(other.handle());
    String conversation = user.page().url().replaceFirst(".*conv=", "");
    awaitTrue(() -> !other.<List<?>>ask("conversations", null).isEmpty());
    other.accept(conversation);
    return conversation;
  }
}
