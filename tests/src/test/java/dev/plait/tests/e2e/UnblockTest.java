package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.Outgoing;
import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.tests.e2e.World.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a block was taken back messages arrive at once on all devices, also when these have kept
 * their channels, since their people share a group.
 */
@Tag("waits")
class UnblockTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  /** Below the first wait of a repetition, 3 s (DLV-6): nothing may hang on one. */
  private static final long PROMPT_MS = 2_900;

  private static final int ROUNDS = 3;

  @TempDir Path folder;

  @Test
  void afterAnUnblockMessagesArriveAtOnce() throws Exception {
    try (World world = new World(folder, Map.of());
        Person ada = world.join("ada", world.uri(), true);
        Person grace = world.join("grace", world.uri(), true);
        Person tablet = World.join(folder.resolve("tablet"), "grace", world.uri(), true)) {
      List<Person> all = List.of(ada, grace, tablet);
      UUID group = ada.peer().createGroup("both", List.of("grace")).conversation();
      World.awaitTrue(SOON, () -> knows(grace, group) && knows(tablet, group));
      grace.peer().accept(group);
      awaitRoster(all, group, UnblockTest::isAccepted);
      UUID direct = World.introduce(ada, grace);
      awaitRoster(all, direct, UnblockTest::isAccepted);
      for (Person one : List.of(grace, tablet)) {
        ada.await(SOON, event -> isDirect(event, one.peer().device()));
      }
      for (int round = 0; round < ROUNDS; round++) {
        grace.peer().block(direct);
        World.awaitTrue(SOON, () -> !knows(grace, direct) && !knows(tablet, direct));
        awaitRoster(List.of(ada), direct, roster -> !isComplete(roster));
        awaitStored(ada.peer().send(direct, Bytes.utf8("blocked " + round)));
        grace.peer().unblock("ada");
        World.awaitTrue(SOON, () -> knows(grace, direct) && knows(tablet, direct));
        awaitStored(ada.peer().send(direct, Bytes.utf8("request " + round)));
        assertThat(grace.heard()).doesNotContain("blocked " + round, "request " + round);
        long acceptedNs = System.nanoTime();
        grace.peer().accept(direct);
        assertHeard(all, ada, "blocked " + round, acceptedNs);
        assertHeard(all, ada, "request " + round, acceptedNs);
        awaitRoster(all, direct, UnblockTest::isAccepted);
        for (Person one : all) {
          assertPrompt(one, all, direct, "accepted " + round + " by " + all.indexOf(one));
        }
      }
    }
  }

  private static void assertPrompt(Person from, List<Person> all, UUID conversation, String text) {
    long beganNs = System.nanoTime();
    from.say(conversation, text);
    assertHeard(all, from, text, beganNs);
  }

  private static void assertHeard(List<Person> all, Person from, String text, long beganNs) {
    for (Person one : all) {
      if (!one.peer().equals(from.peer())) {
        World.awaitTrue(SOON, () -> one.heard().contains(text));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs))
            .as(text + ", to " + all.indexOf(one))
            .isLessThan(PROMPT_MS);
      }
    }
  }

  private static void awaitStored(Outgoing outgoing) throws Exception {
    outgoing.when(Status.STORED).get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private static boolean isDirect(PeerEvent event, UUID device) {
    return event instanceof PeerEvent.PathChanged changed
        && changed.device().equals(device)
        && changed.path().startsWith("direct");
  }

  private static boolean knows(Person person, UUID conversation) {
    return person.peer().conversations().stream()
        .anyMatch(roster -> roster.conversation().equals(conversation));
  }

  /** Ada has one device here, Grace two. */
  private static boolean isComplete(Frame.Roster roster) {
    return roster.members().stream().mapToInt(member -> member.devices().size()).sum() == 3;
  }

  private static boolean isAccepted(Frame.Roster roster) {
    return isComplete(roster) && roster.members().stream().allMatch(member -> member.accepted());
  }

  private static void awaitRoster(
      List<Person> people, UUID conversation, Predicate<Frame.Roster> wanted) {
    for (Person one : people) {
      World.awaitTrue(
          SOON,
          () ->
              one.peer().conversations().stream()
                  .anyMatch(
                      roster -> roster.conversation().equals(conversation) && wanted.test(roster)));
    }
  }
}
