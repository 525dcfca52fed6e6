package dev.plait.tests.browser;

import static org.awaitility.Awaitility.await;

import dev.plait.tests.scenario.NodeHere;
import dev.plait.tests.scenario.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A node for the tests of one class, and the Chromium of all. */
final class BrowserWorld implements AutoCloseable {
  /** Long against everything that the tests wait for, on a machine that does much else. */
  static final Duration A_WHILE = Duration.ofSeconds(90);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Path folder;
  private final URI uri;
  private final AutoCloseable node;
  private final Chromium browser;

  BrowserWorld(Path folder) throws IOException {
    this(folder, Map.of());
  }

  /** The same with settings of the node. */
  BrowserWorld(Path folder, Map<String, String> settings) throws IOException {
    this(folder, NodeHere.start(folder, settings));
  }

  private BrowserWorld(Path folder, NodeHere node) throws IOException {
    this(folder, node.uri(), node);
  }

  /** Around a node that the test kills and starts again; it ends with this world. */
  BrowserWorld(Path folder, NodeProcess node) throws IOException {
    this(folder, node.uri(), node);
  }

  private BrowserWorld(Path folder, URI uri, AutoCloseable node) throws IOException {
    this.folder = folder;
    this.uri = uri;
    this.node = node;
    this.browser = Chromium.shared();
  }

  /** Where the node listens. */
  URI uri() {
    return uri;
  }

  Chromium browser() {
    return browser;
  }

  /** A profile's folder. */
  Path profile(String name) {
    return folder.resolve("profile-" + name);
  }

  /** A handle that nobody has. */
  static String freshName(String name) {
    return name + NAMES.incrementAndGet();
  }

  /** Somebody new in a fresh profile. */
  WebPeer signUp(String name) {
    return WebPeer.signUp(browser.freshProfile(), uri, freshName(name));
  }

  /** Two people in fresh profiles who have accepted a conversation. */
  TwoPages meet() {
    return TwoPages.introduce(signUp("ada"), signUp("grace"));
  }

  /**
   * Waits on this thread, which alone may talk to the browser; ten times as long as it took to
   * look, for what looks at a transcript has it read from the disk.
   */
  static void awaitTrue(Callable<Boolean> condition) {
    AtomicLong tookNs = new AtomicLong();
    await()
        .atMost(A_WHILE)
        .pollDelay(LOOK_EVERY)
        .pollInterval((_, _) -> pause(Duration.ofNanos(10 * tookNs.get())))
        .pollInSameThread()
        .until(
            () -> {
              long beganNs = System.nanoTime();
              boolean holds = condition.call();
              tookNs.set(System.nanoTime() - beganNs);
              return holds;
            });
  }

  private static Duration pause(Duration wanted) {
    Duration most = Duration.ofSeconds(1);
    return wanted.compareTo(LOOK_EVERY) < 0
        ? LOOK_EVERY
        : wanted.compareTo(most) > 0 ? most : wanted;
  }

  /** Waits until all of a side's {@code count} own messages have that status, and no other. */
  static void awaitStatuses(WebPeer side, String conversation, String status, int count) {
    awaitTrue(() -> side.<Object>ask("statuses", conversation).equals(Map.of(status, count)));
  }

  @Override
  public void close() throws Exception {
    browser.closeFreshProfiles();
    node.close();
  }
}
