package dev.plait.peer.core;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
 * Which devices have a place among the few data channels: those of accounts that are online, in
 * conversations that both sides have accepted. Each device counts, since a channel leads to one
 * device. A place is kept while something is said in a conversation with its device, and for {@link
 * #PLACE_HELD_MS} after it; then a conversation in which something is said takes it. Owned by the
 * peer's thread.
 */
final class ChannelWishes {
  /**
   * How long a place is kept after the last message. As long as the other side waits after a {@code
   * bye} (SIG-8): a channel that is ended sooner only to be wanted again would be missed for longer
   * than it was spared, and each pause in a talk would cost a negotiation.
   */
  static final long PLACE_HELD_MS = 60_000;

  /** Of a place that nobody has used yet: long ago, and far from any overflow. */
  private static final long NEVER_MS = Long.MIN_VALUE / 2;

  private final Rosters rosters;
  private final Effects effects;
  private final int most;
  private final Predicate<UUID> hasChannel;
  private final Consumer<UUID> finish;
  private final Map<UUID, Boolean> there = new HashMap<>();
  private final LinkedHashSet<UUID> recent = new LinkedHashSet<>();
  private final Set<UUID> notReached = new HashSet<>();

  /** Device to when its conversations were last active; only of those that are wanted. */
  private final Map<UUID, Long> activeAtMs = new HashMap<>();

  private Map<UUID, UUID> wanted = Map.of();
  private boolean closing;
  private boolean out;

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

  /** The devices that have a place, and where each is signalled. */
  Map<UUID, UUID> wanted() {
    return wanted;
  }

  void handlePresence(UUID account, boolean isThere, long nowMs) {
    if (!Objects.equals(there.put(account, isThere), isThere)) {
      handleChange(nowMs);
    }
  }

  /** Nothing is known of anybody's presence any more; the channels that there are stay. */
  void handleLinkDown() {
    there.clear();
    notReached.clear();
  }

  /** Something was said: the conversation moves to the front and may take idle places. */
  void handleActivity(UUID conversation, long nowMs) {
    recent.remove(conversation);
    recent.add(conversation);
    Set<UUID> devices = rosters.directDevices(conversation);
    boolean missed = false;
    for (UUID device : devices) {
      activeAtMs.replace(device, nowMs);
      missed |= isMissed(conversation, device);
    }
    if (missed && hasRoom(nowMs)) {
      update(devices, nowMs);
    }
  }

  private boolean isMissed(UUID conversation, UUID device) {
    return !wanted.containsKey(device) && isReached(device) && isWorthIt(conversation, device);
  }

  private boolean hasRoom(long nowMs) {
    return wanted.size() < most || wanted.keySet().stream().anyMatch(one -> !isHeld(one, nowMs));
  }

  /**
   * A signal to that device could not be handed over. Its account may be there with another device,
   * so it goes to the end of the line until it is heard of.
   */
  void handleUnreachable(UUID device, long nowMs) {
    if (notReached.add(device)) {
      handleChange(nowMs);
    }
  }

  /** That device is connected: it has just said something. */
  void handleReachable(UUID device, long nowMs) {
    if (notReached.remove(device)) {
      handleChange(nowMs);
    }
  }

  /** No channel is worth it any more. */
  void handleClosing(long nowMs) {
    closing = true;
    handleChange(nowMs);
  }

  /** None is worth it until a session is up again: this device is out (SES-13). */
  void handleOut(long nowMs) {
    out = true;
    handleChange(nowMs);
  }

  /** A session is up; channels come with what the server tells. */
  void handleLinkUp() {
    out = false;
  }

  /** Who is where, or who may have a channel, is not what it was. */
  void handleChange(long nowMs) {
    update(Set.of(), nowMs);
  }

  private void update(Set<UUID> talking, long nowMs) {
    Map<UUID, UUID> next = closing || out ? Map.of() : choose(talking, nowMs);
    if (!next.equals(wanted)) {
      Set<UUID> before = wanted.keySet();
      wanted = next;
      activeAtMs.keySet().retainAll(next.keySet());
      next.keySet().forEach(device -> activeAtMs.putIfAbsent(device, NEVER_MS));
      talking.forEach(device -> activeAtMs.computeIfPresent(device, (_, _) -> nowMs));
      effects.add(new CoreEffect.WantChannels(next));
      before.stream()
          .filter(device -> !next.containsKey(device) && hasChannel.test(device))
          .forEach(finish);
    }
  }

  /** Whoever comes first in this order has a place, until there are none left. */
  private Map<UUID, UUID> choose(Set<UUID> talking, long nowMs) {
    Map<UUID, UUID> worthIt = worthIt();
    List<Predicate<UUID>> order =
        List.of(
            device -> isHeld(device, nowMs),
            device -> talking.contains(device) && isReached(device),
            device -> wanted.containsKey(device) && isReached(device),
            this::isReached,
            wanted::containsKey,
            _ -> true);
    Map<UUID, UUID> next = new LinkedHashMap<>();
    for (Predicate<UUID> first : order) {
      worthIt.forEach(
          (device, conversation) -> {
            if (next.size() < most && first.test(device)) {
              next.putIfAbsent(device, conversation);
            }
          });
    }
    return next;
  }

  private boolean isHeld(UUID device, long nowMs) {
    Long atMs = activeAtMs.get(device);
    return atMs != null && nowMs - atMs < PLACE_HELD_MS && isReached(device);
  }

  private boolean isReached(UUID device) {
    return !notReached.contains(device) || hasChannel.test(device);
  }

  /** All that may have a place, the most recently active first, and where each is signalled. */
  private Map<UUID, UUID> worthIt() {
    List<UUID> conversations = new ArrayList<>(recent.reversed());
    for (Frame.Roster roster : rosters.all()) {
      if (!recent.contains(roster.conversation())) {
        conversations.add(roster.conversation());
      }
    }
    Map<UUID, UUID> devices = new LinkedHashMap<>();
    for (UUID conversation : conversations) {
      for (UUID device : rosters.directDevices(conversation)) {
        if (isWorthIt(conversation, device)) {
          devices.merge(device, conversation, (first, one) -> isUsed(device, one) ? one : first);
        }
      }
    }
    return devices;
  }

  /** A wish stays in the conversation that it began in, or it would change with each message. */
  private boolean isUsed(UUID device, UUID conversation) {
    return conversation.equals(wanted.get(device));
  }

  /**
   * One that is wanted stays so while nothing is known of its account, and while its channel is
   * open: who has lost only the server is called offline, too.
   */
  private boolean isWorthIt(UUID conversation, UUID device) {
    Member member = rosters.memberOf(conversation, device);
    Boolean isThere = member == null ? Boolean.FALSE : there.get(member.account());
    if (isThere == null) {
      return wanted.containsKey(device);
    }
    return isThere || (wanted.containsKey(device) && hasChannel.test(device));
  }
}
