package dev.plait.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import dev.plait.tests.scenario.DiskCopy;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Chromium in a process of its own with its profile in a folder: it outlives a kill -9 of the
 * process. Used by one thread.
 */
final class Chromium implements AutoCloseable {
  /** Beside those of every test: for pages on this machine, and a port for the driver. */
  private static final List<String> FLAGS =
      List.of("--allow-loopback-in-peer-connection", "--remote-debugging-port=0");

  private static final String READY = "DevTools listening on ";

  private static final Playwright PLAYWRIGHT = ChromiumProgram.driver();

  /** A start costs as much as many a test. */
  private static @Nullable Chromium shared;

  private final Process process;
  private final Browser browser;
  private final List<BrowserContext> fresh = new ArrayList<>();

  /** One for all who only want fresh profiles; ends with this JVM. */
  static Chromium shared() throws IOException {
    Chromium known = shared;
    if (known == null || !known.process.isAlive()) {
      Path profile = Files.createTempDirectory("plait-chromium");
      Chromium started = start(ChromiumProgram.lightest(), profile);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .unstarted(
                      () -> {
                        started.kill();
                        delete(profile);
                      }));
      shared = started;
      known = started;
    }
    return known;
  }

  private static void delete(Path profile) {
    try {
      DiskCopy.delete(profile);
    } catch (IOException e) {
      System.err.println("left behind: " + e);
    }
  }

  /** Starts one with its profile in {@code profile}, which may be that of an earlier one. */
  static Chromium start(Path profile) throws IOException {
    return start(ChromiumProgram.executable(), profile);
  }

  private static Chromium start(String program, Path profile) throws IOException {
    Files.createDirectories(profile);
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(ChromiumProgram.FLAGS);
    command.addAll(FLAGS);
    command.add("--user-data-dir=" + profile);
    command.add("about:blank");
    return new Chromium(new ProcessBuilder(command).start());
  }

  private Chromium(Process process) throws IOException {
    this.process = process;
    BufferedReader complaints = process.errorReader(StandardCharsets.UTF_8);
    String address = null;
    for (String line; address == null && (line = complaints.readLine()) != null; ) {
      address = line.startsWith(READY) ? line.substring(READY.length()) : null;
    }
    if (address == null) {
      throw new IOException("Chromium did not start");
    }
    Thread.ofVirtual()
        .name("chromium-complaints")
        .start(
            () -> {
              try (complaints) {
                complaints.lines().forEach(line -> {});
              } catch (IOException | java.io.UncheckedIOException e) {
                // It is gone, and so are its complaints.
              }
            });
    browser =
        PLAYWRIGHT
            .chromium()
            .connectOverCDP(address, new BrowserType.ConnectOverCDPOptions().setNoDefaults(true));
  }

  /** The profile in the folder. */
  BrowserContext profile() {
    return browser.contexts().getFirst();
  }

  /** A profile that is gone when the browser ends; shares nothing with any other. */
  BrowserContext freshProfile() {
    return kept(browser.newContext());
  }

  /** The same for somebody who goes on behind every warning of a certificate. */
  BrowserContext carelessProfile() {
    return kept(browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true)));
  }

  private BrowserContext kept(BrowserContext context) {
    fresh.add(context);
    return context;
  }

  /** Closes all that {@link #freshProfile} has given. */
  void closeFreshProfiles() {
    fresh.forEach(BrowserContext::close);
    fresh.clear();
  }

  /** Kills the browser with all its processes by -9. */
  void kill() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @Override
  public void close() {
    browser.close();
    kill();
  }
}
