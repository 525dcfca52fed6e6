package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A group whose members go together, and a server that takes one entry at a time. */
final class TargetsGoneTest {
  private static final UUID GROUP = new UUID(1, 1);
  private static final UUID ADA = new UUID(8, 1);
  private static final UUID ADAS = new UUID(2, 1);
  private static final long NOW_MS = 1_000;

  private final DeviceCore ada =
      new DeviceCore(DeviceState.empty(ADA, ADAS, 1), CoreSettings.of(8), NOW_MS);

  @Test
  void nothingIsPostedForAMemberWhoGoesTogetherWithWhomTheServerWasBusyFor() {
    ada.handleLinkUp(
        new Frame.Welcome(new UUID(5, 5), ADA, NOW_MS, 600_000, 10_000, 1, 1 << 20, 0), NOW_MS);
    told(roster(1, 2));
    say(1);
    assertThat(posts()).hasSize(1);
    told(roster(2, 2, 3));
    say(2);
    assertThat(posts()).as("no room").isEmpty();

    told(new Frame.Gone(GROUP, 9));

    assertThat(posts()).isEmpty();
  }

  private void told(ServerFrame frame) {
    ada.handleServerFrame(frame, NOW_MS);
  }

  private void say(int n) {
    ada.handleSend(GROUP, new UUID(3, n), Bytes.utf8("m" + n), NOW_MS);
  }

  /** What goes to the server, with all writes on disk at once. */
  private List<Frame.Post> posts() {
    List<Frame.Post> posts = new ArrayList<>();
    for (CoreEffect effect; (effect = ada.poll()) != null; ) {
      if (effect instanceof CoreEffect.Persist(long ticket, var _)) {
        ada.handleDurable(ticket, Map.of(), NOW_MS);
      } else if (effect instanceof CoreEffect.ToServer(Frame.Post post)) {
        posts.add(post);
      }
    }
    return posts;
  }

  /** Ada and the people with these numbers, each with one device. */
  private static Frame.Roster roster(long version, int... people) {
    List<Member> members = new ArrayList<>();
    members.add(new Member(ADA, "ada", "Ada", true, true, List.of(ADAS)));
    for (int n : people) {
      members.add(
          new Member(new UUID(8, n), "p" + n, "P" + n, false, true, List.of(new UUID(2, n))));
    }
    return new Frame.Roster(GROUP, version, ConversationKind.GROUP, "", members);
  }
}
