package dev.plait.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Two pages in separate profiles that have a conversation. */
record TwoPages(WebPeer ada, WebPeer grace, String conversation) {
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Signs both up in fresh profiles of one browser, and makes the conversation. */
  static TwoPages meet(Chromium browser, URI server) {
    return introduce(
        WebPeer.signUp(browser.freshProfile(), server, freshName("ada")),
        WebPeer.signUp(browser.freshProfile(), server, freshName("grace")));
  }

  /** Makes the conversation of two that are signed in. */
  static TwoPages introduce(WebPeer ada, WebPeer grace) {
    String conversation = ada.openDirect(grace.handle());
    grace.accept(conversation);
    return new TwoPages(ada, grace, conversation);
  }

  /** A handle that nobody has. */
  static String freshName(String name) {
    return name + NAMES.incrementAndGet();
  }

  /** Waits until both send over a data channel. */
  void awaitDirect() {
    awaitPath("direct");
  }

  void awaitPath(String path) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInSameThread()
        .until(() -> ada.path(conversation).equals(path) && grace.path(conversation).equals(path));
  }

  /**
   * Waits until both have {@code count} messages, and checks that they show the same, each once.
   */
  void awaitEqual(int count, Duration within) {
    await()
        .atMost(within)
        .pollInterval(Duration.ofMillis(200))
        .pollInSameThread()
        .until(
            () ->
                ada.texts(conversation).size() >= count
                    && grace.texts(conversation).size() >= count);
    List<String> order = ada.order(conversation);
    assertThat(order).hasSize(count).doesNotHaveDuplicates();
    assertThat(grace.order(conversation)).isEqualTo(order);
  }

  /** Checks that a side's messages are all there, in the order in which they were said. */
  void assertInOrder(String prefix, int count) {
    List<String> expected = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    for (WebPeer side : List.of(ada, grace)) {
      assertThat(side.texts(conversation))
          .filteredOn(text -> text.startsWith(prefix))
          .isEqualTo(expected);
    }
  }

  /** A profile's folder. */
  static Path profile(Path folder, String name) {
    return folder.resolve("profile-" + name);
  }
}
