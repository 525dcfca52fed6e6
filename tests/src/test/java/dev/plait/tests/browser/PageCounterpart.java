package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The page. Used by the browser's thread. */
final class PageCounterpart implements Counterpart {
  private static final String SAY =
      """
      async ([conv, prefix, from, count, padding]) => {
        const texts = Array.from({ length: count }, (_, i) => prefix + (from + i) + 'x'.repeat(padding));
        await Promise.all(texts.map((text) => harness.peer().send(conv, { kind: 'text', text })));
      }
      """;

  private final WebPeer page;

  PageCounterpart(WebPeer page) {
    this.page = page;
  }

  @Override
  public String handle() {
    return page.handle();
  }

  @Override
  public String device() {
    return page.device();
  }

  @Override
  public String openDirect(String other) {
    return page.openDirect(other);
  }

  @Override
  public void accept(String conversation) {
    awaitTrue(
        () ->
            page.<List<Map<String, Object>>>ask("conversations", null).stream()
                .anyMatch(one -> conversation.equals(one.get("conv"))));
    page.accept(conversation);
  }

  @Override
  public void say(String conversation, String prefix, int from, int count, int padding) {
    page.page().evaluate(SAY, List.of(conversation, prefix, from, count, padding));
  }

  @Override
  public List<String> heard(String conversation, String prefix) {
    return page.texts(conversation).stream().filter(text -> text.startsWith(prefix)).toList();
  }

  @Override
  public String path(String conversation) {
    return page.path(conversation);
  }

  @Override
  public Tries tries(String conversation) {
    List<Map<String, Map<String, Object>>> paths = page.ask("paths", conversation);
    Map<String, Object> ladder = Objects.requireNonNull(paths.getFirst().get("ladder"));
    return new Tries(
        count(ladder, "iceRestart", "succeeded"),
        count(ladder, "rebuild", "requested"),
        count(ladder, "relay", "requested"));
  }

  private static int count(Map<String, Object> ladder, String rung, String what) {
    Map<?, ?> counters = (Map<?, ?>) Objects.requireNonNull(ladder.get(rung));
    return (int) Objects.requireNonNull(counters.get(what));
  }

  @Override
  public void networkChanged() {
    page.page().evaluate("dispatchEvent(new Event('online'))");
  }

  @Override
  public void close() {
    page.ask("close", null);
  }

  @Override
  public String toString() {
    return "the page";
  }
}
