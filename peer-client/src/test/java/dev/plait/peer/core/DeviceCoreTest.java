package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.RequestBox;
import dev.plait.protocol.wire.StreamId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DeviceCoreTest {
  private final FakeWorld world = new FakeWorld();

  @Test
  void aMessageGoesThroughTheServerAndIsDelivered() {
    world.server(true);

    world.say(world.ada, "hello");

    assertThat(world.grace.heard()).containsExactly("hello by RELAY");
    assertThat(statuses()).containsExactly(Status.SENT, Status.DELIVERED);
  }

  @Test
  void whatWasSaidWithoutAnyPathGoesOutWhenOneIsThere() {
    world.say(world.ada, "one");
    world.say(world.ada, "two");

    world.server(true);

    assertThat(world.grace.heard()).containsExactly("one by RELAY", "two by RELAY");
  }

  /** TRN-3. */
  @Test
  void aProvenChannelTakesOverAndASilentOneHandsBackWithoutLoss() {
    world.server(true);
    world.openChannel();
    world.say(world.ada, "one");
    world.blackHole = true;
    world.say(world.ada, "two");
    world.pass(4_000);
    world.say(world.ada, "three");

    assertThat(world.grace.heard())
        .containsExactly("one by DIRECT", "two by RELAY", "three by RELAY");
  }

  @Test
  void aChannelWhoseOtherSideBreaksARuleIsClosedAndTheRelayCarriesOn() {
    world.server(true);
    world.openChannel();

    StreamId strange = new StreamId(FakeWorld.CONVERSATION, new UUID(2, 3), 1);
    Entry entry = new Entry(1, new UUID(0, 1), 1, Bytes.utf8("x"));
    world.speak(new Frame.Entries(strange, false, List.of(new AddressedEntry(entry, 0, null))));
    world.say(world.grace, "one");

    assertThat(world.channelUp).isFalse();
    assertThat(world.ada.heard()).containsExactly("one by RELAY");
  }

  @Test
  void aChannelCarriesOnWhileTheServerIsAway() {
    world.server(true);
    world.openChannel();
    world.server(false);

    world.say(world.ada, "one");

    assertThat(world.grace.heard()).containsExactly("one by DIRECT");
  }

  @Test
  void whatTheOtherSideDropsOfAChannelItGetsFromTheServerAtOnce() {
    world.server(true);
    world.told(world.ada, world.group());
    world.told(world.grace, world.group());
    world.openChannel();
    world.told(world.ada, world.request(2));
    world.told(world.grace, world.request(2));
    world.say(world.ada, "a request");

    world.told(world.ada, world.roster(3));
    world.say(world.ada, "before Grace hears of it");
    world.told(world.grace, world.roster(3));
    world.say(world.ada, "after it");
    int posts = world.posts;
    world.say(world.ada, "as usual");

    assertThat(world.grace.heard())
        .containsExactly(
            "a request by RELAY",
            "before Grace hears of it by RELAY",
            "after it by DIRECT",
            "as usual by DIRECT");
    assertThat(world.posts).as("it has acked over the channel").isEqualTo(posts);
  }

  @Test
  void whoComesBackWhileAChannelIsOpenIsWrittenToByTheServerAsWell() {
    world.server(true);
    world.told(world.ada, world.group());
    world.told(world.grace, world.group());
    world.openChannel();
    world.told(world.grace, new Frame.Gone(FakeWorld.CONVERSATION, 2));
    world.told(world.ada, world.withoutGrace(2));
    world.say(world.ada, "unheard");

    world.told(world.ada, world.roster(3));
    world.say(world.ada, "welcome back");

    assertThat(world.grace.heard()).containsExactly("welcome back by RELAY");
  }

  @Test
  void nothingGoesOverAChannelAfterItsEndWasSaid() {
    world.server(true);
    world.graceIsOnline();
    world.openChannel();
    world.say(world.ada, "one");

    world.ada.core.handleClosing(world.nowMs);
    world.say(world.ada, "two");
    world.say(world.grace, "three");
    world.pass(3_000);

    assertThat(world.grace.heard()).containsExactly("one by DIRECT", "two by RELAY");
    assertThat(world.ada.heard()).containsExactly("three by RELAY");
    assertThat(world.channelUp).as("closed once both have said so").isFalse();
  }

  @Test
  void eachTimeAPongIsLateIsCounted() {
    world.server(true);
    world.openChannel();
    assertThat(hedges()).isZero();

    world.blackHole = true;
    world.pass(1_500);
    world.say(world.ada, "late");
    assertThat(world.grace.heard()).containsExactly("late by RELAY");
    assertThat(hedges()).isEqualTo(1);

    world.blackHole = false;
    world.pass(1_500);
    assertThat(hedges()).as("in time again").isEqualTo(1);
    world.blackHole = true;
    world.pass(1_500);
    assertThat(hedges()).isEqualTo(2);
  }

  private long hedges() {
    return world.ada.core.paths(FakeWorld.CONVERSATION).getFirst().hedges();
  }

  @Test
  void aReadMarkerMakesTheMessageRead() {
    world.server(true);
    world.ada.core.handleSend(
        FakeWorld.CONVERSATION,
        UUID.randomUUID(),
        ContentCodec.encode(new Content.Text("hello")),
        world.nowMs);
    world.pass(100);

    world.grace.core.handleMarkRead(FakeWorld.CONVERSATION, UUID::randomUUID, world.nowMs);
    world.pass(100);

    assertThat(statuses()).endsWith(Status.READ);
  }

  @Test
  void aConversationThatTheServerDoesNotTellOfAnyMoreIsGone() {
    world.say(world.ada, "to nobody");
    world.adaWasRemoved();

    assertThat(world.ada.core.conversations()).isEmpty();
    assertThat(world.ada.events)
        .contains(new PeerEvent.ConversationGone(FakeWorld.CONVERSATION))
        .anyMatch(
            event ->
                event instanceof PeerEvent.Undelivered undelivered
                    && undelivered.code() == RefusalCode.NOT_A_MEMBER);
    assertThat(world.ada.core.settled()).isTrue();
  }

  @Test
  void aConversationOfWhichWhatIsToldCannotBeReadStays() {
    world.server(true);
    world.server(false);
    world.server(true, List.of());
    world.ada.core.handleUnreadable(FakeWorld.CONVERSATION, "roster.kind: must be direct or group");
    world.ada.core.handleUnreadable(FakeWorld.CONVERSATION, "roster.kind: must be direct or group");
    world.ada.core.handleServerFrame(new Frame.Changes(5, true), world.nowMs);
    world.pass(100);

    assertThat(world.ada.core.conversations()).hasSize(1);
    assertThat(world.ada.core.knownChanges().throughChange()).as("told again").isEqualTo(1);
    assertThat(world.ada.events)
        .filteredOn(PeerEvent.Warning.class::isInstance)
        .singleElement()
        .asString()
        .contains("set aside", "must be direct or group");
  }

  @Test
  void aConversationStaysWhileTheServerHasNotToldOfAll() {
    world.say(world.ada, "later");
    world.server(true, List.of());
    world.server(false);
    world.server(true);

    assertThat(world.grace.heard()).containsExactly("later by RELAY");
  }

  @Test
  void theFirstRosterOfASessionCountsThoughItsVersionIsLowerThanBefore() {
    world.ada.core.handleServerFrame(world.roster(7), world.nowMs);
    world.say(world.ada, "still a member");

    world.server(true, List.of(world.roster(3), new Frame.Changes(3, true), new Frame.Live()));
    world.ada.core.handleServerFrame(world.roster(2), world.nowMs);

    assertThat(world.ada.core.conversations()).containsExactly(world.roster(3));
    assertThat(world.grace.heard()).containsExactly("still a member by RELAY");
  }

  /**
   * What a session begins with is read before what changes meanwhile is told, and may come after
   * it.
   */
  @Test
  void whatWasOvertakenBySomethingLaterIsNotBelieved() {
    world.server(true, List.of());
    world.told(world.ada, new Frame.Gone(FakeWorld.CONVERSATION, 5));
    world.told(world.ada, world.roster(4));
    assertThat(world.ada.core.conversations()).isEmpty();

    world.told(world.ada, world.roster(7));
    world.told(world.ada, new Frame.Gone(FakeWorld.CONVERSATION, 5));
    assertThat(world.ada.core.conversations()).containsExactly(world.roster(7));
  }

  @Test
  void aTargetThatLeftBeforeACrashIsLetGoWhenTheDeviceStartsAgain() {
    UUID left = new UUID(2, 9);

    DeviceCore core = new DeviceCore(said(left), CoreSettings.of(8), world.nowMs);

    assertThat(core.settled()).isTrue();
  }

  @Test
  void aTooLargeMessageAndAnUnknownConversationAreRefused() {
    Bytes large = Bytes.of(new byte[Limits.BODY_BYTES + 1]);

    assertThat(
            world.ada.core.handleSend(FakeWorld.CONVERSATION, new UUID(0, 1), large, world.nowMs))
        .isEqualTo(new SendResult.NotTaken(SendResult.Refusal.TOO_LARGE));
    assertThat(
            world.ada.core.handleSend(new UUID(9, 9), new UUID(0, 1), Bytes.utf8("x"), world.nowMs))
        .isEqualTo(new SendResult.NotTaken(SendResult.Refusal.NOT_A_MEMBER));
  }

  /** The roster that says so was kept, and then came a crash. */
  @Test
  void theDevicesOfWhoHasAcceptedTakeOverWhenTheDeviceStartsAgain() {
    UUID box = RequestBox.of(FakeWorld.CONVERSATION, world.grace.account);

    DeviceCore core = new DeviceCore(said(box), CoreSettings.of(8), world.nowMs);

    assertThat(core.settled()).isFalse();
    assertThat(Stream.iterate(core.poll(), Objects::nonNull, _ -> core.poll()))
        .contains(
            new CoreEffect.Tell(
                new PeerEvent.TargetReplaced(
                    new StreamId(FakeWorld.CONVERSATION, world.ada.device, 1),
                    box,
                    List.of(world.grace.device),
                    List.of(new Range(1, 1)))));
  }

  @Test
  void nothingIsSaidInARequest() {
    world.told(world.ada, request());

    assertThat(
            world.ada.core.handleSend(
                FakeWorld.CONVERSATION, new UUID(0, 1), Bytes.utf8("x"), world.nowMs))
        .isEqualTo(new SendResult.NotTaken(SendResult.Refusal.NOT_ACCEPTED));
  }

  private Frame.Roster request() {
    Member self = new Member(world.ada.account, "ada", "", false, false, List.of());
    return new Frame.Roster(FakeWorld.CONVERSATION, 9, ConversationKind.DIRECT, "", List.of(self));
  }

  /** One entry of Ada's, stored for a target that is none in the roster. */
  private DeviceState said(UUID target) {
    StreamId stream = new StreamId(FakeWorld.CONVERSATION, world.ada.device, 1);
    return new DeviceState(
        world.ada.account,
        world.ada.device,
        1,
        EpochStart.NEVER,
        List.of(),
        KeptClock.NONE,
        new KeptRosters(List.of(world.roster(2)), KnownChanges.NONE),
        List.of(
            new DeviceState.OutStream(
                stream,
                2,
                List.of(new DeviceState.Target(target, 1, 1, 0, 0, 0, List.of())),
                List.of(
                    new DeviceState.Pending(
                        new Entry(1, new UUID(0, 1), 1, Bytes.utf8("to who left")),
                        List.of(new DeviceState.PendingTarget(target, 0, null, true)),
                        false)),
                List.of())),
        List.of());
  }

  private List<Status> statuses() {
    return world.ada.events.stream()
        .filter(PeerEvent.StatusChanged.class::isInstance)
        .map(event -> ((PeerEvent.StatusChanged) event).status())
        .toList();
  }
}
