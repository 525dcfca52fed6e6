package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Somebody at the page that a node serves. Used by the browser's thread. */
final class PageUser {
  private final Page page;
  private final List<String> errors = new ArrayList<>();
  private String handle = "";

  /** Opens the page in a new tab of {@code profile}. */
  PageUser(BrowserContext profile, URI server) {
    this(profile.newPage());
    page.navigate(server.toString());
  }

  /** A page that is open. */
  PageUser(Page page) {
    this.page = page;
    page.onPageError(errors::add);
    look(ColorScheme.LIGHT);
    page.setViewportSize(1280, 800);
  }

  /** Light or dark, and without movement. */
  void look(ColorScheme scheme) {
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setColorScheme(scheme)
            .setReducedMotion(ReducedMotion.REDUCE));
  }

  /** Somebody new, signed up by the form. */
  static PageUser signUp(BrowserWorld world, String name) {
    PageUser user = new PageUser(world.browser().freshProfile(), world.uri());
    user.fillForm(BrowserWorld.freshName(name), WebPeer.PASSWORD);
    user.see("new");
    return user;
  }

  /** Fills in handle and password, and submits. */
  void fillForm(String who, String password) {
    handle = who;
    fill("handle", who);
    fill("password", password);
    page.keyboard().press("Enter");
  }

  Page page() {
    return page;
  }

  String handle() {
    return handle;
  }

  /** What no handler of the page caught. */
  List<String> errors() {
    return errors;
  }

  /** All elements of that name for tests. */
  Locator all(String test) {
    return page.locator("[data-test=" + test + "]");
  }

  /** Waits until it is there. */
  void see(String test) {
    all(test).first().waitFor();
  }

  /** Waits until this text is somewhere on the page. */
  void seeText(String text) {
    page.getByText(text).first().waitFor();
  }

  void click(String test) {
    all(test).first().click();
  }

  void fill(String test, String text) {
    all(test).first().fill(text);
  }

  /** Begins a conversation with one other. */
  void writeTo(String other) {
    click("new");
    fill("new-handle", other);
    page.keyboard().press("Enter");
    see("text-field");
  }

  /** Begins a group. */
  void makeGroup(String title, String... others) {
    click("new");
    click("new-group");
    fill("new-title", title);
    fill("new-handles", String.join(" ", others));
    page.keyboard().press("Enter");
    see("text-field");
  }

  /** Sends what is written into the field. */
  void say(String text) {
    fill("text-field", text);
    page.keyboard().press("Enter");
  }

  /** The messages on the screen, as they read. */
  List<String> texts() {
    return all("text").allInnerTexts();
  }

  void awaitTexts(String... texts) {
    awaitTrue(() -> texts().equals(List.of(texts)));
  }

  /** The message with that text. */
  Locator message(String text) {
    Locator body = page.locator("[data-test=text]", new Page.LocatorOptions().setHasText(text));
    return page.locator("[data-test=message]", new Page.LocatorOptions().setHas(body)).last();
  }

  /** Picks an action from the menu of a message. */
  void act(String text, String action) {
    Locator message = message(text);
    message.hover();
    message.locator("[data-test=actions]").click();
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(action).setExact(true))
        .click();
  }

  /** Waits until the own message has come that far. */
  void awaitStatus(String text, String status) {
    awaitTrue(() -> status.equals(message(text).getAttribute("data-status")));
  }

  /** Waits until the badge of the conversation shows that path. */
  void awaitPath(String path) {
    page.waitForSelector("[data-test=path][data-path=" + path + "]");
  }

  /** Waits until the line under the head of the list shows that state. */
  void awaitConnection(String state) {
    page.waitForSelector("[data-test=connection][data-state=" + state + "]");
  }
}
