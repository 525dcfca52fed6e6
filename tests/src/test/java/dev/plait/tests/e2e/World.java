package dev.plait.tests.e2e;

import static org.awaitility.Awaitility.await;

import dev.plait.peer.BlackHole;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.wire.Bytes;
import dev.plait.tests.scenario.NodeHere;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A running node, and the people on it. */
final class World implements AutoCloseable {
  /** A peer and everything it has told. */
  record Person(Peer peer, List<PeerEvent> events, BlackHole hole) implements AutoCloseable {
    static Person connect(PeerOptions options) throws PeerException {
      List<PeerEvent> events = new CopyOnWriteArrayList<>();
      BlackHole hole = new BlackHole();
      return new Person(hole.connect(options, events::add), events, hole);
    }

    void await(Duration within, Predicate<PeerEvent> wanted) {
      awaitTrue(within, () -> events.stream().anyMatch(wanted));
    }

    /** How often the link came up, went down or stopped. */
    List<PeerEvent.Connection> connections() {
      return events.stream()
          .filter(PeerEvent.ConnectionChanged.class::isInstance)
          .map(event -> ((PeerEvent.ConnectionChanged) event).state())
          .toList();
    }

    List<String> heard() {
      return events.stream()
          .filter(PeerEvent.MessageArrived.class::isInstance)
          .map(event -> ((PeerEvent.MessageArrived) event).entry().body().toUtf8())
          .toList();
    }

    void say(UUID conversation, String text) {
      peer.send(conversation, Bytes.utf8(text));
    }

    @Override
    public void close() {
      peer.close();
    }
  }

  /** Long against everything that the tests wait for, on a machine that does much else. */
  static final Duration A_WHILE = Duration.ofMinutes(1);

  static final String PASSWORD = "correct horse battery";

  private final Path folder;
  private final NodeHere node;

  World(Path folder, Map<String, String> settings) throws IOException {
    this(folder, settings, InstantSource.system());
  }

  World(Path folder, Map<String, String> settings, InstantSource clock) throws IOException {
    this.folder = folder;
    this.node = NodeHere.start(folder, settings, clock);
  }

  URI uri() {
    return node.uri();
  }

  /** A person on a new device, who reaches the node by {@code server}. */
  Person join(String handle, URI server, boolean direct) throws PeerException {
    return join(folder, handle, server, direct);
  }

  /** The same, on the device whose data is below {@code folder}, a new one if there is none. */
  static Person join(Path folder, String handle, URI server, boolean direct) throws PeerException {
    PeerOptions options =
        PeerOptions.of(server, handle, PASSWORD, folder.resolve(handle))
            .withSignUp()
            .withDirect(direct);
    Person person = Person.connect(options);
    person.await(
        A_WHILE,
        event ->
            event instanceof PeerEvent.ConnectionChanged change
                && change.state() == PeerEvent.Connection.ONLINE);
    return person;
  }

  /** The conversation of two people who have accepted it. */
  static UUID introduce(Person from, Person to) throws PeerException {
    UUID conversation = from.peer().openDirect(to.peer().handle()).conversation();
    to.await(
        A_WHILE,
        event ->
            event instanceof PeerEvent.RosterChanged changed
                && changed.roster().conversation().equals(conversation));
    to.peer().accept(conversation);
    return conversation;
  }

  static void awaitTrue(Duration within, java.util.concurrent.Callable<Boolean> condition) {
    await().atMost(within).until(condition);
  }

  @Override
  public void close() {
    node.close();
  }
}
