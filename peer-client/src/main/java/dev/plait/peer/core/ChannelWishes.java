package dev.plait.peer.core;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which devices are worth a data channel: those of accounts that are online, in conversations that
 * both sides have accepted, the most active conversations first. Owned by the peer's thread.
 */
final class ChannelWishes {
  private final Rosters rosters;
  private final Effects effects;
  private final int most;
  private final Set<UUID> online = new HashSet<>();
  private final LinkedHashSet<UUID> recent = new LinkedHashSet<>();
  private Map<UUID, UUID> wanted = Map.of();

  ChannelWishes(Rosters rosters, Effects effects, int most) {
    this.rosters = rosters;
    this.effects = effects;
    this.most = most;
  }

  void handlePresence(UUID account, boolean there) {
    if (there ? online.add(account) : online.remove(account)) {
      handleChange();
    }
  }

  /** Nothing is known of anybody's presence any more; the channels that there are stay. */
  void handleLinkDown() {
    online.clear();
  }

  /** Something was said: the conversation moves to the front. */
  void handleActivity(UUID conversation) {
    if (!recent.isEmpty() && recent.getLast().equals(conversation)) {
      return;
    }
    recent.remove(conversation);
    recent.add(conversation);
    handleChange();
  }

  void handleChange() {
    Map<UUID, UUID> next = new LinkedHashMap<>();
    List<UUID> order = new ArrayList<>(recent.reversed());
    for (Frame.Roster roster : rosters.all()) {
      if (!recent.contains(roster.conversation())) {
        order.add(roster.conversation());
      }
    }
    for (UUID conversation : order) {
      for (UUID device : rosters.directDevices(conversation)) {
        Member member = rosters.memberOf(conversation, device);
        if (member != null
            && (online.contains(member.account()) || wanted.containsKey(device))
            && next.size() < most) {
          next.putIfAbsent(device, conversation);
        }
      }
    }
    if (!next.equals(wanted)) {
      wanted = next;
      effects.add(new CoreEffect.WantChannels(next));
    }
  }
}
