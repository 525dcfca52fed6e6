package dev.plait.peer.core;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which devices are worth a data channel: those of accounts that are online, in conversations that
 * both sides have accepted, the most active conversations first. Owned by the peer's thread.
 */
final class ChannelWishes {
  private final Rosters rosters;
  private final Effects effects;
  private final int most;
  private final Predicate<UUID> hasChannel;
  private final Consumer<UUID> finish;
  private final Map<UUID, Boolean> there = new HashMap<>();
  private final LinkedHashSet<UUID> recent = new LinkedHashSet<>();
  private Map<UUID, UUID> wanted = Map.of();
  private boolean closing;

  /**
   * Wishes for nothing yet.
   *
   * @param hasChannel whether a device has an open channel now
   * @param finish ends the open channel to a device in good order (PTH-5)
   */
  ChannelWishes(
      Rosters rosters,
      Effects effects,
      int most,
      Predicate<UUID> hasChannel,
      Consumer<UUID> finish) {
    this.rosters = rosters;
    this.effects = effects;
    this.most = most;
    this.hasChannel = hasChannel;
    this.finish = finish;
  }

  void handlePresence(UUID account, boolean isThere) {
    if (!Objects.equals(there.put(account, isThere), isThere)) {
      handleChange();
    }
  }

  /** Nothing is known of anybody's presence any more; the channels that there are stay. */
  void handleLinkDown() {
    there.clear();
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

  /** No channel is worth it any more. */
  void handleClosing() {
    closing = true;
    handleChange();
  }

  void handleChange() {
    Map<UUID, UUID> next = closing ? Map.of() : choose();
    if (!next.equals(wanted)) {
      Set<UUID> before = wanted.keySet();
      wanted = next;
      effects.add(new CoreEffect.WantChannels(next));
      before.stream()
          .filter(device -> !next.containsKey(device) && hasChannel.test(device))
          .forEach(finish);
    }
  }

  private Map<UUID, UUID> choose() {
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
        if (member != null && worthIt(member.account(), device) && next.size() < most) {
          next.putIfAbsent(device, conversation);
        }
      }
    }
    return next;
  }

  /**
   * One that is wanted stays so while nothing is known of its account, and while its channel is
   * open: who has lost only the server is called offline, too.
   */
  private boolean worthIt(UUID account, UUID device) {
    Boolean isThere = there.get(account);
    if (isThere == null) {
      return wanted.containsKey(device);
    }
    return isThere || (wanted.containsKey(device) && hasChannel.test(device));
  }
}
