package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.delivery.SenderLimits;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that is out, as the others see it and as it sees itself (SES-13). */
final class SignedOutTest {
  private final FakeWorld world = new FakeWorld();

  @BeforeEach
  void talkDirectly() {
    world.server(true);
    world.graceIsOnline();
    world.openChannel();
    world.say(world.ada, "before");
  }

  @Test
  void aDeviceThatTheRosterShowsAsSignedOutIsSpokenToByTheServerOnly() {
    world.told(world.ada, rosterWith(List.of(world.grace.device)));

    assertThat(world.channelUp).isFalse();
    world.say(world.ada, "after");
    assertThat(world.grace.heard()).containsExactly("before by DIRECT", "after by RELAY");
  }

  /** A conversation may be gone without this device having heard of it (SES-3). */
  @Test
  void whatAnotherConversationSaysOfItCountsNoMore() {
    world.told(world.ada, world.group());
    world.told(world.grace, world.group());

    world.told(world.ada, rosterWith(List.of(world.grace.device)));

    assertThat(world.channelUp).isFalse();
    assertThat(world.adaWants).isEmpty();
    world.told(world.ada, world.roster(3));
    assertThat(world.adaWants).containsExactly(world.grace.device);
  }

  @Test
  void whatWasUnderWayToItIsPostedOnce() {
    int before = world.posts;
    world.blackHole = true;
    world.say(world.ada, "under way");

    world.told(world.ada, rosterWith(List.of(world.grace.device)));

    assertThat(world.posts - before).isEqualTo(1);
  }

  @Test
  void aChannelThatOpensToItIsClosedAtOnce() {
    world.told(world.ada, rosterWith(List.of(world.grace.device)));

    world.openChannel();

    assertThat(world.channelUp).isFalse();
  }

  @Test
  void noChannelOpensToADeviceThatIsTold() {
    world.ada.core.handleOut(world.nowMs);

    world.openChannel();

    assertThat(world.channelUp).isFalse();
  }

  @Test
  void nothingIsTakenFromItsChannelWhateverItSays() {
    world.told(world.ada, rosterWith(List.of(world.grace.device)));

    world.speak(notHeard());

    assertThat(world.ada.heard()).isEmpty();
  }

  @Test
  void itsSignalsAreNotAnswered() {
    world.told(world.ada, rosterWith(List.of(world.grace.device)));
    int before = world.signalled;

    world.told(world.ada, new Frame.Signal(FakeWorld.CONVERSATION, world.grace.device, "{}"));

    assertThat(world.signalled).isEqualTo(before);
  }

  @Test
  void aDeviceThatSignsInAgainIsOneLikeBefore() {
    world.told(world.ada, rosterWith(List.of(world.grace.device)));
    assertThat(world.adaWants).isEmpty();

    world.told(world.ada, world.roster(3));

    assertThat(world.adaWants).containsExactly(world.grace.device);
  }

  @Test
  void aDeviceThatIsToldSoEndsItsChannelsAndTakesNothingMore() {
    world.ada.core.handleOut(world.nowMs);
    world.say(world.ada, "kept");
    world.speak(notHeard());

    assertThat(world.channelUp).isFalse();
    assertThat(world.grace.heard()).containsExactly("before by DIRECT");
    assertThat(world.ada.heard()).isEmpty();
    assertThat(world.ada.core.settled()).as("what was said waits").isFalse();

    world.server(true);
    world.told(world.ada, new Frame.Presence(world.grace.account, PresenceState.ONLINE, 0));
    assertThat(world.adaWants).containsExactly(world.grace.device);
    assertThat(world.grace.heard()).containsExactly("before by DIRECT", "kept by RELAY");
  }

  /** What is too large for a channel goes by the server, and takes room in the channel's window. */
  @Test
  void whatWaitedForTheServerDoesNotGoOverAChannelWhenTheDeviceIsTold() {
    world.openChannel(2, 16_384);
    world.serverUp = false;
    String large = "x".repeat(Limits.BODY_BYTES);
    for (long bytes = 0; bytes < SenderLimits.DEFAULT.directBytes(); bytes += large.length()) {
      world.say(world.ada, large);
    }
    world.say(world.ada, "finds no room");

    world.ada.core.handleOut(world.nowMs);

    List<CoreEffect> effects = new ArrayList<>();
    for (CoreEffect effect; (effect = world.ada.core.poll()) != null; ) {
      effects.add(effect);
    }
    assertThat(effects)
        .hasAtLeastOneElementOfType(CoreEffect.ChannelFinished.class)
        .doesNotHaveAnyElementsOfTypes(CoreEffect.ToPeer.class);
  }

  private Frame.Entries notHeard() {
    Entry entry = new Entry(1, new UUID(0, 1), 1, Bytes.utf8("not heard"));
    StreamId stream = new StreamId(FakeWorld.CONVERSATION, world.grace.device, 2);
    return new Frame.Entries(stream, false, List.of(new AddressedEntry(entry, 0, null)));
  }

  private Frame.Roster rosterWith(List<UUID> signedOut) {
    return new Frame.Roster(
        FakeWorld.CONVERSATION,
        2,
        ConversationKind.DIRECT,
        "",
        List.of(
            new Member(world.ada.account, "ada", "ada", true, true, List.of(world.ada.device)),
            new Member(
                world.grace.account,
                "grace",
                "grace",
                true,
                true,
                List.of(world.grace.device),
                signedOut)));
  }
}
