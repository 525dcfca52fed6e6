package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.delivery.Status;
import dev.plait.tests.e2e.World.Person;
import dev.plait.tests.scenario.DiskCopy;
import dev.plait.tests.scenario.NodeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose database is put back to a backup has lost what it had called stored. */
class RestoreTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void whatTheServerHasLostIsPostedAgainAndStaysInOrder() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder);
        Person ada = World.join(folder, "ada", node.uri(), false)) {
      UUID conversation;
      try (Person grace = World.join(folder, "grace", node.uri(), false)) {
        conversation = World.introduce(ada, grace);
        grace.await(SOON, event -> event instanceof PeerEvent.CaughtUp);
      }
      node.kill();
      try (DiskCopy backup = DiskCopy.ofFolder(node.data())) {
        node.restart();
        ada.say(conversation, "one");
        ada.say(conversation, "two");
        World.awaitTrue(SOON, () -> stored(ada) == 2);
        node.kill();
        restore(backup, node.data());
        node.restart();
      }

      ada.say(conversation, "three");
      World.awaitTrue(SOON, () -> stored(ada) == 3);
      try (Person grace = World.join(folder, "grace", node.uri(), false)) {
        World.awaitTrue(SOON, () -> grace.heard().size() == 3);
        assertThat(grace.heard()).containsExactly("one", "two", "three");
      }
    }
  }

  private static void restore(DiskCopy backup, Path data) throws Exception {
    DiskCopy.delete(data);
    Files.createDirectories(data);
    try (Stream<Path> files = Files.list(backup.path())) {
      for (Path file : files.toList()) {
        Files.copy(file, data.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static long stored(Person person) {
    return person.events().stream()
        .filter(PeerEvent.StatusChanged.class::isInstance)
        .map(PeerEvent.StatusChanged.class::cast)
        .filter(change -> change.status() == Status.STORED)
        .flatMap(change -> change.seqs().stream())
        .mapToLong(range -> range.throughSeq() - range.fromSeq() + 1)
        .sum();
  }
}
