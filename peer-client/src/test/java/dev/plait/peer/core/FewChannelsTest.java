package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** More devices are worth a channel than there may be channels. */
final class FewChannelsTest {
  private static final UUID ADA = new UUID(8, 0);
  private static final UUID ADAS_DEVICE = new UUID(2, 0);
  private static final long HELD_MS = ChannelWishes.PLACE_HELD_MS;

  /** Ada's device, which has a conversation with each of some people, all of them there. */
  private static final class World {
    final int most;
    final Set<UUID> open = new HashSet<>();
    final List<UUID> finished = new ArrayList<>();
    final Effects effects = new Effects();
    final Rosters rosters = new Rosters(ADA, ADAS_DEVICE, KeptRosters.NONE);
    final ChannelWishes wishes;
    Set<UUID> wanted = Set.of();
    int changes;

    World(int most, int people) {
      this.most = most;
      wishes = new ChannelWishes(rosters, effects, most, open::contains, finished::add);
      for (int n = 1; n <= people; n++) {
        meet(conversation(n), n, List.of(device(n)));
      }
    }

    /** A conversation with that person, who has those devices and is there. */
    void meet(UUID conversation, int n, List<UUID> devices) {
      rosters.put(roster(conversation, n, devices));
      wishes.handlePresence(account(n), true, 0);
      wishes.handleChange(0);
      drain();
    }

    static Frame.Roster roster(UUID conversation, int n, List<UUID> devices) {
      return new Frame.Roster(
          conversation,
          1,
          ConversationKind.DIRECT,
          "",
          List.of(
              new Member(ADA, "ada", "Ada", true, true, List.of(ADAS_DEVICE)),
              new Member(account(n), "p" + n, "P" + n, true, true, devices)));
    }

    void said(int n, long nowMs) {
      wishes.handleActivity(conversation(n), nowMs);
      drain();
    }

    void unreachable(UUID device, long nowMs) {
      wishes.handleUnreachable(device, nowMs);
      drain();
    }

    /** Whatever is wanted opens at once. */
    void drain() {
      for (CoreEffect effect; (effect = effects.poll()) != null; ) {
        if (effect instanceof CoreEffect.WantChannels(var channels)) {
          assertThat(channels.size()).isLessThanOrEqualTo(most);
          wanted = channels.keySet();
          changes++;
          open.retainAll(wanted);
        }
      }
    }
  }

  @Test
  void anOpenChannelKeepsItsPlaceWhileItsConversationIsNotIdle() {
    World world = new World(2, 3);
    world.said(1, 0);
    world.said(2, 0);
    world.open.addAll(world.wanted);

    for (long nowMs = 1; nowMs < 4 * HELD_MS; nowMs += 1_000) {
      world.said(3, nowMs);
      world.said(1, nowMs);
      world.said(2, nowMs);
    }

    assertThat(world.wanted).containsExactlyInAnyOrder(device(1), device(2));
    assertThat(world.finished).isEmpty();
  }

  @Test
  void theIdlestChannelGivesItsPlaceToAConversationThatIsActive() {
    World world = new World(2, 4);
    world.said(1, 0);
    world.said(2, 1_000);
    world.open.addAll(world.wanted);

    world.said(3, HELD_MS - 1);
    assertThat(world.wanted).containsExactlyInAnyOrder(device(1), device(2));

    world.said(3, 2 * HELD_MS);
    assertThat(world.wanted).containsExactlyInAnyOrder(device(2), device(3));
    assertThat(world.finished).containsExactly(device(1));

    world.said(1, 2 * HELD_MS + 1);
    assertThat(world.wanted).containsExactlyInAnyOrder(device(1), device(3));
    world.said(2, 2 * HELD_MS + 2);
    assertThat(world.wanted).containsExactlyInAnyOrder(device(1), device(3));
  }

  @Test
  void aPlaceThatNobodyHasUsedYetGoesToTheFirstConversationThatIsActive() {
    World world = new World(2, 3);
    assertThat(world.wanted).containsExactlyInAnyOrder(device(1), device(2));

    world.said(3, 5);

    assertThat(world.wanted).hasSize(2).contains(device(3));
  }

  @Test
  void theConversationThatADeviceIsSignalledInStaysTheSame() {
    World world = new World(2, 1);
    UUID second = new UUID(1, 99);
    world.meet(second, 1, List.of(device(1)));
    world.said(1, 0);
    int before = world.changes;

    for (int i = 0; i < 10; i++) {
      world.wishes.handleActivity(second, i);
      world.said(1, i);
    }

    assertThat(world.changes).isEqualTo(before);
  }

  @Test
  void aDeviceThatIsNotReachedGivesWayUntilItIsHeardOf() {
    World world = new World(2, 1);
    UUID tablet = new UUID(2, 50);
    UUID phone = new UUID(2, 51);
    world.meet(conversation(2), 2, List.of(tablet, phone));
    world.said(2, 0);
    assertThat(world.wanted).as("each device counts").containsExactlyInAnyOrder(tablet, phone);

    world.unreachable(tablet, 1);
    assertThat(world.wanted).containsExactlyInAnyOrder(phone, device(1));

    world.said(2, 2);
    assertThat(world.wanted).containsExactlyInAnyOrder(phone, device(1));

    world.wishes.handleReachable(tablet, 3);
    world.said(2, 4);
    assertThat(world.wanted).containsExactlyInAnyOrder(phone, tablet);
  }

  @Test
  void aDeviceThatIsNotReachedIsStillTriedWhenNobodyElseNeedsItsPlace() {
    World world = new World(2, 2);

    world.unreachable(device(1), 1);

    assertThat(world.wanted).containsExactlyInAnyOrder(device(1), device(2));
  }

  @Test
  void aMessageFromADeviceThatIsConnectedTellsThatItIsReached() {
    DeviceCore core = new DeviceCore(DeviceState.empty(ADA, ADAS_DEVICE, 1), CoreSettings.of(1), 0);
    for (int n : List.of(1, 2)) {
      core.handleServerFrame(World.roster(conversation(n), n, List.of(device(n))), 0);
      core.handleServerFrame(new Frame.Presence(account(n), PresenceState.ONLINE, 0), 0);
    }
    assertThat(lastWish(core)).containsExactly(device(1));

    core.handleServerFrame(
        new Frame.Refused(0, RefusalCode.NOT_REACHABLE, "", null, device(1), List.of(), 0), 1);
    assertThat(lastWish(core)).containsExactly(device(2));

    StreamId stream = new StreamId(conversation(1), device(1), 1);
    Entry entry = new Entry(1, new UUID(0, 1), 1, Bytes.utf8("here I am"));
    core.handleServerFrame(
        new Frame.Entries(stream, false, List.of(new AddressedEntry(entry, 0, null))), 2);
    assertThat(lastWish(core)).containsExactly(device(1));
  }

  private static Set<UUID> lastWish(DeviceCore core) {
    Set<UUID> last = Set.of();
    for (CoreEffect effect; (effect = core.poll()) != null; ) {
      if (effect instanceof CoreEffect.WantChannels(var channels)) {
        last = channels.keySet();
      } else if (effect instanceof CoreEffect.Persist(long ticket, var _)) {
        core.handleDurable(ticket, Map.of(), 3);
      }
    }
    return last;
  }

  /** Whoever speaks whenever: within the time that a place is held, each place changes once. */
  @Property(tries = 500)
  void channelsChangeNoMoreOftenThanPlacesAreHeld(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int most) {
    Random random = new Random(seed);
    int people = most + 1 + random.nextInt(8);
    World world = new World(most, people);
    world.open.addAll(world.wanted);
    ArrayDeque<Long> ends = new ArrayDeque<>();
    long nowMs = 0;
    for (int i = 0; i < 400; i++) {
      nowMs += random.nextInt(random.nextInt(4) == 0 ? (int) HELD_MS : 200);
      Set<UUID> before = world.wanted;
      world.said(1 + random.nextInt(people), nowMs);
      for (UUID device : before) {
        if (!world.wanted.contains(device)) {
          ends.add(nowMs);
        }
      }
      world.open.addAll(world.wanted);
      while (!ends.isEmpty() && ends.peek() <= nowMs - HELD_MS) {
        ends.remove();
      }
      assertThat(ends.size()).isLessThanOrEqualTo(most);
      assertThat(world.wanted).hasSize(most);
    }
  }

  private static UUID account(int n) {
    return new UUID(8, n);
  }

  private static UUID device(int n) {
    return new UUID(2, n);
  }

  private static UUID conversation(int n) {
    return new UUID(1, n);
  }
}
