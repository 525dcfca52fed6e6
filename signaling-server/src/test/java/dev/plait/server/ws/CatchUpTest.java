package dev.plait.server.ws;

import static dev.plait.server.ws.ManyGroups.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.protocol.wire.Frame;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that comes back hears what has changed (SES-14). */
class CatchUpTest {
  private static final long SIXTY_DAYS = Duration.ofDays(60).toMillis() * 1_024;

  /** More than changes are apart in a test. */
  private static final long FAR = Duration.ofHours(1).toMillis() * 1_024;

  @TempDir Path data;

  @Test
  void oneThatKnowsAllHearsNothing() throws Exception {
    RunningClock clock = new RunningClock();
    try (TwoPeople people = start(clock)) {
      clock.advance(Duration.ofMinutes(2));
      HttpUser ada = people.ada();
      Told first = Told.by(ada, 0, 0);
      assertThat(first.changes().all()).isTrue();
      assertThat(first.versions().keySet()).containsExactly(people.conversation());

      Told again = Told.by(ada, first.changes().throughChange(), first.latest());

      assertThat(again.versions()).isEmpty();
      assertThat(again.changes()).isEqualTo(new Frame.Changes(first.latest(), false));
    }
  }

  @Test
  void oneThatWasAwayHearsEachConversationThatChangedOnceAndTheOthersNot() throws Exception {
    RunningClock clock = new RunningClock();
    try (TwoPeople people = start(clock)) {
      HttpUser ada = people.ada();
      HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
      UUID left = group(ada, "left", eve);
      clock.advance(Duration.ofMinutes(2));
      Told first = Told.by(ada, 0, 0);

      UUID tea = group(eve, "tea", ada);
      eve.post("/v1/conversations/" + tea + "/members", Map.of("account", grace(people)));
      HttpUser.delete(ada, "/v1/conversations/" + left + "/members/" + ada.account());
      Told again = Told.by(ada, first.changes().throughChange(), first.latest());

      assertThat(again.versions().keySet()).containsExactlyInAnyOrder(tea);
      assertThat(again.gone()).containsExactly(left);
      assertThat(again.changes().all()).isFalse();
      assertThat(Told.by(ada, again.changes().throughChange(), again.latest()).versions().keySet())
          .as("what is younger than a minute is told again")
          .containsExactly(tea);
    }
  }

  @Test
  void oneThatKnowsAnotherPastHearsAll() throws Exception {
    RunningClock clock = new RunningClock();
    try (TwoPeople people = start(clock)) {
      clock.advance(Duration.ofMinutes(2));
      Told first = Told.by(people.ada(), 0, 0);
      long through = first.changes().throughChange();

      assertThat(Told.by(people.ada(), through + 1, first.latest()).changes().all()).isTrue();
      assertThat(Told.by(people.ada(), through, first.latest() + 1).changes().all()).isTrue();
      assertThat(Told.by(people.ada(), through, first.latest()).changes().all()).isFalse();
    }
  }

  @Test
  void howMuchItIsCutsNobodyOff() throws Exception {
    RunningClock clock = new RunningClock();
    try (TwoPeople people = start(clock)) {
      HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
      try (Connection database = database()) {
        ManyGroups.fill(database, eve.account(), clock.millis());
      }
      clock.advance(Duration.ofMinutes(2));
      Frame.Changes changes;
      try (WsClient client = WsClient.silent(eve)) {
        client.pause();
        // All of it would have been written by then.
        assertThat(client.isClosedWithin(5, TimeUnit.SECONDS)).isFalse();
        client.resume();

        Set<UUID> told = new HashSet<>();
        Frame frame;
        do {
          frame = client.next(Frame.class);
          if (frame instanceof Frame.Roster roster) {
            assertThat(roster.members()).hasSize(ManyGroups.MEMBERS);
            told.add(roster.conversation());
          }
        } while (!(frame instanceof Frame.Changes));
        changes = (Frame.Changes) frame;
        client.next(Frame.Live.class);
        assertThat(told).hasSize(ManyGroups.GROUPS);
      }
      Told again = Told.by(eve, changes.throughChange(), changes.throughChange());
      assertThat(again.versions()).isEmpty();
    }
  }

  @Test
  void whatChangedLongAgoIsNotKeptForEver() throws Exception {
    RunningClock clock = new RunningClock();
    try (TwoPeople people = start(clock)) {
      group(people.ada(), "once", people.grace());
      UUID often = group(people.ada(), "often", people.grace());
      for (int i = 0; i < 5; i++) {
        people.ada().patch("/v1/conversations/" + often, Map.of("title", "title " + i));
      }
      assertThat(kept(often)).isEqualTo(12);
      sixtyDaysPass();
      clock.advance(Duration.ofMinutes(2));
      Told before = Told.by(people.ada(), 0, 0);

      people.ada().patch("/v1/conversations/" + often, Map.of("title", "at last"));

      assertThat(kept(often)).as("the last two changes, for two accounts").isEqualTo(4);
      long through = before.changes().throughChange();
      Told after = Told.by(people.ada(), through, through);
      assertThat(after.changes().all()).as("the last that it knew is known still").isFalse();
      assertThat(after.versions().keySet()).containsExactly(often);
    }
  }

  @Test
  void whoWasRemovedLongAgoHearsIt() throws Exception {
    RunningClock clock = new RunningClock();
    try (TwoPeople people = start(clock)) {
      HttpUser eve = HttpUser.signUp(people.node().uri(), "eve");
      UUID often = group(people.ada(), "often", eve);
      UUID quiet = group(people.ada(), "quiet", eve);
      clock.advance(Duration.ofMinutes(2));
      Told before = Told.by(eve, 0, 0);
      assertThat(before.versions().keySet()).containsExactlyInAnyOrder(often, quiet);

      HttpUser.delete(people.ada(), "/v1/conversations/" + often + "/members/" + eve.account());
      people.ada().patch("/v1/conversations/" + often, Map.of("title", "without her"));
      sixtyDaysPass();
      people.ada().patch("/v1/conversations/" + often, Map.of("title", "for long"));

      long through = before.changes().throughChange() - SIXTY_DAYS;
      Told after = Told.by(eve, through, through);
      assertThat(after.changes().all()).isFalse();
      assertThat(after.gone()).containsExactly(often);
    }
  }

  @Test
  void aChangeThatWaitedForAnotherIsTheLaterOne() throws Exception {
    try (TwoPeople people = start(new RunningClock());
        Connection other = database();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      UUID tea = group(people.ada(), "tea", people.grace());
      other.setAutoCommit(false);
      execute(other, "update conversation set version = version + ? where id = ?", FAR, tea);
      var waiting =
          executor.submit(
              () -> {
                people.ada().patch("/v1/conversations/" + tea, Map.of("title", "cake"));
                return true;
              });
      assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
          .as("it waits for the row")
          .isInstanceOf(TimeoutException.class);
      long first = version(other, tea);
      other.commit();
      waiting.get(1, TimeUnit.MINUTES);

      assertThat(version(other, tea)).isGreaterThan(first);
    }
  }

  private static long version(Connection database, UUID conversation) throws SQLException {
    return number(database, "select version from conversation where id = ?", conversation);
  }

  private static long number(Connection database, String sql, UUID id) throws SQLException {
    try (var statement = database.prepareStatement(sql)) {
      statement.setObject(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Settings of the node's database. */
  Map<String, String> settings() {
    return Map.of();
  }

  /** The node's database, beside the node; H2 lets the process that has the file open do that. */
  Connection database() throws SQLException {
    String url = "jdbc:h2:file:" + data.resolve("plait").toAbsolutePath() + ";IFEXISTS=TRUE";
    return DriverManager.getConnection(url, "plait", "");
  }

  private TwoPeople start(RunningClock clock) {
    return TwoPeople.start(data, clock, settings());
  }

  /** How many changes of a conversation are kept for its members. */
  private long kept(UUID conversation) throws SQLException {
    try (Connection database = database()) {
      String sql = "select count(*) from roster_change where subject = ?";
      return number(database, sql, conversation);
    }
  }

  /** For what is kept: the clock goes on, so devices need not sign in anew. */
  private void sixtyDaysPass() throws SQLException {
    try (Connection database = database()) {
      execute(database, "update roster_change set number = number - ?", SIXTY_DAYS);
    }
  }

  private static UUID group(HttpUser by, String title, HttpUser with) throws Exception {
    List<String> members = List.of(with.account().toString());
    var made =
        by.post("/v1/conversations", Map.of("kind", "group", "title", title, "members", members));
    return UUID.fromString(made.get("conversation").asText());
  }

  private static String grace(TwoPeople people) {
    return people.grace().account().toString();
  }

  /** What a session was told before its queue. */
  private record Told(
      Map<UUID, Long> versions, List<UUID> gone, Frame.Changes changes, long latest) {
    static Told by(HttpUser user, long through, long latest) throws InterruptedException {
      Map<UUID, Long> versions = new LinkedHashMap<>();
      List<UUID> gone = new ArrayList<>();
      long highest = latest;
      try (WsClient client = WsClient.silent(user, through, latest)) {
        while (true) {
          switch (client.next(Frame.class)) {
            case Frame.Roster roster -> {
              assertThat(versions.put(roster.conversation(), roster.version())).isNull();
              highest = Math.max(highest, roster.version());
            }
            case Frame.Gone(var conversation, long version) -> {
              gone.add(conversation);
              highest = Math.max(highest, version);
            }
            case Frame.Changes changes -> {
              return new Told(versions, gone, changes, highest);
            }
            default -> {}
          }
        }
      }
    }
  }
}
