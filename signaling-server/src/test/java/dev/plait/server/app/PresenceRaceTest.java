package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.PresenceState;
import dev.plait.server.account.LastSeen;
import dev.plait.server.app.TestNode.User;
import dev.plait.server.presence.PresenceBoard;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presence that is being told in the moment of a block. */
class PresenceRaceTest {
  /** Whoever is told first is slow to take it, and the others are blocked meanwhile. */
  @Test
  void whoIsBlockedWhileOthersAreToldHearsInTheEndThatNobodyIsThere(@TempDir Path data) {
    try (TestNode node = TestNode.start(data, Map.of())) {
      User ada = node.signUp("ada");
      List<User> friends = List.of(node.signUp("grace"), node.signUp("joan"), node.signUp("eve"));
      Map<User, String> shared = new HashMap<>();
      friends.forEach(friend -> shared.put(friend, befriend(node, ada, friend)));
      Map<UUID, PresenceState> last = new HashMap<>();
      PresenceBoard board =
          new PresenceBoard(
              node.parts().directory(),
              new LastSeen(node.parts().database()),
              (devices, news) -> {
                if (last.isEmpty()) {
                  friends.stream()
                      .filter(friend -> !devices.contains(friend.deviceId()))
                      .forEach(
                          friend -> block(node, ada, Objects.requireNonNull(shared.get(friend))));
                }
                devices.forEach(device -> last.put(device, news.state()));
              },
              InstantSource.system());

      board.enter(ada.accountId(), 1);

      assertThat(last.values())
          .containsExactlyInAnyOrder(
              PresenceState.ONLINE, PresenceState.OFFLINE, PresenceState.OFFLINE);
    }
  }

  private static String befriend(TestNode node, User one, User other) {
    String conversation =
        node.post(
                one,
                "/v1/conversations",
                Map.of("kind", "direct", "members", List.of(other.account())))
            .text("conversation");
    node.post(other, "/v1/conversations/" + conversation + "/accept", Map.of());
    return conversation;
  }

  private static void block(TestNode node, User who, String conversation) {
    String path = "/v1/conversations/" + conversation + "/block";
    assertThat(node.post(who, path, Map.of()).status()).isLessThan(300);
  }
}
