package dev.plait.tests.sim;

import dev.plait.peer.core.KnownChanges;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.Renamed;
import dev.plait.protocol.wire.RequestBox;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.relay.RosterView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which conversation, and which devices are signed out: what the node's database holds.
 */
final class SimRosters {
  private final SimWorld world;
  private final SimChanges changes;
  private final SimNames names = new SimNames();
  private final Map<UUID, RosterView> byConversation = new LinkedHashMap<>();

  /** By conversation, who has not accepted, and with which devices. */
  private final Map<UUID, Map<UUID, List<UUID>>> asked = new LinkedHashMap<>();

  /** Who is signed out, and since when. */
  private final Map<UUID, Long> signedOut = new LinkedHashMap<>();

  SimRosters(SimWorld world) {
    this.world = world;
    this.changes = new SimChanges(world.seed());
  }

  /** Everything that is on the node's disk of it, but for who is signed out. */
  record Backup(
      Map<UUID, RosterView> rosters,
      Map<UUID, Map<UUID, List<UUID>>> asked,
      Map<UUID, Renamed> names,
      Map<UUID, NavigableMap<Long, UUID>> changes) {}

  /** What a session begins with (SES-14). */
  List<ServerFrame> tell(UUID device, KnownChanges known) {
    boolean all =
        !changes.knows(device, known.throughChange())
            || (known.latestChange() != 0 && !changes.knows(device, known.latestChange()));
    List<ServerFrame> told = new ArrayList<>();
    if (all) {
      byConversation.keySet().stream()
          .map(conversation -> frameFor(conversation, device))
          .filter(Objects::nonNull)
          .forEach(told::add);
      changes.after(device, 0).stream()
          .filter(subject -> names.of(subject) != null)
          .forEach(account -> told.addAll(news(device, account)));
    } else {
      changes.after(device, known.throughChange()).forEach(one -> told.addAll(news(device, one)));
    }
    long settled = changes.settled(device, world.nowMs());
    told.add(new Frame.Changes(all ? settled : Math.max(settled, known.throughChange()), all));
    return told;
  }

  /** Of a conversation, or of a name. */
  private List<ServerFrame> news(UUID device, UUID subject) {
    Renamed name = names.of(subject);
    if (name != null) {
      return sees(device, subject) ? List.of(name) : List.of();
    }
    Frame.Roster roster = frameFor(subject, device);
    return List.of(
        roster != null ? roster : new Frame.Gone(subject, versionOf(byConversation.get(subject))));
  }

  /** Whether both take part in some conversation. */
  private boolean sees(UUID device, UUID account) {
    return of(device).stream().anyMatch(roster -> shows(roster, account));
  }

  private static boolean shows(RosterView roster, UUID account) {
    return roster.frame().members().stream()
        .anyMatch(member -> member.account().equals(account) && takesPart(member));
  }

  /** Whether somebody has accepted, and has not blocked the conversation since. */
  static boolean takesPart(Member member) {
    return member.accepted() && !member.devices().isEmpty();
  }

  /**
   * Somebody is called otherwise: no roster gets another version.
   *
   * @return what to tell, and whom
   */
  Map.Entry<Renamed, Set<UUID>> rename(UUID account, String displayName) {
    Set<UUID> seenBy = new LinkedHashSet<>();
    byConversation.values().stream()
        .filter(roster -> shows(roster, account))
        .forEach(roster -> seenBy.addAll(roster.devices()));
    long version = changes.next(account, seenBy, world.nowMs());
    Renamed name = new Renamed(account, version, displayName);
    names.put(name);
    byConversation.replaceAll((_, roster) -> RosterView.of(names.called(roster.frame())));
    return Map.entry(name, seenBy);
  }

  private static long versionOf(@Nullable RosterView roster) {
    return roster == null ? 0 : roster.frame().version();
  }

  /** What a device sees: who has not accepted sees no other; null for nothing. */
  Frame.@Nullable Roster frameFor(UUID conversation, UUID device) {
    RosterView roster = byConversation.get(conversation);
    if (roster == null || roster.devices().contains(device)) {
      return roster == null ? null : roster.frame();
    }
    for (Map.Entry<UUID, List<UUID>> one : askedIn(conversation).entrySet()) {
      if (one.getValue().contains(device)
          && roster.devices().contains(RequestBox.of(conversation, one.getKey()))) {
        Member self = names.called(new Member(one.getKey(), "someone", "", true, false, List.of()));
        return new Frame.Roster(
            conversation, roster.frame().version(), roster.frame().kind(), "", List.of(self));
      }
    }
    return null;
  }

  private Map<UUID, List<UUID>> askedIn(UUID conversation) {
    return asked.getOrDefault(conversation, Map.of());
  }

  /** An account has not accepted from now on. */
  void ask(UUID conversation, UUID account, List<UUID> devices) {
    asked.computeIfAbsent(conversation, _ -> new LinkedHashMap<>()).put(account, devices);
  }

  /** It accepts; whether it had not. */
  boolean accept(UUID conversation, UUID account) {
    return asked.getOrDefault(conversation, new LinkedHashMap<>()).remove(account) != null;
  }

  /** Whether a device must not be known to others in a conversation. */
  boolean isHidden(UUID conversation, UUID device) {
    return askedIn(conversation).values().stream().anyMatch(devices -> devices.contains(device));
  }

  @Nullable RosterView get(UUID conversation) {
    return byConversation.get(conversation);
  }

  /** Those of the conversations that a device is in. */
  List<RosterView> of(UUID device) {
    return byConversation.values().stream()
        .filter(roster -> roster.devices().contains(device))
        .toList();
  }

  Backup backup() {
    return new Backup(
        Map.copyOf(byConversation), askedCopy(asked), names.backup(), changes.backup());
  }

  /** Versions go back, too; who is signed out stays so. */
  void restore(Backup backup) {
    byConversation.putAll(backup.rosters());
    asked.clear();
    asked.putAll(askedCopy(backup.asked()));
    names.restore(backup.names());
    changes.restore(backup.changes());
    if (!signedOut.isEmpty()) {
      List.copyOf(byConversation.values()).forEach(this::show);
    }
  }

  private static Map<UUID, Map<UUID, List<UUID>>> askedCopy(Map<UUID, Map<UUID, List<UUID>>> from) {
    Map<UUID, Map<UUID, List<UUID>>> copy = new LinkedHashMap<>();
    from.forEach((conversation, members) -> copy.put(conversation, new LinkedHashMap<>(members)));
    return copy;
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
    devicesByAccount.forEach(
        (account, devices) -> members.add(member(conversation, account, devices)));
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
            .map(member -> member(shown.frame().conversation(), member.account(), member.devices()))
            .toList());
  }

  private Member member(UUID conversation, UUID account, List<UUID> devices) {
    if (!devices.isEmpty() && askedIn(conversation).containsKey(account)) {
      UUID box = RequestBox.of(conversation, account);
      return names.called(new Member(account, "someone", "", true, false, List.of(box)));
    }
    List<UUID> out = devices.stream().filter(signedOut::containsKey).toList();
    return names.called(new Member(account, "someone", "", true, true, devices, out));
  }

  private RosterView put(UUID conversation, List<Member> members) {
    RosterView before = byConversation.get(conversation);
    Set<UUID> concerned = new LinkedHashSet<>(before == null ? Set.of() : before.devices());
    members.forEach(member -> concerned.addAll(member.devices()));
    askedIn(conversation).values().forEach(concerned::addAll);
    long version = changes.next(conversation, concerned, world.nowMs());
    RosterView roster =
        RosterView.of(new Frame.Roster(conversation, version, ConversationKind.GROUP, "", members));
    byConversation.put(conversation, roster);
    return roster;
  }
}
