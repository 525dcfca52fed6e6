package dev.plait.tests.nat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import dev.plait.tests.browser.ChromiumProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The browser library in a Chromium that runs in a network. Used by one thread. */
final class PageTalker implements Talker {
  private static final long MOST_MS = TimeUnit.SECONDS.toMillis(90);
  private static final int LOADS = 3;
  private static final int LOAD_AGAIN_MS = 1_000;
  private static final double LOOK_EVERY_MS = 100;

  /** A page of which nothing is seen by then is not coming any more. */
  private static final double LOAD_MS = 15_000;

  private final String handle;
  private final URI server;
  private final Playwright playwright;
  private final Browser browser;
  private final Page page;
  private final List<String> said = new ArrayList<>();
  private @Nullable String conversation;

  /**
   * Starts the browser with an empty page.
   *
   * @param enter the words that run a command in its network
   * @param flags further flags of Chromium
   * @param folder for a script that starts it
   */
  PageTalker(String handle, URI server, List<String> enter, List<String> flags, Path folder)
      throws IOException {
    this.handle = handle;
    this.server = server;
    List<String> all = new ArrayList<>(ChromiumProgram.FLAGS);
    all.addAll(flags);
    Path script = script(enter, folder.resolve(handle + ".sh"));
    playwright = ChromiumProgram.driver();
    try {
      browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(script)
                      .setIgnoreDefaultArgs(
                          List.of("--disable-features=WebRtcHideLocalIpsWithMdns"))
                      .setArgs(all));
      page = browser.newPage(new Browser.NewPageOptions().setIgnoreHTTPSErrors(true));
    } catch (PlaywrightException e) {
      playwright.close();
      throw e;
    }
  }

  /** The driver starts one file, and talks to the browser by pipes that it leaves open. */
  private static Path script(List<String> enter, Path file) throws IOException {
    List<String> command = new ArrayList<>(List.of("exec"));
    command.addAll(enter);
    command.addAll(List.of(ChromiumProgram.executable(), "\"$@\""));
    Files.writeString(file, "#!/bin/sh\n" + String.join(" ", command) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  /** Opens the page that people use instead of {@link #start}, for tests of what it shows. */
  Page visit() {
    loaded(
        () -> {
          page.navigate(server.toString());
          page.locator("[data-test=handle]")
              .waitFor(new Locator.WaitForOptions().setTimeout(LOAD_MS));
        });
    return page;
  }

  @Override
  public String software() {
    return "chromium";
  }

  @Override
  public String handle() {
    return handle;
  }

  @Override
  public void start() {
    loaded(
        () -> {
          page.navigate(server.resolve(ChromiumProgram.BARE_PAGE).toString());
          page.evaluate("import('/lib/index.js').then(() => true)");
          page.evaluate(ChromiumProgram.harness());
        });
    page.evaluate(
        "options => harness.begin('signUp', options)",
        Map.of("handle", handle, "password", "a talk in the laboratory"));
  }

  /**
   * Opens a page, again where that failed: a browser gives up what is under way when its network
   * has just been set up.
   */
  private void loaded(Runnable load) {
    for (int i = 1; ; i++) {
      try {
        load.run();
        return;
      } catch (PlaywrightException e) {
        if (i == LOADS) {
          throw e;
        }
        page.waitForTimeout(LOAD_AGAIN_MS); // it may be loading the page anew by itself
      }
    }
  }

  @Override
  public String open(String otherHandle) {
    String opened = ask("openDirect", otherHandle);
    conversation = opened;
    return opened;
  }

  @Override
  public void join(String opened) {
    conversation = opened;
    ask("accept", opened);
  }

  private String conversation() {
    if (conversation == null) {
      throw new IllegalStateException(handle + " is in no conversation");
    }
    return conversation;
  }

  @Override
  public void say(String prefix, int count) {
    page.evaluate(
        "what => { harness.say(what); }", List.of(conversation(), prefix + "-", 1, count, 0));
    for (int i = 1; i <= count; i++) {
      said.add(prefix + "-" + i);
    }
  }

  @Override
  public void awaitDelivered() throws TimeoutException {
    Map<String, Integer> all = Map.of("delivered", said.size());
    await("told delivered", () -> this.<Object>ask("statuses", conversation()).equals(all));
  }

  @Override
  public void awaitHeard(int count) throws TimeoutException {
    await("hearing", () -> this.<Integer>ask("heardCount", null) >= count);
  }

  private void await(String what, BooleanSupplier holds) throws TimeoutException {
    long endMs = System.currentTimeMillis() + MOST_MS;
    while (!holds.getAsBoolean()) {
      if (System.currentTimeMillis() > endMs) {
        throw new TimeoutException(handle + " is not " + what + " in " + MOST_MS + " ms");
      }
      page.waitForTimeout(LOOK_EVERY_MS);
    }
  }

  @Override
  public Way way() {
    List<Map<String, Object>> paths = ask("paths", conversation());
    if (paths.isEmpty()) {
      return new Way("none", -1, "");
    }
    Map<String, Object> path = paths.getFirst();
    Object rttMs = path.get("rttMs");
    return new Way(
        String.valueOf(path.get("via")),
        rttMs instanceof Number number ? number.doubleValue() : -1,
        String.valueOf(path.get("why")));
  }

  @Override
  public Rescue rescue() {
    return new Rescue(
        number(ask("rescue", List.of(conversation(), "hedges"))),
        number(ask("rescue", List.of(conversation(), "relay"))),
        number(ask("rescue", List.of(conversation(), "iceRestart"))),
        number(ask("rescue", List.of(conversation(), "rebuild"))));
  }

  @Override
  public List<String> said() {
    return List.copyOf(said);
  }

  @Override
  public List<Heard> heard() {
    List<Map<String, Object>> heard = ask("heard", null);
    return heard.stream()
        .map(
            one ->
                new Heard(
                    String.valueOf(one.get("text")),
                    String.valueOf(one.get("by")),
                    number(one.get("atMs"))))
        .toList();
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : -1;
  }

  @Override
  public List<String> transcript() {
    return ask("order", conversation());
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private <T> T ask(String function, @Nullable Object argument) {
    @SuppressWarnings("unchecked")
    T answer = (T) page.evaluate("argument => harness." + function + "(argument)", argument);
    return answer;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
