package dev.plait.tests.browser;

import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine, and what every test asks of it. Stateless. */
public final class ChromiumProgram {
  /** No display, no sound, no contact to anybody but the pages that a test opens. */
  public static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--mute-audio",
          // Processes and services that no test looks at; the first is started beside each page.
          "--disable-features=SpareRendererForSitePerProcess,MediaRouter,Translate",
          "--disable-extensions",
          "--disable-default-apps");

  /**
   * The smallest file of a node: a page under the node's rules for pages, with nothing on it to lay
   * out.
   */
  public static final String BARE_PAGE = "/lib/timerWorker.js";

  private static final String MISSING =
      "Chromium is missing (Debian: apt install chromium; or set PLAIT_CHROMIUM to it)";

  private ChromiumProgram() {}

  /** A new driver; used by one thread. It downloads nothing. */
  public static Playwright driver() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  /**
   * Where the program is.
   *
   * @throws IllegalStateException when there is none; the message says what to do
   */
  public static String executable() {
    return found().orElseThrow(() -> new IllegalStateException(MISSING));
  }

  /**
   * Where the same engine without the parts of a window is, which does a fifth less work; else the
   * program. It keeps no page aside that one may go back to.
   *
   * @throws IllegalStateException when there is neither; the message says what to do
   */
  public static String lightest() {
    return given()
        .or(() -> first("/usr/bin/chromium-headless-shell"))
        .orElseGet(ChromiumProgram::executable);
  }

  /** What to do, where there is none. */
  public static Optional<String> missing() {
    return found().isPresent() ? Optional.empty() : Optional.of(MISSING);
  }

  private static Optional<String> found() {
    return given()
        .or(
            () ->
                first(
                    "/usr/bin/chromium",
                    "/usr/bin/chromium-browser",
                    "/usr/bin/google-chrome",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
  }

  private static Optional<String> given() {
    String given = System.getenv("PLAIT_CHROMIUM");
    return given == null ? Optional.empty() : first(given);
  }

  private static Optional<String> first(String... names) {
    return Stream.of(names).filter(name -> Files.isExecutable(Path.of(name))).findFirst();
  }

  /** The script by which tests use the library in a page; it defines {@code harness}. */
  public static String harness() {
    try (InputStream in = ChromiumProgram.class.getResourceAsStream("harness.js")) {
      if (in == null) {
        throw new IllegalStateException("harness.js is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
