package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.Renamed;
import dev.plait.protocol.wire.ServerFrame;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people are called, apart from rosters (SES-15). */
final class RenamedTest {
  private final FakeWorld world = new FakeWorld();
  private UUID grace;

  @BeforeEach
  void connect() {
    world.server(true);
    grace = world.roster(1).members().getLast().account();
    world.ada.events.clear();
  }

  private void told(ServerFrame frame) {
    world.ada.core.handleServerFrame(frame, world.nowMs);
    world.pass(100);
  }

  private String shown() {
    return graceIn(world.ada.core.conversations().getFirst()).displayName();
  }

  private Member graceIn(Frame.Roster roster) {
    return roster.members().stream()
        .filter(member -> member.account().equals(grace))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNewNameIsShownAndTheRosterStaysWhatItIs() {
    told(new Renamed(grace, 9, "Admiral"));

    assertThat(shown()).isEqualTo("Admiral");
    assertThat(world.ada.core.conversations().getFirst().version()).isEqualTo(1);
    assertThat(world.ada.core.knownChanges().latestChange()).isEqualTo(9);
    assertThat(world.ada.events)
        .filteredOn(PeerEvent.RosterChanged.class::isInstance)
        .singleElement()
        .isEqualTo(new PeerEvent.RosterChanged(world.ada.core.conversations().getFirst()));
  }

  @Test
  void whatIsToldTwiceOrLateChangesNothing() {
    told(new Renamed(grace, 9, "Admiral"));
    world.ada.events.clear();

    told(new Renamed(grace, 9, "Admiral"));
    told(new Renamed(grace, 8, "Commodore"));
    told(new Renamed(new UUID(99, 99), 10, "a stranger"));

    assertThat(shown()).isEqualTo("Admiral");
    assertThat(world.ada.events).isEmpty();
  }

  @Test
  void aRosterThatWasReadBeforeTheNameIsShownWithTheName() {
    told(new Renamed(grace, 9, "Admiral"));
    told(world.roster(7));

    assertThat(world.ada.core.conversations().getFirst().version()).isEqualTo(7);
    assertThat(shown()).isEqualTo("Admiral");
  }

  @Test
  void aServerThatWasPutBackIsBelievedInTheNextSession() {
    told(new Renamed(grace, 9, "Admiral"));
    String before = graceIn(world.roster(1)).displayName();

    world.server(false);
    world.server(true, List.of(world.roster(2), new Frame.Changes(2, true), new Frame.Live()));

    assertThat(shown()).isEqualTo(before);
    assertThat(world.ada.core.knownChanges().latestChange()).isEqualTo(2);
  }
}
