package dev.plait.tests.sim;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.relay.RosterView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which conversation, and which devices are signed out: what the node's database holds.
 */
final class SimRosters {
  private final Map<UUID, RosterView> byConversation = new LinkedHashMap<>();

  /** Who is signed out, and since when. */
  private final Map<UUID, Long> signedOut = new LinkedHashMap<>();

  @Nullable RosterView get(UUID conversation) {
    return byConversation.get(conversation);
  }

  /** Those of the conversations that a device is in. */
  List<RosterView> of(UUID device) {
    return byConversation.values().stream()
        .filter(roster -> roster.devices().contains(device))
        .toList();
  }

  Map<UUID, RosterView> backup() {
    return Map.copyOf(byConversation);
  }

  /** Versions go back, too; who is signed out stays so. */
  void restore(Map<UUID, RosterView> backup) {
    byConversation.putAll(backup);
    if (!signedOut.isEmpty()) {
      List.copyOf(byConversation.values()).forEach(this::show);
    }
  }

  boolean isSignedOut(UUID device) {
    return signedOut.containsKey(device);
  }

  /** Since when a device is signed out; {@code Long.MAX_VALUE} when it is not. */
  long signedOutAtMs(UUID device) {
    return signedOut.getOrDefault(device, Long.MAX_VALUE);
  }

  RosterView setMembers(UUID conversation, Map<UUID, List<UUID>> devicesByAccount) {
    List<Member> members = new ArrayList<>();
    devicesByAccount.forEach((account, devices) -> members.add(member(account, devices)));
    return put(conversation, members);
  }

  /**
   * A device signs out, or in again.
   *
   * @return the rosters that say so
   */
  List<RosterView> signOut(UUID device, boolean out, long nowMs) {
    Long before = out ? signedOut.putIfAbsent(device, nowMs) : signedOut.remove(device);
    if (out == (before != null)) {
      return List.of();
    }
    return of(device).stream().map(this::show).toList();
  }

  private RosterView show(RosterView shown) {
    return put(
        shown.frame().conversation(),
        shown.frame().members().stream()
            .map(member -> member(member.account(), member.devices()))
            .toList());
  }

  private Member member(UUID account, List<UUID> devices) {
    List<UUID> out = devices.stream().filter(signedOut::containsKey).toList();
    return new Member(account, "someone", "", true, true, devices, out);
  }

  private RosterView put(UUID conversation, List<Member> members) {
    RosterView before = byConversation.get(conversation);
    long version = before == null ? 1 : before.frame().version() + 1;
    RosterView roster =
        RosterView.of(new Frame.Roster(conversation, version, ConversationKind.GROUP, "", members));
    byConversation.put(conversation, roster);
    return roster;
  }
}
