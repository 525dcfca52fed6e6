package dev.plait.tests.browser;

import static dev.plait.tests.browser.BrowserWorld.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One of ours and a foreign device that have a conversation. The device with the lexically larger
 * id offers first.
 */
record ForeignPair(Counterpart ours, ForeignDevice foreign, String conversation)
    implements AutoCloseable {
  /** A foreign device with whom {@code ours} has a conversation that who offers first begins. */
  static ForeignPair introduce(Counterpart ours, boolean foreignOffers, URI server, Path log)
      throws IOException {
    ForeignDevice foreign = new ForeignDevice(server, ours.device(), foreignOffers, log);
    if (foreignOffers) {
      String conversation = foreign.openDirect(ours.handle());
      ours.accept(conversation);
      return new ForeignPair(ours, foreign, conversation);
    }
    String conversation = ours.openDirect(foreign.handle());
    foreign.ask("accept", Map.of("conv", conversation));
    return new ForeignPair(ours, foreign, conversation);
  }

  void awaitDirect() {
    awaitTrue(() -> ours.path(conversation).equals("direct") && foreignPath().equals("good"));
  }

  /** The state of the foreign device's channel. */
  String foreignPath() {
    List<JsonNode> channels =
        foreign.all("channel-closed").size() < foreign.all("channel-open").size()
            ? foreign.all("channel")
            : List.of();
    return channels.isEmpty() ? "none" : channels.getLast().get("state").asText();
  }

  void say(String prefix, int count) {
    ours.say(conversation, "ours-" + prefix, 0, count, 0);
    foreign.say("foreign-" + prefix, 0, count, 0);
  }

  /** Waits until each has the other's messages, and checks that each came once and in order. */
  void awaitHeard(String prefix, int count) {
    awaitTrue(
        () ->
            foreign.heard("ours-" + prefix).size() >= count
                && heardOfForeign(prefix).size() >= count);
    assertThat(foreign.heard("ours-" + prefix)).isEqualTo(numbered("ours-" + prefix, count));
    assertThat(heardOfForeign(prefix)).isEqualTo(numbered("foreign-" + prefix, count));
    assertThat(foreign.all("violation")).isEmpty();
  }

  /** What became of our channel to it. */
  Counterpart.Tries tries() {
    return ours.tries(conversation);
  }

  List<String> heardOfForeign(String prefix) {
    return ours.heard(conversation, "foreign-" + prefix);
  }

  static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  @Override
  public void close() {
    foreign.close();
  }

  @Override
  public String toString() {
    return ours + (foreign.device().compareTo(ours.device()) > 0 ? " answers" : " offers");
  }
}
