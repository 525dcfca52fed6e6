package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.Outgoing;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Member;
import dev.plait.tests.e2e.World.Person;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library as {@code peer-client/README.md} shows it: its example is the one below. */
class LibraryExampleTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SOURCE =
      ROOT.resolve("tests/src/test/java/dev/plait/tests/e2e/LibraryExampleTest.java");

  @TempDir Path temporary;

  @Test
  void theExampleSaysHello() throws Exception {
    try (World world = new World(temporary, Map.of());
        Person grace = world.join("grace", world.uri(), true)) {
      CompletableFuture<Void> accepted = CompletableFuture.runAsync(() -> acceptFirst(grace));
      example(world.uri(), World.PASSWORD, temporary.resolve("example"));

      grace.await(
          World.A_WHILE,
          event ->
              event instanceof PeerEvent.MessageArrived arrived
                  && ContentCodec.decode(arrived.entry().body()).equals(new Content.Text("hello")));
      accepted.join();
    }
  }

  private static void acceptFirst(Person grace) {
    try {
      grace.await(World.A_WHILE, PeerEvent.RosterChanged.class::isInstance);
      grace.peer().accept(grace.peer().conversations().getFirst().conversation());
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void whoOpensAConversationThatTheOtherSideAskedForAcceptsIt() throws Exception {
    try (World world = new World(temporary, Map.of());
        Person ada = world.join("ada", world.uri(), false);
        Person grace = world.join("grace", world.uri(), false)) {
      UUID conversation = ada.peer().openDirect("grace").conversation();
      grace.await(
          World.A_WHILE,
          event ->
              event instanceof PeerEvent.RosterChanged changed
                  && changed.roster().conversation().equals(conversation));

      grace.peer().openDirect("ada");

      ada.await(
          World.A_WHILE,
          event ->
              event instanceof PeerEvent.RosterChanged changed
                  && changed.roster().members().stream().allMatch(Member::accepted));
    }
  }

  @Test
  void thePageShowsTheExample() throws IOException {
    List<String> lines = Files.readAllLines(SOURCE);
    int from = lines.indexOf("    // The example begins.");
    int to = lines.indexOf("    // The example ends.");
    String example =
        lines.subList(from + 1, to).stream()
            .map(line -> line.substring(Math.min(4, line.length())) + "\n")
            .collect(Collectors.joining());

    assertThat(Files.readString(ROOT.resolve("peer-client/README.md")))
        .contains("```java\n" + example + "```");
  }

  private static void example(URI server, String password, Path folder) throws Exception {
    // The example begins.
    PeerOptions options = PeerOptions.of(server, "ada", password, folder).withSignUp();
    try (Peer ada = Peer.connect(options, event -> System.out.println(event))) {
      UUID conversation = ada.openDirect("grace").conversation();
      Outgoing hello = ada.send(conversation, ContentCodec.encode(new Content.Text("hello")));
      hello.accepted().join(); // on this disk: from now on it cannot get lost
      hello.onChange(message -> System.out.println(message.status()));
      hello.when(Status.DELIVERED).join(); // grace has accepted, it is on her disk
      ada.paths(conversation).forEach(System.out::println);
    }
    // The example ends.
  }
}
