package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.server.app.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account that its owner deletes, as the sessions and queues of both sides see it. */
class DeletedAccountTest {
  @TempDir Path data;
  private TwoPeople people;

  @BeforeEach
  void start() {
    people = TwoPeople.start(data);
  }

  @AfterEach
  void stop() {
    people.close();
  }

  @Test
  void itsSessionsEndAndTheOtherSideSeesThatItLeft() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      delete(people.ada(), "ada");

      assertThat(ada.next(Frame.Bye.class).code()).isEqualTo(CloseCode.REVOKED);
      Frame.Roster told = grace.next(Frame.Roster.class, DeletedAccountTest::shows);
      assertThat(told.members()).filteredOn(Member::accepted).hasSize(1);
      Frame.Presence how =
          grace.next(Frame.Presence.class, p -> p.state() == PresenceState.OFFLINE);
      assertThat(how.account()).isEqualTo(people.ada().account());
      grace.assertAnswered();
    }
  }

  @Test
  void whoWasAwayHearsItAndGetsWhatWasSaidBefore() throws Exception {
    waitForGrace(people);
    delete(people.ada(), "ada");

    try (WsClient grace = WsClient.hello(people.grace())) {
      Frame.Roster told = grace.next(Frame.Roster.class);
      assertThat(shows(told)).isTrue();
      assertThat(grace.next(Frame.Entries.class).entries()).hasSize(3);
    }
  }

  @Test
  void whatWaitedForItIsDeleted(@TempDir Path elsewhere) throws Exception {
    Map<String, String> postgres = TestPostgres.emptyDatabase();
    try (TwoPeople there = TwoPeople.start(elsewhere, InstantSource.system(), postgres)) {
      waitForGrace(there);
      assertThat(queued(postgres, there.grace())).isEqualTo(3);

      delete(there.grace(), "grace");

      await().until(() -> queued(postgres, there.grace()) == 0);
    }
  }

  /** The transaction names the devices whose queues have to go; the node died right after it. */
  @Test
  void aNodeThatDiedMeanwhileDeletesTheQueueAtItsNextStart(@TempDir Path elsewhere)
      throws Exception {
    Map<String, String> postgres = TestPostgres.emptyDatabase();
    TwoPeople there = TwoPeople.start(elsewhere, InstantSource.system(), postgres);
    waitForGrace(there);
    delete(there.ada(), "ada");
    there.close();
    String gone = "select count(*) from device_gone where device = ";
    assertThat(count(postgres, gone, there.ada())).isOne();
    execute(postgres, "insert into device_gone values ('" + there.grace().device() + "')");

    TwoPeople.startNode(elsewhere, InstantSource.system(), postgres).close();

    assertThat(queued(postgres, there.grace())).isZero();
    assertThat(count(postgres, gone, there.ada())).isZero();
    assertThat(count(postgres, gone, there.grace())).isZero();
  }

  /** Whether a roster says that ada is gone. */
  private static boolean shows(Frame.Roster roster) {
    Member ada = roster.members().getFirst();
    return ada.displayName().equals("account deleted")
        && !ada.accepted()
        && ada.devices().isEmpty();
  }

  private static void waitForGrace(TwoPeople people) throws Exception {
    try (WsClient ada = WsClient.hello(people.ada())) {
      ada.send(people.post(ada.next(Frame.Roster.class).version(), 1, 3));
      ada.next(Frame.Receipt.class, receipt -> !receipt.stored().isEmpty());
    }
  }

  private static void delete(HttpUser user, String handle) throws Exception {
    user.post("/v1/account/delete", Map.of("password", "correct horse " + handle));
  }

  private static int queued(Map<String, String> postgres, HttpUser user) throws SQLException {
    return count(postgres, "select count(*) from queue_row where target = ", user);
  }

  private static int count(Map<String, String> postgres, String sql, HttpUser user)
      throws SQLException {
    try (Connection connection = connect(postgres);
        var rows = connection.createStatement().executeQuery(sql + "'" + user.device() + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void execute(Map<String, String> postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres)) {
      connection.createStatement().execute(sql);
    }
  }

  private static Connection connect(Map<String, String> postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.get("plait.database.url"),
        postgres.get("plait.database.user"),
        postgres.get("plait.database.password"));
  }
}
