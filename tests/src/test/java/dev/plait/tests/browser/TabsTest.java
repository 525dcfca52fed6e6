package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several tabs that are one device, and several devices of one account. */
final class TabsTest extends BrowserTest {
  private static final int SOME = 100;

  /** A conversation, and a second tab of its first side. */
  private record Tabs(TwoPages pages, WebPeer second) {
    static Tabs open() {
      return open(world.browser().freshProfile());
    }

    static Tabs open(BrowserContext profile) {
      WebPeer first = WebPeer.signUp(profile, world.uri(), BrowserWorld.freshName("ada"));
      TwoPages pages = TwoPages.introduce(first, world.signUp("grace"));
      WebPeer second = new WebPeer(profile, world.uri());
      second.open(first.device());
      return new Tabs(pages, second);
    }

    WebPeer first() {
      return pages.ada();
    }

    WebPeer grace() {
      return pages.grace();
    }

    String conversation() {
      return pages.conversation();
    }

    boolean leads(WebPeer tab) {
      return tab.ask("leading", null);
    }
  }

  @Test
  void oneTabLeadsAndAnotherTalksThroughIt() {
    Tabs tabs = Tabs.open();

    tabs.second().say(tabs.conversation(), "s", 0, SOME);
    tabs.first().say(tabs.conversation(), "f", 0, SOME);
    tabs.grace().say(tabs.conversation(), "g", 0, SOME);

    assertThat(tabs.leads(tabs.first())).isTrue();
    assertThat(tabs.leads(tabs.second())).isFalse();
    assertThat(tabs.second().<List<String>>ask("present", null))
        .as("who was there before the second tab came")
        .isNotEmpty();
    TwoPages.awaitEqual(
        List.of(tabs.first(), tabs.second(), tabs.grace()), tabs.conversation(), 3 * SOME);
  }

  @Test
  void anotherTabTakesOverWhenTheLeaderIsClosed() {
    Tabs tabs = Tabs.open();

    tabs.second().begin("say", List.of(tabs.conversation(), "s", 0, SOME, 5));
    tabs.first().page().close();
    tabs.grace().say(tabs.conversation(), "g", 0, SOME);

    awaitTrue(() -> tabs.leads(tabs.second()));
    TwoPages.awaitEqual(List.of(tabs.second(), tabs.grace()), tabs.conversation(), 2 * SOME);
    TwoPages.assertInOrder(tabs.grace().texts(tabs.conversation()), "s", SOME);
  }

  /** Only a hidden page can be frozen, and only one of a browser's own profile is hidden. */
  @Test
  void anotherTabTakesOverWhenTheLeaderIsFrozen() throws Exception {
    try (Chromium browser = Chromium.start(world.profile("frozen"))) {
      Tabs tabs = Tabs.open(browser.profile());
      tabs.second().page().bringToFront();
      CDPSession session = browser.profile().newCDPSession(tabs.first().page());
      tabs.first()
          .page()
          .evaluate("document.addEventListener('freeze', () => window.frozen = true)");

      lifecycle(session, "frozen");
      tabs.second().say(tabs.conversation(), "s", 0, SOME);
      tabs.grace().say(tabs.conversation(), "g", 0, SOME);
      TwoPages.awaitEqual(List.of(tabs.second(), tabs.grace()), tabs.conversation(), 2 * SOME);
      assertThat(tabs.leads(tabs.second())).isTrue();
      lifecycle(session, "active");

      assertThat(tabs.first().page().evaluate("window.frozen")).isEqualTo(true);
      tabs.first().say(tabs.conversation(), "f", 0, SOME);
      assertThat(tabs.leads(tabs.first())).isFalse();
      TwoPages.awaitEqual(
          List.of(tabs.first(), tabs.second(), tabs.grace()), tabs.conversation(), 3 * SOME);
    }
  }

  private static void lifecycle(CDPSession session, String state) {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("state", state);
    session.send("Page.setWebLifecycleState", parameters);
  }

  @Test
  void aLeaderThatHangsIsReplacedAndCannotWriteAnyMore() {
    Tabs tabs = Tabs.open();
    Page first = tabs.first().page();
    CDPSession debugger = first.context().newCDPSession(first);
    debugger.send("Debugger.enable");

    first.evaluate("setTimeout(() => { debugger; }, 0)");
    tabs.second().say(tabs.conversation(), "s", 0, SOME);
    assertThat(tabs.leads(tabs.second())).isTrue();
    tabs.grace().say(tabs.conversation(), "g", 0, SOME);
    debugger.send("Debugger.resume");
    tabs.first().say(tabs.conversation(), "f", 0, SOME);

    awaitTrue(() -> !tabs.leads(tabs.first()));
    TwoPages.awaitEqual(
        List.of(tabs.first(), tabs.second(), tabs.grace()), tabs.conversation(), 3 * SOME);
  }

  @Test
  void tabsThatAreOpenedAtOnceAreAllAnswered() {
    Tabs tabs = Tabs.open();
    List<WebPeer> all = List.of(tabs.first(), tabs.second());
    all.forEach(WebPeer::load);

    all.forEach(
        tab ->
            tab.page()
                .evaluate(
                    "device => void (window.asked = harness.openAndAsk(device))",
                    tabs.first().device()));

    for (WebPeer tab : all) {
      assertThat(tab.page().evaluate("asked")).isEqualTo(tabs.first().handle());
    }
  }

  /** The server ends the session of the tab that leads; the one that has just signed in leads. */
  @Test
  void signingInAgainInAnotherTabKeepsTheDeviceOnline() {
    Tabs tabs = Tabs.open();
    WebPeer third = new WebPeer(tabs.first().page().context(), world.uri());

    third.signIn(tabs.first().handle());

    assertThat(third.device()).isEqualTo(tabs.first().device());
    for (WebPeer tab : List.of(tabs.first(), tabs.second(), third)) {
      awaitTrue(() -> tab.ask("connection", null).equals("online"));
    }
    assertThat(tabs.leads(third)).isTrue();
    tabs.first().say(tabs.conversation(), "f", 0, SOME);
    tabs.grace().say(tabs.conversation(), "g", 0, SOME);
    TwoPages.awaitEqual(List.of(tabs.first(), third, tabs.grace()), tabs.conversation(), 2 * SOME);
  }

  @Test
  void aDeviceThatIsRemovedFromTheBrowserSaysSoInItsTabs() {
    Tabs tabs = Tabs.open();
    WebPeer remover = new WebPeer(tabs.first().page().context(), world.uri());

    remover.ask("eraseDevice", tabs.first().device());

    for (WebPeer tab : List.of(tabs.first(), tabs.second())) {
      awaitTrue(() -> tab.ask("connection", null).equals("stopped"));
      assertThat(tab.<String>ask("reason", null)).isEqualTo("removed from this browser");
      assertThat(tab.<String>ask("failureOf", List.of("profile"))).contains("closed");
    }
  }

  @Test
  void whatIsReadOnOneDeviceIsReadOnAllAndIsToldAsRead() {
    TwoPages pages = world.meet();
    WebPeer tablet = new WebPeer(world.browser().freshProfile(), world.uri());
    tablet.signIn(pages.grace().handle());
    awaitTrue(() -> !tablet.<List<?>>ask("conversations", null).isEmpty());
    pages.ada().say(pages.conversation(), "a", 0, 3);
    for (WebPeer device : List.of(pages.grace(), tablet)) {
      awaitTrue(() -> device.ask("summary", pages.conversation()).equals("a2 3"));
    }

    tablet.ask("markRead", pages.conversation());

    for (WebPeer device : List.of(pages.grace(), tablet)) {
      awaitTrue(() -> device.ask("summary", pages.conversation()).equals("a2 0"));
    }
    awaitTrue(() -> pages.ada().ask("status", pages.conversation()).equals("read"));
  }

  @Test
  void twoDevicesOfAnAccountShowTheSame() {
    TwoPages pages = world.meet();
    WebPeer tablet = new WebPeer(world.browser().freshProfile(), world.uri());
    tablet.signIn(pages.ada().handle());
    awaitTrue(() -> !tablet.<List<?>>ask("conversations", null).isEmpty());

    pages.grace().begin("say", List.of(pages.conversation(), "g", 0, SOME, 1));
    tablet.begin("say", List.of(pages.conversation(), "t", 0, SOME, 1));
    pages.ada().say(pages.conversation(), "a", 0, SOME);

    TwoPages.awaitEqual(
        List.of(pages.ada(), pages.grace(), tablet), pages.conversation(), 3 * SOME);
  }

  /** What somebody had got stays delivered, and what somebody never got is not called so. */
  @Test
  void membersWhoLeaveAndComeBackDoNotChangeReceipts() {
    WebPeer ada = world.signUp("ada");
    WebPeer grace = world.signUp("grace");
    WebPeer edsger = world.signUp("edsger");
    String account = edsger.ask("account", null);
    String group =
        ada.ask("createGroup", List.of("Leaving", List.of(grace.handle(), edsger.handle())));
    grace.accept(group);
    edsger.accept(group);
    edsger.ask("close", null);
    ada.say(group, "a", 0, 10);
    BrowserWorld.awaitStatuses(ada, group, "stored", 10);

    ada.ask("removeMember", List.of(group, account));
    BrowserWorld.awaitStatuses(ada, group, "delivered", 10);
    assertThat(ada.<List<String>>ask("lastStatuses", group))
        .containsExactlyInAnyOrder("delivered", "refused");

    ada.ask("removeMember", List.of(group, grace.<String>ask("account", null)));
    awaitTrue(() -> ada.<Integer>ask("memberCount", group) == 1);
    BrowserWorld.awaitStatuses(ada, group, "delivered", 10);

    ada.ask("addMember", List.of(group, grace.handle()));
    grace.accept(group);
    ada.say(group, "b", 0, 1);
    BrowserWorld.awaitStatuses(ada, group, "delivered", 11);
  }

  @Test
  void threePeopleInAGroupSeeTheSame() {
    WebPeer ada = world.signUp("ada");
    WebPeer grace = world.signUp("grace");
    WebPeer edsger = world.signUp("edsger");
    String group =
        ada.ask("createGroup", List.of("Three", List.of(grace.handle(), edsger.handle())));
    grace.accept(group);
    edsger.accept(group);

    grace.begin("say", List.of(group, "g", 0, SOME, 2));
    edsger.begin("say", List.of(group, "e", 0, SOME, 2));
    ada.say(group, "a", 0, SOME);

    TwoPages.awaitEqual(List.of(ada, grace, edsger), group, 3 * SOME);
    for (String prefix : List.of("a", "g", "e")) {
      TwoPages.assertInOrder(edsger.texts(group), prefix, SOME);
    }
  }
}
