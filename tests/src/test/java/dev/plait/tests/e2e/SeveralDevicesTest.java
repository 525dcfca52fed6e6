package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.peer.Outgoing;
import dev.plait.peer.PeerException;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.link.Session;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.tests.e2e.World.Person;
import java.net.http.HttpClient;
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

/** One account on several devices, and a group whose members change, over a real node. */
@Tag("waits")
class SeveralDevicesTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void allDevicesOfAnAccountHoldTheSameConversationAndReportForThemselves() throws Exception {
    try (World world = new World(folder, Map.of());
        Person laptop = world.join("ada", world.uri(), false);
        Person grace = world.join("grace", world.uri(), false)) {
      UUID conversation = World.introduce(laptop, grace);
      Person phone = World.join(folder.resolve("phone"), "ada", world.uri(), false);
      awaitDevices(grace, conversation, 3);
      awaitDevices(laptop, conversation, 3);

      Outgoing question = send(grace, conversation, "from grace");
      World.awaitTrue(SOON, () -> heard(laptop, "from grace") && heard(phone, "from grace"));
      question.when(Status.DELIVERED).get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(question.statuses())
          .containsOnlyKeys(laptop.peer().device(), phone.peer().device());

      phone.close();
      Outgoing answer = send(laptop, conversation, "from ada");
      World.awaitTrue(
          SOON,
          () ->
              answer
                  .statuses()
                  .equals(
                      Map.of(
                          grace.peer().device(), Status.DELIVERED,
                          phone.peer().device(), Status.STORED)));

      try (Person again = World.join(folder.resolve("phone"), "ada", world.uri(), false)) {
        answer.when(Status.DELIVERED).get(SOON.toSeconds(), TimeUnit.SECONDS);
        // The own other device does not count for that.
        World.awaitTrue(SOON, () -> heard(again, "from ada"));
        assertThat(transcript(again, conversation)).containsExactly("from grace", "from ada");
        assertThat(transcript(laptop, conversation)).containsExactly("from grace", "from ada");
        assertThat(transcript(grace, conversation)).containsExactly("from grace", "from ada");
        assertThat(again.heard()).containsExactly("from ada");
      }
    }
  }

  @Test
  void aMemberRemovedWhileAwayMissesWhatIsSaidMeanwhileAndIsBackAfterwards() throws Exception {
    try (World world = new World(folder, Map.of());
        HttpClient http = HttpClient.newHttpClient();
        Person ada = world.join("ada", world.uri(), false);
        Person grace = world.join("grace", world.uri(), false)) {
      Person linus = world.join("linus", world.uri(), false);
      UUID group = ada.peer().createGroup("three", List.of("grace", "linus")).conversation();
      for (Person invited : List.of(grace, linus)) {
        awaitMembers(invited, group, 2); // who asks, and who is asked
        invited.peer().accept(group);
      }
      for (Person one : List.of(ada, grace, linus)) {
        awaitRoster(one, group, roster -> roster.members().stream().allMatch(Member::accepted));
        awaitMembers(one, group, 3);
      }
      send(ada, group, "to all").when(Status.DELIVERED).get(SOON.toSeconds(), TimeUnit.SECONDS);
      linus.close();
      Outgoing before = send(ada, group, "before the removal");
      World.awaitTrue(SOON, () -> before.statuses().get(linus.peer().device()) == Status.STORED);

      ServerApi api = new ServerApi(world.uri(), http);
      Session owner = api.signIn("ada", World.PASSWORD, "admin");
      api.removeMember(owner.accessToken(), group, linus.peer().account());
      awaitMembers(ada, group, 2);
      awaitMembers(grace, group, 2);
      Outgoing without = send(grace, group, "without linus");
      World.awaitTrue(SOON, () -> heard(ada, "without linus"));
      assertThat(without.statuses()).doesNotContainKey(linus.peer().device());

      api.addMember(owner.accessToken(), group, linus.peer().account());
      awaitMembers(ada, group, 3);
      awaitMembers(grace, group, 3);
      send(ada, group, "linus is back");
      send(grace, group, "welcome");
      try (Person again = world.join("linus", world.uri(), false)) {
        again.peer().accept(group);
        World.awaitTrue(SOON, () -> heard(again, "linus is back") && heard(again, "welcome"));
        again.say(group, "thanks");
        World.awaitTrue(SOON, () -> heard(ada, "thanks") && heard(grace, "thanks"));
        assertThat(again.heard())
            .containsOnlyOnce("linus is back", "welcome")
            .doesNotContain("to all", "without linus");
        assertThat(ada.heard()).containsExactly("without linus", "welcome", "thanks");
        assertThat(grace.heard())
            .containsExactly("to all", "before the removal", "linus is back", "thanks");
      }
    }
  }

  @Test
  void aGroupIsRenamedGrowsShrinksAndIsLeft() throws Exception {
    try (World world = new World(folder, Map.of());
        Person ada = world.join("ada", world.uri(), false);
        Person grace = world.join("grace", world.uri(), false);
        Person linus = world.join("linus", world.uri(), false)) {
      UUID group = ada.peer().createGroup("tea", List.of("grace")).conversation();
      awaitMembers(grace, group, 2);
      grace.peer().accept(group);
      ada.peer().rename(group, "coffee");
      awaitRoster(grace, group, roster -> roster.title().equals("coffee"));

      ada.peer().addMember(group, "linus");
      awaitMembers(linus, group, 2);
      linus.peer().accept(group);
      ada.peer().removeMember(group, "linus");
      World.awaitTrue(SOON, () -> linus.peer().conversations().isEmpty());
      assertThatThrownBy(() -> ada.peer().addMember(group, "nobody"))
          .isInstanceOf(PeerException.class)
          .hasMessageContaining("there is no nobody here");
      assertThatThrownBy(() -> grace.peer().rename(group, "mine"))
          .isInstanceOf(PeerException.class);

      grace.peer().leave(group);
      World.awaitTrue(SOON, () -> grace.peer().conversations().isEmpty());
      awaitMembers(ada, group, 1);
    }
  }

  private static Outgoing send(Person from, UUID conversation, String text) {
    return from.peer().send(conversation, Bytes.utf8(text));
  }

  private static boolean heard(Person person, String text) {
    return person.heard().contains(text);
  }

  private static List<String> transcript(Person person, UUID conversation) {
    return person.peer().history(conversation, 100).stream()
        .map(entry -> entry.entry().body().toUtf8())
        .toList();
  }

  private static void awaitMembers(Person person, UUID conversation, int members) {
    awaitRoster(person, conversation, roster -> roster.members().size() == members);
  }

  private static void awaitDevices(Person person, UUID conversation, int devices) {
    awaitRoster(
        person,
        conversation,
        roster -> roster.members().stream().mapToInt(m -> m.devices().size()).sum() == devices);
  }

  private static void awaitRoster(
      Person person, UUID conversation, Predicate<Frame.Roster> wanted) {
    World.awaitTrue(
        SOON,
        () ->
            person.peer().conversations().stream()
                .anyMatch(
                    roster -> roster.conversation().equals(conversation) && wanted.test(roster)));
  }
}
