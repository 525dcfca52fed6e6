package dev.plait.tests.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The library in a page of a browser. Used by the browser's thread. */
final class WebPeer {
  static final String PASSWORD = "correct horse battery";

  private final URI server;
  private final Page page;
  private String device = "";
  private String handle = "";

  /** A page of {@code profile} under the node's own rules for pages, with nothing on it. */
  WebPeer(BrowserContext profile, URI server) {
    this.server = server;
    this.page = profile.newPage();
    load();
  }

  /** Signs up in a new page. */
  static WebPeer signUp(BrowserContext profile, URI server, String handle) {
    WebPeer peer = new WebPeer(profile, server);
    peer.signUp(handle);
    return peer;
  }

  /** Makes an account with this profile as its first device. */
  void signUp(String who) {
    handle = who;
    begin("signUp", Map.of("handle", who, "password", PASSWORD));
  }

  /** Loads the page anew; the library is not started. */
  void load() {
    page.navigate(server.resolve(ChromiumProgram.BARE_PAGE).toString());
    page.evaluate(ChromiumProgram.harness());
  }

  /** Starts the library by one of {@code signUp}, {@code signIn}, {@code open}. */
  void begin(String how, Map<String, String> options) {
    Object who =
        page.evaluate("([how, options]) => harness.begin(how, options)", List.of(how, options));
    device = String.valueOf(((Map<?, ?>) who).get("device"));
  }

  /** Signs in; as the device of that account that lives in this profile, if there is one. */
  void signIn(String who) {
    handle = who;
    begin("signIn", Map.of("handle", who, "password", PASSWORD));
  }

  /** Starts it as a device that lives in this profile. */
  void open(String knownDevice) {
    begin("open", Map.of("device", knownDevice));
  }

  /** Loads the page anew and goes on as the same device. */
  void reload() {
    load();
    open(device);
  }

  String handle() {
    return handle;
  }

  String device() {
    return device;
  }

  Page page() {
    return page;
  }

  /** Calls a function of the harness. */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  <T> T ask(String function, @Nullable Object argument) {
    @SuppressWarnings("unchecked")
    T answer = (T) page.evaluate("argument => harness." + function + "(argument)", argument);
    return answer;
  }

  /** Begins to call a function of the harness; its answer is not waited for. */
  void begin(String function, @Nullable Object argument) {
    page.evaluate("argument => { harness." + function + "(argument); }", argument);
  }

  String openDirect(String handle) {
    return ask("openDirect", handle);
  }

  void accept(String conversation) {
    ask("accept", conversation);
  }

  /** Says {@code count} messages, {@code prefix} and a number each; back when all are durable. */
  void say(String conversation, String prefix, int from, int count) {
    ask("say", List.of(conversation, prefix, from, count, 0));
  }

  /** How many texts there are. */
  int count(String conversation) {
    return ask("count", conversation);
  }

  boolean has(String conversation, String text) {
    return ask("has", List.of(conversation, text));
  }

  List<String> texts(String conversation) {
    return ask("texts", conversation);
  }

  List<String> order(String conversation) {
    return ask("order", conversation);
  }

  /** The path to the first other device of a conversation. */
  String path(String conversation) {
    List<Map<String, Object>> paths = ask("paths", conversation);
    return paths.isEmpty() ? "nobody" : String.valueOf(paths.getFirst().get("path"));
  }
}
