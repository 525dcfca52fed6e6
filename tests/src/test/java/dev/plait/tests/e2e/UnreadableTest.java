package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.core.PeerEvent;
import dev.plait.tests.e2e.World.Person;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server says about one conversation cannot be read: the others go on (FRM-9). */
class UnreadableTest {
  private static final String GROUP = "\"kind\":\"group\"";
  private static final String PRESENCE = "\"type\":\"presence\"";

  @TempDir Path folder;
  private final AtomicBoolean spoiling = new AtomicBoolean();

  @Test
  void aConversationThatCannotBeReadIsSetAside() throws Exception {
    try (World world = new World(folder, Map.of());
        TcpProxy proxy = new TcpProxy(world.uri(), () -> spoiling(GROUP));
        Person ada = world.join("ada", proxy.uri(), false);
        Person grace = world.join("grace", world.uri(), false)) {
      UUID conversation = World.introduce(ada, grace);
      UUID tea = grace.peer().createGroup("tea", List.of("ada")).conversation();
      ada.await(World.A_WHILE, event -> isTold(event, tea, "tea"));

      spoiling.set(true);
      proxy.swallowPresent();
      ada.peer().networkChanged();
      World.awaitTrue(World.A_WHILE, () -> warnings(ada).size() == 1);
      int sessions = ada.connections().size();
      ada.say(conversation, "hello");
      grace.say(conversation, "hello back");
      World.awaitTrue(
          World.A_WHILE,
          () -> grace.heard().contains("hello") && ada.heard().contains("hello back"));
      grace.peer().rename(tea, "cake");
      grace.say(conversation, "did you see?");
      World.awaitTrue(World.A_WHILE, () -> ada.heard().contains("did you see?"));

      assertThat(warnings(ada)).singleElement().asString().contains("tea is set aside", "kind");
      assertThat(ada.connections()).as("one session all the time").hasSize(sessions);
      assertThat(ada.peer().conversations()).as("it is not gone").hasSize(2);

      spoiling.set(false);
      grace.peer().rename(tea, "coffee");
      ada.await(World.A_WHILE, event -> isTold(event, tea, "coffee"));
      assertThat(ada.events()).noneMatch(event -> isTold(event, tea, "cake"));
    }
  }

  @Test
  void whatIsAboutNoConversationEndsTheSession() throws Exception {
    try (World world = new World(folder, Map.of());
        TcpProxy proxy = new TcpProxy(world.uri(), () -> spoiling(PRESENCE));
        Person ada = world.join("ada", proxy.uri(), false)) {
      int sessions;
      try (Person grace = world.join("grace", world.uri(), false)) {
        World.introduce(ada, grace);
        sessions = ada.connections().size();
        spoiling.set(true);
      } // what is told of her now cannot be read
      World.awaitTrue(World.A_WHILE, () -> ada.connections().size() > sessions);

      spoiling.set(false);
      assertThat(warnings(ada)).noneMatch(warning -> warning.contains("set aside"));
    }
  }

  /** The frame is as long as before, so that it is whole. */
  private TcpProxy.Passage spoiling(String part) {
    return (buffer, n) -> {
      if (spoiling.get()) {
        String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        for (int at = -1; (at = text.indexOf(part, at + 1)) >= 0; ) {
          buffer[at + part.length() - 2] = 'X';
        }
      }
      return n;
    };
  }

  private static boolean isTold(PeerEvent event, UUID conversation, String title) {
    return event instanceof PeerEvent.RosterChanged(var roster)
        && roster.conversation().equals(conversation)
        && roster.title().equals(title);
  }

  private static List<String> warnings(Person person) {
    return person.events().stream()
        .filter(PeerEvent.Warning.class::isInstance)
        .map(event -> ((PeerEvent.Warning) event).message())
        .toList();
  }
}
