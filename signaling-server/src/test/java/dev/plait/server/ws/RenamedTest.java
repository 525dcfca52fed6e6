package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.Renamed;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names change apart from rosters (SES-15). */
class RenamedTest {
  @TempDir Path data;
  private final RunningClock clock = new RunningClock();
  private TwoPeople people;
  private HttpUser ada;
  private HttpUser grace;

  /** What the node has for a database. */
  Map<String, String> settings() {
    return Map.of();
  }

  Connection database() throws SQLException {
    String url = "jdbc:h2:file:" + data.resolve("plait").toAbsolutePath() + ";IFEXISTS=TRUE";
    return DriverManager.getConnection(url, "plait", "");
  }

  @BeforeEach
  void start() throws Exception {
    people = TwoPeople.start(data, clock, settings());
    ada = people.ada();
    grace = people.grace();
    clock.advance(Duration.ofMinutes(2));
  }

  @AfterEach
  void stop() {
    people.close();
  }

  @Test
  void aNewNameIsToldOnceToEachDeviceThatSeesItAndNoRosterChanges() throws Exception {
    List<UUID> shared = List.of(group("tea"), group("cake"), people.conversation());
    try (WsClient hers = live(grace);
        WsClient own = live(ada)) {
      name(ada, "Countess");

      List<Frame> told = heard(hers);
      assertThat(told).hasOnlyElementsOfType(Renamed.class).hasSize(1);
      assertThat(heard(own)).isEqualTo(told);
      Renamed name = (Renamed) told.getFirst();
      assertThat(name.account()).isEqualTo(ada.account());
      assertThat(name.displayName()).isEqualTo("Countess");

      List<Frame.Roster> rosters = rosters(beginning(grace, 0, 0));
      assertThat(rosters)
          .extracting(Frame.Roster::conversation)
          .containsExactlyInAnyOrderElementsOf(shared);
      assertThat(rosters)
          .allSatisfy(roster -> assertThat(roster.version()).isLessThan(name.version()));
      assertThat(rosters)
          .extracting(this::ada)
          .allSatisfy(
              member -> {
                assertThat(member.displayName()).isEqualTo("Countess");
                assertThat(member.nameVersion()).isEqualTo(name.version());
              });
    }
  }

  @Test
  void whoWasAwayHearsOnlyTheLastNameAndNoRoster() throws Exception {
    long through = through(beginning(grace, 0, 0));
    name(ada, "Countess");
    name(ada, "Lady");

    List<Frame> told = beginning(grace, through, through);

    assertThat(rosters(told)).isEmpty();
    assertThat(names(told)).extracting(Renamed::displayName).containsExactly("Lady");
    clock.advance(Duration.ofMinutes(2));
    long later = through(beginning(grace, through, names(told).getFirst().version()));
    assertThat(later).isEqualTo(names(told).getFirst().version());
    assertThat(names(beginning(grace, later, later))).isEmpty();
  }

  @Test
  void whoIsAskedHearsTheNameOfWhoAsksAndNobodyElseWhoHasNotAccepted() throws Exception {
    HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
    HttpUser joan = HttpUser.signUp(people.node().uri(), "joan");
    UUID tea = group("tea");
    ada.post("/v1/conversations/" + tea + "/members", Map.of("account", eve.account().toString()));
    try (WsClient asked = live(eve);
        WsClient stranger = live(joan)) {
      name(grace, "Admiral");
      assertThat(heard(asked)).as("grace has not asked").isEmpty();
      name(ada, "Countess");
      assertThat(heard(asked)).hasOnlyElementsOfType(Renamed.class).hasSize(1);
      name(eve, "Nobody");
      assertThat(heard(stranger)).isEmpty();
    }
    try (WsClient member = live(grace)) {
      name(eve, "Somebody");
      assertThat(heard(member)).as("eve has not accepted").isEmpty();
    }
  }

  @Test
  void whoHasLeftHearsNoNameOfLater() throws Exception {
    UUID tea = group("tea");
    HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
    ada.post("/v1/conversations/" + tea + "/members", Map.of("account", eve.account().toString()));
    eve.accept(tea);
    clock.advance(Duration.ofMinutes(2));
    long through = through(beginning(eve, 0, 0));
    name(ada, "Countess");
    HttpUser.delete(eve, "/v1/conversations/" + tea + "/members/" + eve.account());

    List<Frame> told = beginning(eve, through, through);

    assertThat(names(told)).isEmpty();
    assertThat(told).hasAtLeastOneElementOfType(Frame.Gone.class);
  }

  @Test
  void inAThousandGroupsItIsOneFrameToEachDevice() throws Exception {
    try (Connection database = database()) {
      ManyGroups.fill(database, ada.account(), clock.millis());
    }
    try (WsClient hers = live(grace)) {
      name(ada, "Countess");

      assertThat(heard(hers)).hasOnlyElementsOfType(Renamed.class).hasSize(1);
    }
    try (WsClient own = WsClient.silent(ada)) {
      own.next(Frame.Live.class);
      name(ada, "Lady");

      assertThat(heard(own)).hasOnlyElementsOfType(Renamed.class).hasSize(1);
    }
  }

  private UUID group(String title) throws Exception {
    List<String> members = List.of(grace.account().toString());
    var made =
        ada.post("/v1/conversations", Map.of("kind", "group", "title", title, "members", members));
    UUID group = UUID.fromString(made.get("conversation").asText());
    grace.accept(group);
    return group;
  }

  private static void name(HttpUser who, String name) throws Exception {
    who.patch("/v1/profile", Map.of("displayName", name));
  }

  private static WsClient live(HttpUser user) throws InterruptedException {
    WsClient client = WsClient.silent(user);
    client.next(Frame.Live.class);
    return client;
  }

  /** What has come, but for who is there, which is told beside it. */
  private static List<Frame> heard(WsClient client) throws InterruptedException {
    return client.untilAnswered().stream()
        .filter(frame -> !(frame instanceof Frame.Presence))
        .toList();
  }

  /** All that a session is told before its queue. */
  private static List<Frame> beginning(HttpUser user, long changes, long latest)
      throws InterruptedException {
    List<Frame> told = new ArrayList<>();
    try (WsClient client = WsClient.silent(user, changes, latest)) {
      do {
        told.add(client.next(Frame.class));
      } while (!(told.getLast() instanceof Frame.Changes));
    }
    return told;
  }

  private static long through(List<Frame> told) {
    return ((Frame.Changes) told.getLast()).throughChange();
  }

  private static List<Frame.Roster> rosters(List<Frame> told) {
    return told.stream()
        .filter(Frame.Roster.class::isInstance)
        .map(Frame.Roster.class::cast)
        .toList();
  }

  private static List<Renamed> names(List<Frame> told) {
    return told.stream().filter(Renamed.class::isInstance).map(Renamed.class::cast).toList();
  }

  private Member ada(Frame.Roster roster) {
    return roster.members().stream()
        .filter(member -> member.account().equals(ada.account()))
        .findFirst()
        .orElseThrow();
  }
}
