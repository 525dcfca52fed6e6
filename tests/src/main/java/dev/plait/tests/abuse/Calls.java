package dev.plait.tests.abuse;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an attacker asks of a node over HTTP. */
final class Calls {
  private static final int TOO_MANY = 429;

  private final Crowd crowd;
  private final Stranger device;

  Calls(Crowd crowd, Stranger device) {
    this.crowd = crowd;
    this.device = device;
  }

  /** Makes one call; false when it is refused for now. */
  boolean make(Attack attack) throws IOException, InterruptedException {
    return answer(attack).status() != TOO_MANY;
  }

  private Stranger.Answer answer(Attack attack) throws IOException, InterruptedException {
    String any = UUID.randomUUID().toString();
    return switch (attack) {
      case MANY_NAMES -> device.patch("/v1/profile", Map.of("displayName", any));
      case MANY_GROUPS -> {
        List<String> members = crowd.members().stream().map(UUID::toString).toList();
        Map<String, ?> group = Map.of("kind", "group", "title", any, "members", members);
        yield device.post("/v1/conversations", group);
      }
      default -> throw new IllegalArgumentException(attack + " is no matter of HTTP");
    };
  }
}
