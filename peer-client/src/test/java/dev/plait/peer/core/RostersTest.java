package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whose status counts for a message (DLV-5). */
final class RostersTest {
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID ADA = new UUID(8, 1);
  private static final UUID SELF = new UUID(2, 1);
  private static final UUID ADAS_TABLET = new UUID(2, 2);
  private static final UUID GRACES_DEVICE = new UUID(2, 3);
  private final Rosters rosters = new Rosters(ADA, SELF, KeptRosters.NONE);

  @Test
  void theDevicesOfOthersCountAndTheOwnOnesDoNot() {
    members(ada(), grace(List.of(GRACES_DEVICE)));

    assertThat(rosters.targets(CONVERSATION)).contains(ADAS_TABLET, GRACES_DEVICE);
    assertThat(rosters.counted(CONVERSATION)).containsOnlyKeys(GRACES_DEVICE);
  }

  @Test
  void theOwnOnesCountWhereNobodyElseIsAMember() {
    members(ada());

    assertThat(rosters.counted(CONVERSATION)).containsOnlyKeys(ADAS_TABLET);
  }

  @Test
  void theyDoNotCountInPlaceOfSomebodyWithoutADevice() {
    members(ada(), grace(List.of()));

    assertThat(rosters.counted(CONVERSATION)).isEmpty();
  }

  private void members(Member... members) {
    rosters.put(new Frame.Roster(CONVERSATION, 1, ConversationKind.GROUP, "", List.of(members)));
  }

  private static Member ada() {
    return new Member(ADA, "ada", "Ada", true, true, List.of(SELF, ADAS_TABLET));
  }

  private static Member grace(List<UUID> devices) {
    return new Member(new UUID(8, 2), "grace", "Grace", true, true, devices);
  }
}
