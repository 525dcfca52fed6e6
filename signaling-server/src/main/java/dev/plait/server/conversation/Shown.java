package dev.plait.server.conversation;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as its members see it: all of it once they have accepted, until then who asks.
 *
 * @param roster as those who take part see it
 * @param asked those who have not answered
 */
record Shown(Frame.Roster roster, Map<UUID, Asked> asked) {
  Shown {
    asked = Map.copyOf(asked);
  }

  /**
   * How somebody was asked.
   *
   * @param by who did
   * @param number the change by which the account came to see this, or saw it change last
   */
  record Asked(UUID by, long number) {}

  /** What an account sees; null when it is none of those. */
  Frame.@Nullable Roster to(UUID account) {
    Asked how = asked.get(account);
    if (how != null) {
      return request(account, how);
    }
    return roster.members().stream()
            .anyMatch(member -> member.account().equals(account) && member.accepted())
        ? roster
        : null;
  }

  /** One thin line: who asks, without a word on devices or on who else there is (CNS-3). */
  private Frame.Roster request(UUID account, Asked how) {
    List<Member> members = new ArrayList<>();
    for (Member member : roster.members()) {
      if (member.account().equals(account) || member.account().equals(how.by())) {
        members.add(
            new Member(
                member.account(),
                member.handle(),
                member.displayName(),
                member.nameVersion(),
                member.owner(),
                member.accepted(),
                List.of(),
                List.of()));
      }
    }
    return new Frame.Roster(
        roster.conversation(), how.number(), roster.kind(), roster.title(), members);
  }
}
