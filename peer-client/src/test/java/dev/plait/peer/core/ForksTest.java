package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A device that learns that its disk went back in time, or that a copy of it is in use (DLV-22).
 */
class ForksTest {
  private static final UUID SELF = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final long EPOCH = 5;
  private static final long NOW_MS = 1_790_000_000_000L;

  @Test
  void anIncarnationThatItNeverHadBeginsANewEpoch() {
    DeviceCore core = started(EpochStart.NEVER);

    core.handleLinkUp(welcome(999), NOW_MS);

    assertThat(begun(core))
        .extracting(CoreEffect.BeginEpoch::lastIncarnation)
        .containsExactly(999L);
  }

  @Test
  void oneOfItsOwnEarlierStartsDoesNot() {
    DeviceCore core = started(EpochStart.NEVER);

    core.handleLinkUp(welcome(41), NOW_MS);

    assertThat(begun(core)).isEmpty();
  }

  @Test
  void aServerThatKnowsNoneDoesNot() {
    DeviceCore core = started(EpochStart.NEVER);

    core.handleLinkUp(welcome(0), NOW_MS);

    assertThat(begun(core)).isEmpty();
  }

  @Test
  void aTargetThatHasMoreThanWasSaidBeginsOne() {
    DeviceCore core = started(EpochStart.NEVER);
    say(core);

    core.handleServerFrame(receipt(7), NOW_MS);

    assertThat(begun(core)).hasSize(1);
  }

  @Test
  void aTargetThatSaysSoAgainAtOnceBeginsNone() {
    DeviceCore core = started(ago(EpochStart.PAUSE_MIN_MS - 1, EpochStart.PAUSE_MIN_MS));
    say(core);

    core.handleServerFrame(receipt(7), NOW_MS);

    assertThat(begun(core)).isEmpty();
  }

  @Test
  void whatATargetSaidTooSoonBeginsOneWhenThePauseIsOver() {
    DeviceCore core = started(ago(EpochStart.PAUSE_MIN_MS - 1, EpochStart.PAUSE_MIN_MS));
    say(core);
    core.handleServerFrame(receipt(7), NOW_MS);
    assertThat(begun(core)).isEmpty();
    assertThat(core.deadlineMs()).isLessThanOrEqualTo(NOW_MS + 1);

    core.handleTimeout(NOW_MS + 1);

    assertThat(begun(core)).hasSize(1);
  }

  @Test
  void aCoreThatIsOverSaysNothingToOthersAndIsStillWritten() {
    DeviceCore core = started(EpochStart.NEVER);
    core.handleLinkUp(welcome(999), NOW_MS);
    core.handleSend(CONVERSATION, new UUID(3, 3), Bytes.utf8("one"), NOW_MS);

    List<CoreEffect> turn = polled(core);
    core.handleDurable(1, Map.of(), NOW_MS);

    assertThat(turn.getFirst()).isInstanceOf(CoreEffect.BeginEpoch.class);
    assertThat(turn).hasAtLeastOneElementOfType(CoreEffect.Persist.class);
    assertThat(turn.subList(1, turn.size()))
        .hasOnlyElementsOfTypes(CoreEffect.Persist.class, CoreEffect.Tell.class);
    assertThat(polled(core)).hasOnlyElementsOfType(CoreEffect.Tell.class);
  }

  @Test
  void whoSaysSoAgainAndAgainIsComplainedOfOnce() {
    DeviceCore core = started(ago(1, EpochStart.PAUSE_MIN_MS));
    say(core);

    core.handleServerFrame(receipt(7), NOW_MS);
    core.handleServerFrame(receipt(7), NOW_MS);

    List<CoreEffect> warnings = new ArrayList<>();
    for (CoreEffect effect; (effect = core.poll()) != null; ) {
      if (effect instanceof CoreEffect.Tell(PeerEvent.Warning _)) {
        warnings.add(effect);
      }
    }
    assertThat(warnings).hasSize(1);
  }

  @Test
  void eachThatTargetsBeginDoublesThePauseUpToAnHour() {
    assertThat(pauseAfterForged(EpochStart.NEVER)).isEqualTo(60_000);
    assertThat(pauseAfterForged(ago(60_000, 60_000))).isEqualTo(120_000);
    assertThat(pauseAfterForged(ago(3_000_000, 1_920_000))).isEqualTo(3_600_000);
    assertThat(pauseAfterForged(ago(3_600_000, 3_600_000))).isEqualTo(3_600_000);
  }

  @Test
  void oneThatHadToWaitDoublesItAsWell() {
    DeviceCore core = started(ago(119_999, 120_000));
    say(core);
    core.handleServerFrame(receipt(7), NOW_MS);
    assertThat(begun(core)).isEmpty();

    core.handleTimeout(NOW_MS + 1);

    assertThat(begun(core).getFirst().pauseMs()).isEqualTo(240_000);
  }

  @Test
  void afterADayOfQuietPausesBeginAnew() {
    assertThat(pauseAfterForged(ago(86_400_000, 3_600_000))).isEqualTo(60_000);
  }

  @Test
  void aClockThatWentBackEndsThePause() {
    assertThat(pauseAfterForged(ago(-1, 3_600_000))).isEqualTo(60_000);
  }

  @Test
  void theWordOfTheServerWaitsForNothingAndLeavesThePause() {
    DeviceCore core = started(ago(1, 240_000));

    core.handleLinkUp(welcome(999), NOW_MS);

    assertThat(begun(core).getFirst().pauseMs()).isEqualTo(240_000);
  }

  private static long pauseAfterForged(EpochStart start) {
    DeviceCore core = started(start);
    say(core);
    core.handleServerFrame(receipt(7), NOW_MS);
    return begun(core).getFirst().pauseMs();
  }

  private static EpochStart ago(long agoMs, long pauseMs) {
    return new EpochStart(NOW_MS - agoMs, pauseMs);
  }

  private static DeviceCore started(EpochStart start) {
    DeviceState state =
        new DeviceState(
            DirectRoster.ADA,
            SELF,
            EPOCH,
            start,
            List.of(42L, 41L),
            KeptClock.NONE,
            new KeptRosters(List.of(DirectRoster.of(CONVERSATION, SELF, OTHER)), KnownChanges.NONE),
            List.of(),
            List.of());
    return new DeviceCore(state, CoreSettings.of(8), NOW_MS);
  }

  private static void say(DeviceCore core) {
    core.handleLinkUp(welcome(0), NOW_MS);
    core.handleSend(CONVERSATION, new UUID(3, 3), Bytes.utf8("one"), NOW_MS);
    for (CoreEffect effect; (effect = core.poll()) != null; ) {
      if (effect instanceof CoreEffect.Persist(long ticket, var _) && ticket != 0) {
        core.handleDurable(ticket, Map.of(), NOW_MS);
      }
    }
  }

  private static Frame.Receipt receipt(long delivered) {
    StreamId stream = new StreamId(CONVERSATION, SELF, EPOCH);
    return new Frame.Receipt(stream, OTHER, delivered, 77, List.of(), List.of(), 0, null);
  }

  private static Frame.Welcome welcome(long lastIncarnation) {
    return new Frame.Welcome(
        new UUID(5, 5),
        DirectRoster.ADA,
        NOW_MS,
        NOW_MS + 600_000,
        10_000,
        100,
        1 << 20,
        lastIncarnation);
  }

  private static List<CoreEffect.BeginEpoch> begun(DeviceCore core) {
    return polled(core).stream()
        .filter(CoreEffect.BeginEpoch.class::isInstance)
        .map(CoreEffect.BeginEpoch.class::cast)
        .toList();
  }

  private static List<CoreEffect> polled(DeviceCore core) {
    List<CoreEffect> effects = new ArrayList<>();
    for (CoreEffect effect; (effect = core.poll()) != null; ) {
      effects.add(effect);
    }
    return effects;
  }
}
