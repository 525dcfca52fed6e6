package dev.plait.peer.core;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.List;
import java.util.UUID;

/** A direct conversation of Ada's with Grace, accepted by both, each with one device. */
public final class DirectRoster {
  /** Ada's account. */
  public static final UUID ADA = new UUID(8, 1);

  private static final UUID GRACE = new UUID(8, 2);

  private DirectRoster() {}

  /** The first version of its roster. */
  public static Frame.Roster of(UUID conversation, UUID adas, UUID graces) {
    return new Frame.Roster(
        conversation,
        1,
        ConversationKind.DIRECT,
        "",
        List.of(
            new Member(ADA, "ada", "Ada", true, true, List.of(adas)),
            new Member(GRACE, "grace", "Grace", false, true, List.of(graces))));
  }
}
