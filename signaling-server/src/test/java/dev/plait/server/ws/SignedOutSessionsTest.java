package dev.plait.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever ends a device: its session is told, and the others' rosters say it (SES-13). */
class SignedOutSessionsTest {
  @TempDir Path data;
  private final RunningClock clock = new RunningClock();
  private TwoPeople people;

  @BeforeEach
  void start() {
    people = TwoPeople.start(data, clock);
  }

  @AfterEach
  void stop() {
    people.close();
  }

  @Test
  void aChangeOfPasswordSignsOutTheOtherDevicesForEverybodyToSee() throws Exception {
    HttpUser phone = people.ada().secondDevice("ada");
    try (WsClient out = WsClient.hello(phone);
        WsClient stays = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      people.ada().post("/v1/password", Map.of("old", "correct horse ada", "new", "another horse"));

      assertThat(out.next(Frame.Bye.class).code()).isEqualTo(CloseCode.REVOKED);
      for (WsClient other : List.of(stays, grace)) {
        Frame.Roster told = other.next(Frame.Roster.class, r -> !signedOut(r).isEmpty());
        assertThat(signedOut(told)).containsExactly(phone.device());
        assertThat(devices(told)).contains(phone.device(), people.ada().device());
      }
      stays.assertAnswered();
    }
  }

  @Test
  void whoSignsOutIsShownSoUntilTheNextSignIn() throws Exception {
    try (WsClient ada = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      HttpUser.delete(people.ada(), "/v1/sessions/current");

      assertThat(ada.next(Frame.Bye.class).code()).isEqualTo(CloseCode.REVOKED);
      Frame.Roster out = grace.next(Frame.Roster.class, r -> !signedOut(r).isEmpty());
      assertThat(signedOut(out)).containsExactly(people.ada().device());

      people.ada().again("ada");
      Frame.Roster back = grace.next(Frame.Roster.class, r -> r.version() > out.version());
      assertThat(signedOut(back)).isEmpty();
    }
  }

  @Test
  void signingOutEverywhereClosesEachSession() throws Exception {
    HttpUser phone = people.ada().secondDevice("ada");
    try (WsClient first = WsClient.hello(phone);
        WsClient second = WsClient.hello(people.ada());
        WsClient grace = WsClient.hello(people.grace())) {
      HttpUser.delete(people.ada(), "/v1/sessions");

      assertThat(first.next(Frame.Bye.class).code()).isEqualTo(CloseCode.REVOKED);
      assertThat(second.next(Frame.Bye.class).code()).isEqualTo(CloseCode.REVOKED);
      Frame.Roster told = grace.next(Frame.Roster.class, r -> signedOut(r).size() == 2);
      assertThat(signedOut(told)).containsExactlyInAnyOrder(phone.device(), people.ada().device());
    }
  }

  @Test
  void aRefreshTokenThatIsUsedTwiceSignsItsDeviceOut() throws Exception {
    try (WsClient grace = WsClient.hello(people.grace())) {
      people.ada().refreshed().refreshed();
      assertThat(people.ada().refusalOfRefresh()).isEqualTo("refresh-token-reused");

      Frame.Roster told = grace.next(Frame.Roster.class, r -> !signedOut(r).isEmpty());
      assertThat(signedOut(told)).containsExactly(people.ada().device());
    }
  }

  @Test
  void aSignInThatExpiresEndsLikeASignOut() throws Exception {
    clock.advance(Duration.ofDays(40));
    HttpUser active = people.grace().refreshed();
    clock.advance(Duration.ofDays(21));
    try (WsClient grace = WsClient.hello(active.refreshed())) {
      Frame.Roster told = grace.next(Frame.Roster.class, r -> !signedOut(r).isEmpty());
      assertThat(signedOut(told)).containsExactly(people.ada().device());
    }
  }

  @Test
  void aRevokedDeviceIsNamedNoMore() throws Exception {
    HttpUser phone = people.ada().secondDevice("ada");
    try (WsClient grace = WsClient.hello(people.grace())) {
      grace.next(Frame.Roster.class, r -> devices(r).contains(phone.device()));
      HttpUser.delete(people.ada(), "/v1/devices/" + phone.device());

      Frame.Roster told = grace.next(Frame.Roster.class, r -> !devices(r).contains(phone.device()));
      assertThat(devices(told)).contains(people.ada().device());
    }
  }

  private static List<UUID> signedOut(Frame.Roster roster) {
    return roster.members().stream().flatMap(member -> member.signedOut().stream()).toList();
  }

  private static List<UUID> devices(Frame.Roster roster) {
    return roster.members().stream().map(Member::devices).flatMap(List::stream).toList();
  }
}
