package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.Outgoing;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.tests.e2e.World.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words that were taken back before they were sent leave the device no more (CNT-5). */
class TakenBackTest {
  /** Nothing listens there. */
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir Path folder;

  @Test
  void wordsThatWereTakenBackOfflineReachNoOtherDisk() throws Exception {
    try (World world = new World(folder, Map.of())) {
      UUID conversation;
      try (Person ada = world.join("ada", world.uri(), false);
          Person grace = world.join("grace", world.uri(), false)) {
        conversation = World.introduce(ada, grace);
      }
      UUID deleted;
      UUID edited;
      try (Peer ada = Peer.connect(options(NOWHERE))) {
        deleted = say(ada, conversation, new Content.Text("word-deleted"));
        edited = say(ada, conversation, new Content.Text("word-edited"));
        say(ada, conversation, new Content.Edit(deleted, "word-between"));
      }
      try (Peer ada = Peer.connect(options(NOWHERE))) {
        say(ada, conversation, new Content.Delete(deleted));
        say(ada, conversation, new Content.Edit(edited, "word-said"));
        assertThat(ada.history(conversation, 10))
            .extracting(TakenBackTest::content)
            .isEqualTo(left(deleted, edited));
      }
      try (Peer ada = Peer.connect(options(world.uri().toString()))) {
        World.awaitTrue(World.A_WHILE, () -> holds("node", "word-said"));
        assertNoneIn("node");
      }
      try (Person grace = world.join("grace", world.uri(), false)) {
        World.awaitTrue(World.A_WHILE, () -> grace.heard().size() == 5);
        assertThat(grace.peer().history(conversation, 10))
            .extracting(TakenBackTest::content)
            .isEqualTo(left(deleted, edited));
      }
    }
    assertThat(holds("grace", "word-said")).isTrue();
    assertNoneIn("grace");
  }

  /** It is at the server, or may be: the same number and id never say something else. */
  @Test
  void whatMayHaveBeenSentStaysAsItWas() throws Exception {
    try (World world = new World(folder, Map.of())) {
      UUID conversation;
      UUID said;
      try (Person ada = world.join("ada", world.uri(), false);
          Person grace = world.join("grace", world.uri(), false)) {
        conversation = World.introduce(ada, grace);
        said = say(ada.peer(), conversation, new Content.Text("word-said"));
        World.awaitTrue(World.A_WHILE, () -> grace.heard().size() == 1);
      }
      try (Peer ada = Peer.connect(options(NOWHERE))) {
        say(ada, conversation, new Content.Delete(said));
        assertThat(ada.history(conversation, 10))
            .extracting(TakenBackTest::content)
            .containsExactly(new Content.Text("word-said"), new Content.Delete(said));
      }
    }
  }

  /** What both transcripts hold. */
  private static List<Content> left(UUID deleted, UUID edited) {
    return List.of(
        new Content.Text(""),
        new Content.Text("word-said"),
        new Content.Edit(deleted, ""),
        new Content.Delete(deleted),
        new Content.Edit(edited, "word-said"));
  }

  private void assertNoneIn(String below) throws IOException {
    for (String word : List.of("word-deleted", "word-edited", "word-between")) {
      assertThat(holds(below, word)).as(word + " in " + below).isFalse();
    }
  }

  private PeerOptions options(String server) {
    return PeerOptions.of(URI.create(server), "ada", World.PASSWORD, folder.resolve("ada"))
        .withDirect(false);
  }

  private static UUID say(Peer peer, UUID conversation, Content content) throws Exception {
    Outgoing said = peer.send(conversation, ContentCodec.encode(content));
    said.accepted().get(World.A_WHILE.toSeconds(), TimeUnit.SECONDS);
    return said.id();
  }

  private static Content content(TranscriptEntry row) {
    return ContentCodec.decode(row.entry().body());
  }

  private boolean holds(String below, String word) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(below))) {
      return files
          .filter(Files::isRegularFile)
          .anyMatch(
              file -> {
                try {
                  return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                      .contains(word);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
