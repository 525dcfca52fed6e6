package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

/** Two pages in separate profiles that have a conversation. */
record TwoPages(WebPeer ada, WebPeer grace, String conversation) {
  /** Makes the conversation of two that are signed in. */
  static TwoPages introduce(WebPeer ada, WebPeer grace) {
    String conversation = ada.openDirect(grace.handle());
    grace.accept(conversation);
    return new TwoPages(ada, grace, conversation);
  }

  /** Waits until both send over a data channel. */
  void awaitDirect() {
    awaitPath("direct");
  }

  void awaitPath(String path) {
    awaitTrue(() -> ada.path(conversation).equals(path) && grace.path(conversation).equals(path));
  }

  /**
   * Waits until both have {@code count} messages, and checks that they show the same, each once.
   */
  void awaitEqual(int count) {
    awaitEqual(List.of(ada, grace), conversation, count);
  }

  /** The same for any number of devices. */
  static void awaitEqual(List<WebPeer> devices, String conversation, int count) {
    awaitTrue(() -> devices.stream().allMatch(one -> one.count(conversation) >= count));
    List<String> order = devices.getFirst().order(conversation);
    assertThat(order).hasSize(count).doesNotHaveDuplicates();
    for (WebPeer device : devices) {
      assertThat(device.order(conversation)).isEqualTo(order);
    }
  }

  /** Checks that a side's messages are all there, in the order in which they were said. */
  void assertInOrder(String prefix, int count) {
    for (WebPeer side : List.of(ada, grace)) {
      assertInOrder(side.texts(conversation), prefix, count);
    }
  }

  static void assertInOrder(List<String> texts, String prefix, int count) {
    assertThat(texts)
        .filteredOn(text -> text.startsWith(prefix))
        .isEqualTo(IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
  }
}
