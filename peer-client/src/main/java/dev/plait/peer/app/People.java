package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PresenceState;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is who and who is there, in words safe to print. Safe from any thread. */
final class People {
  private final Peer peer;
  private final Map<UUID, Frame.Roster> rosters = new ConcurrentHashMap<>();
  private final Map<UUID, PresenceState> presence = new ConcurrentHashMap<>();

  People(Peer peer) {
    this.peer = peer;
    peer.conversations().forEach(this::put);
  }

  /** Takes a roster; whether its conversation is new. */
  boolean put(Frame.Roster roster) {
    return rosters.put(roster.conversation(), roster) == null;
  }

  void remove(UUID conversation) {
    rosters.remove(conversation);
  }

  void see(UUID account, PresenceState state) {
    presence.put(account, state);
  }

  Collection<Frame.Roster> rosters() {
    return rosters.values();
  }

  Frame.@Nullable Roster roster(@Nullable UUID conversation) {
    return conversation == null ? null : rosters.get(conversation);
  }

  Optional<Frame.Roster> titled(String title) {
    return rosters.values().stream().filter(r -> title(r).equalsIgnoreCase(title)).findFirst();
  }

  /** A group's title, or the names of the others. */
  String title(Frame.Roster roster) {
    if (!roster.title().isEmpty()) {
      return SafeText.line(roster.title());
    }
    String others =
        roster.members().stream()
            .filter(member -> !isMe(member))
            .map(member -> SafeText.line(member.handle()))
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "myself" : others;
  }

  /** The person who has a device. */
  String name(UUID conversation, UUID device) {
    if (device.equals(peer.device())) {
      return "me";
    }
    Frame.Roster roster = rosters.get(conversation);
    if (roster != null) {
      for (Member member : roster.members()) {
        if (member.devices().contains(device)) {
          return SafeText.line(member.displayName());
        }
      }
    }
    return "somebody who left";
  }

  /** One line for {@code /who}. */
  String describe(Member member) {
    String state = isMe(member) ? "you" : member.accepted() ? state(member) : "has not accepted";
    return SafeText.line(member.handle()) + " (" + state + ")";
  }

  /** How the others of a conversation are: {@code online}, or {@code 2 of 3 online}. */
  String presence(Frame.Roster roster) {
    var others = roster.members().stream().filter(member -> !isMe(member)).toList();
    if (others.size() == 1) {
      Member other = others.getFirst();
      return other.accepted() ? state(other) : "has not accepted yet";
    }
    long there = others.stream().filter(m -> stateOf(m) == PresenceState.ONLINE).count();
    return there + " of " + others.size() + " online";
  }

  /** Whether it waits for this person to accept. */
  boolean isRequest(Frame.Roster roster) {
    return roster.members().stream().anyMatch(member -> isMe(member) && !member.accepted());
  }

  private String state(Member member) {
    return stateOf(member).name().toLowerCase(Locale.ROOT);
  }

  private PresenceState stateOf(Member member) {
    return presence.getOrDefault(member.account(), PresenceState.OFFLINE);
  }

  private boolean isMe(Member member) {
    return member.account().equals(peer.account());
  }
}
