package dev.plait.tests.e2e;

import static org.awaitility.Awaitility.await;

import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.tests.e2e.World.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link between a peer and its node over a network that fails without a word. */
@Tag("waits")
class LinkTest {
  /** Without a hint, a ping has 10 s to be answered. */
  private static final Duration LESS_THAN_SILENCE = Duration.ofSeconds(9);

  @TempDir Path folder;

  @Test
  void bothSidesFindAHalfOpenConnectionAndNothingIsLost() throws Exception {
    try (World world = new World(folder, Map.of());
        TcpProxy proxy = new TcpProxy(world.uri());
        Person ada = world.join("ada", proxy.uri(), false);
        Person grace = world.join("grace", world.uri(), false)) {
      UUID conversation = World.introduce(ada, grace);
      grace.await(World.A_WHILE, presence(ada, PresenceState.ONLINE));

      proxy.refuseNew(true); // else the peer would be back before the node has missed it
      proxy.swallowPresent();
      ada.say(conversation, "said into nothing");
      grace.say(conversation, "said to nobody");
      grace.await(World.A_WHILE, presence(ada, PresenceState.OFFLINE));
      World.awaitTrue(
          World.A_WHILE, () -> ada.connections().contains(PeerEvent.Connection.OFFLINE));
      proxy.refuseNew(false);

      World.awaitTrue(
          World.A_WHILE,
          () ->
              ada.heard().contains("said to nobody")
                  && grace.heard().contains("said into nothing"));
    }
  }

  @Test
  void aPeerOnAnotherNetworkIsBackWithinSeconds() throws Exception {
    try (World world = new World(folder, Map.of());
        TcpProxy proxy = new TcpProxy(world.uri());
        Person ada = world.join("ada", proxy.uri(), false);
        Person grace = world.join("grace", world.uri(), false)) {
      UUID conversation = World.introduce(ada, grace);
      grace.await(World.A_WHILE, presence(ada, PresenceState.ONLINE));

      proxy.swallowPresent();
      ada.peer().networkChanged();
      ada.say(conversation, "said on the way");

      World.awaitTrue(LESS_THAN_SILENCE, () -> grace.heard().contains("said on the way"));
    }
  }

  @Test
  void aSessionThatDiesWithTheChannelIsReplacedWithinTwoPingDeadlines() throws Exception {
    try (World world = new World(folder, Map.of());
        TcpProxy proxy = new TcpProxy(world.uri());
        Person ada = world.join("ada", proxy.uri(), true);
        Person grace = world.join("grace", world.uri(), true)) {
      UUID conversation = World.introduce(ada, grace);
      World.awaitTrue(
          World.A_WHILE,
          () -> ada.peer().paths(conversation).stream().anyMatch(i -> i.via().equals("direct")));
      await().during(Duration.ofSeconds(5)).until(() -> ada.connections().size() == 1);

      proxy.swallowPresent();
      ada.hole().open(true);
      grace.hole().open(true);
      ada.say(conversation, "said into two holes");

      // 1 s until the server is doubted, 1 s or four round trips for its answer, and a
      // little to come back.
      World.awaitTrue(LESS_THAN_SILENCE, () -> grace.heard().contains("said into two holes"));
    }
  }

  @Test
  void aSessionOutlivesItsTokensThoughOneCouldNotBeFetchedAtOnce() throws Exception {
    try (World world = new World(folder, Map.of("plait.token.access-lifetime-s", "10"));
        TcpProxy proxy = new TcpProxy(world.uri());
        Person ada = world.join("ada", proxy.uri(), false)) {
      List<PeerEvent.Connection> once = List.of(PeerEvent.Connection.ONLINE);
      proxy.refuseNew(true);
      await().during(Duration.ofMillis(8_500)).until(() -> ada.connections().equals(once));
      proxy.refuseNew(false);
      await()
          .during(Duration.ofSeconds(13))
          .atMost(Duration.ofSeconds(15))
          .until(() -> ada.connections().equals(once));
    }
  }

  private static Predicate<PeerEvent> presence(Person of, PresenceState state) {
    return event ->
        event instanceof PeerEvent.PresenceChanged changed
            && changed.account().equals(of.peer().account())
            && changed.state() == state;
  }
}
