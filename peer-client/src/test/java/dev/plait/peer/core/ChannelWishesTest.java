package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChannelWishesTest {
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID ADA = new UUID(8, 1);
  private static final UUID ADAS_DEVICE = new UUID(2, 1);
  private static final UUID GRACE = new UUID(8, 2);
  private static final UUID GRACES_DEVICE = new UUID(2, 2);

  private final Effects effects = new Effects();
  private final Rosters rosters = new Rosters(ADA, ADAS_DEVICE, KeptRosters.NONE);
  private final Set<UUID> open = new HashSet<>();
  private final Set<UUID> finished = new HashSet<>();
  private final ChannelWishes wishes =
      new ChannelWishes(rosters, effects, 8, open::contains, finished::add);

  ChannelWishesTest() {
    rosters.put(
        new Frame.Roster(
            CONVERSATION,
            1,
            ConversationKind.DIRECT,
            "",
            List.of(
                new Member(ADA, "ada", "Ada", true, true, List.of(ADAS_DEVICE)),
                new Member(GRACE, "grace", "Grace", true, true, List.of(GRACES_DEVICE)))));
  }

  @Test
  void whoIsOnlineIsWantedAndWhoGoesOfflineNoLonger() {
    wishes.handlePresence(GRACE, true, 0);
    assertThat(wanted()).containsExactly(Map.entry(GRACES_DEVICE, CONVERSATION));
    wishes.handlePresence(GRACE, false, 0);
    assertThat(wanted()).isEmpty();
  }

  @Test
  void whoIsGoneWhenTheServerComesBackIsNoLongerWanted() {
    wishes.handlePresence(GRACE, true, 0);
    assertThat(wanted()).isNotEmpty();
    wishes.handleLinkDown();
    wishes.handleChange(0);
    assertThat(wanted()).as("nothing new while nothing is known").isNull();
    wishes.handlePresence(GRACE, false, 0);
    assertThat(wanted()).isEmpty();
  }

  @Test
  void anOpenChannelStaysThoughItsPeerHasLostTheServerUntilItCloses() {
    wishes.handlePresence(GRACE, true, 0);
    assertThat(wanted()).isNotEmpty();
    open.add(GRACES_DEVICE);
    wishes.handlePresence(GRACE, false, 0);
    assertThat(wanted()).isNull();
    open.remove(GRACES_DEVICE);
    wishes.handleChange(0);
    assertThat(wanted()).isEmpty();
  }

  @Test
  void theOpenChannelOfWhoIsNoLongerWantedIsFinished() {
    wishes.handlePresence(GRACE, true, 0);
    open.add(GRACES_DEVICE);
    wishes.handleClosing(0);
    assertThat(wanted()).isEmpty();
    assertThat(finished).containsExactly(GRACES_DEVICE);
    wishes.handlePresence(GRACE, false, 0);
    wishes.handlePresence(GRACE, true, 0);
    assertThat(wanted()).as("nothing is wanted at the end").isNull();
  }

  /** The latest wish, null when there was none since the last call. */
  private @Nullable Map<UUID, UUID> wanted() {
    Map<UUID, UUID> latest = null;
    for (CoreEffect effect; (effect = effects.poll()) != null; ) {
      if (effect instanceof CoreEffect.WantChannels(var channels)) {
        latest = channels;
      }
    }
    return latest;
  }
}
