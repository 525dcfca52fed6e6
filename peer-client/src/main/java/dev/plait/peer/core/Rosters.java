package dev.plait.peer.core;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.Renamed;
import dev.plait.protocol.wire.RequestBox;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is in which conversation, as last told by the server. Owned by the peer's thread. */
final class Rosters {
  private final UUID account;
  private final UUID device;
  private final Map<UUID, Frame.Roster> byConversation = new LinkedHashMap<>();

  /** The highest version that this session has told of each conversation, though it be gone. */
  private final Map<UUID, Long> told = new HashMap<>();

  /** By account, the last name that this session has told apart from rosters. */
  private final Map<UUID, Renamed> names = new HashMap<>();

  /** The latest change that this session has told. */
  private long latestTold;

  private KnownChanges known;

  /** Of all conversations. */
  private Set<UUID> signedOut = Set.of();

  Rosters(UUID account, UUID device, KeptRosters kept) {
    this.account = account;
    this.device = device;
    kept.all().forEach(this::put);
    known = kept.known();
  }

  /** Which changes are known here. */
  KnownChanges known() {
    return known;
  }

  /** This session has told of the conversation, and of the change by which it came to be so. */
  void handleTold(UUID conversation, long change) {
    told.merge(conversation, change, Math::max);
    handleTold(change);
  }

  private void handleTold(long change) {
    latestTold = Math.max(latestTold, change);
    known = known.with(change);
  }

  /**
   * All is known up to there.
   *
   * @param all whether this session has told all there is: what was known before is no more
   */
  void handleChanges(long through, boolean all) {
    known = new KnownChanges(through, all ? latestTold : known.latestChange());
  }

  /** Takes a roster; returns it with what its members are called since (SES-15). */
  Frame.Roster put(Frame.Roster told) {
    Frame.Roster roster = named(told);
    Frame.Roster before = byConversation.put(roster.conversation(), roster);
    replaced(before, roster);
    return roster;
  }

  /** Somebody is called otherwise; returns the rosters that show it (SES-15). */
  List<Frame.Roster> handleRenamed(Renamed name) {
    handleTold(name.version());
    names.merge(name.account(), name, (a, b) -> a.version() > b.version() ? a : b);
    List<Frame.Roster> changed =
        byConversation.values().stream().filter(roster -> showsLess(roster, name)).toList();
    return changed.stream().map(this::put).toList();
  }

  /** Whether a roster has the account by an earlier name. */
  private static boolean showsLess(Frame.Roster roster, Renamed name) {
    return roster.members().stream()
        .anyMatch(
            member ->
                member.account().equals(name.account()) && member.nameVersion() < name.version());
  }

  private Frame.Roster named(Frame.Roster roster) {
    List<Member> members =
        roster.members().stream()
            .map(
                member -> {
                  Renamed name = names.get(member.account());
                  return name == null ? member : member.calledBy(name);
                })
            .toList();
    return new Frame.Roster(
        roster.conversation(), roster.version(), roster.kind(), roster.title(), members);
  }

  void remove(UUID conversation) {
    Frame.Roster before = byConversation.remove(conversation);
    replaced(before, null);
  }

  /**
   * Who is signed out in one conversation is so in all: one that is gone may not be known to be.
   */
  private void replaced(Frame.@Nullable Roster before, Frame.@Nullable Roster now) {
    if (!signedOutIn(before).isEmpty() || !signedOutIn(now).isEmpty()) {
      Set<UUID> all = new HashSet<>();
      byConversation.values().forEach(roster -> all.addAll(signedOutIn(roster)));
      signedOut = all;
    }
  }

  private static Set<UUID> signedOutIn(Frame.@Nullable Roster roster) {
    Set<UUID> devices = new HashSet<>();
    if (roster != null) {
      roster.members().forEach(member -> devices.addAll(member.signedOut()));
    }
    return devices;
  }

  /** A session begins: the server will tell what has changed, or all. */
  void handleLinkUp() {
    told.clear();
    names.clear();
    latestTold = 0;
  }

  /** Whether this session has told of a later change of the conversation already (SES-3). */
  boolean isStale(UUID conversation, long change) {
    return told.getOrDefault(conversation, 0L) > change;
  }

  /** The conversations that the server has not told of, once it has told of all (SES-14). */
  Set<UUID> untold() {
    Set<UUID> untold = new LinkedHashSet<>(byConversation.keySet());
    untold.removeAll(told.keySet());
    return untold;
  }

  Frame.@Nullable Roster get(UUID conversation) {
    return byConversation.get(conversation);
  }

  Collection<Frame.Roster> all() {
    return byConversation.values();
  }

  /** All devices of the conversation but this one: own other devices get a copy. */
  Set<UUID> targets(UUID conversation) {
    Set<UUID> targets = new LinkedHashSet<>();
    Frame.Roster roster = byConversation.get(conversation);
    if (roster != null) {
      for (Member member : roster.members()) {
        targets.addAll(member.devices());
      }
    }
    targets.remove(device);
    return targets;
  }

  /**
   * The targets whose status is that of a message (DLV-5): the devices of other accounts, or the
   * own other ones where nobody else is a member.
   *
   * @return account by device
   */
  Map<UUID, UUID> counted(UUID conversation) {
    Frame.Roster roster = byConversation.get(conversation);
    List<Member> members = roster == null ? List.of() : roster.members();
    Map<UUID, UUID> others = new LinkedHashMap<>();
    Map<UUID, UUID> own = new LinkedHashMap<>();
    boolean alone = true;
    for (Member member : members) {
      alone &= isSelf(member);
      for (UUID target : member.devices()) {
        if (!target.equals(device)) {
          (isSelf(member) ? own : others).put(target, member.account());
        }
      }
    }
    return alone ? own : others;
  }

  /**
   * The devices that stand for a target from now on: it was the box of a member that has accepted
   * (CNS-2). Empty for any other.
   */
  List<UUID> replacing(UUID conversation, UUID target) {
    Frame.Roster roster = byConversation.get(conversation);
    if (roster != null) {
      for (Member member : roster.members()) {
        if (member.accepted() && RequestBox.of(conversation, member.account()).equals(target)) {
          return member.devices();
        }
      }
    }
    return List.of();
  }

  /**
   * Devices that this one may talk to directly: both sides have accepted (no address leak), and it
   * is signed in as far as any conversation says (SES-13).
   */
  Set<UUID> directDevices() {
    Set<UUID> devices = new LinkedHashSet<>();
    for (UUID conversation : byConversation.keySet()) {
      devices.addAll(directDevices(conversation));
    }
    return devices;
  }

  /** The same for one conversation. */
  Set<UUID> directDevices(UUID conversation) {
    Set<UUID> devices = new LinkedHashSet<>();
    Frame.Roster roster = byConversation.get(conversation);
    if (roster != null && acceptedBySelf(roster)) {
      for (Member member : roster.members()) {
        if (member.accepted()) {
          devices.addAll(member.devices());
        }
      }
    }
    devices.removeAll(signedOut);
    devices.remove(device);
    return devices;
  }

  /** Whether that device belongs to the conversation. */
  boolean isMember(UUID conversation, UUID other) {
    return !other.equals(device) && memberOf(conversation, other) != null;
  }

  /** The member that owns a device, or null. */
  @Nullable Member memberOf(UUID conversation, UUID other) {
    Frame.Roster roster = byConversation.get(conversation);
    if (roster != null) {
      for (Member member : roster.members()) {
        if (member.devices().contains(other)) {
          return member;
        }
      }
    }
    return null;
  }

  boolean isSelf(Member member) {
    return member.account().equals(account);
  }

  /** Whether this account takes part. */
  boolean isAccepted(UUID conversation) {
    Frame.Roster roster = byConversation.get(conversation);
    return roster != null && acceptedBySelf(roster);
  }

  private boolean acceptedBySelf(Frame.Roster roster) {
    for (Member member : roster.members()) {
      if (member.accepted() && isSelf(member)) {
        return true;
      }
    }
    return false;
  }
}
