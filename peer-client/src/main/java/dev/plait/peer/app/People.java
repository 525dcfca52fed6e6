package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.protocol.transcript.ConversationName;
import dev.plait.protocol.transcript.PersonName;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PresenceState;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is who and who is there, in words safe to print. Nobody's words can be taken for another's: a
 * person's label has the handle, a group's begins with the number that this program gave it, and
 * {@value #ME} is no label (TRS-6, TRS-8). Safe from any thread.
 */
final class People {
  /** Where own words stand; no label of anybody else is that. */
  static final String ME = "me";

  private final UUID me;
  private final Map<UUID, Frame.Roster> rosters = new ConcurrentHashMap<>();
  private final Map<UUID, PresenceState> presence = new ConcurrentHashMap<>();

  /** Also of those who have left since. */
  private final Map<UUID, UUID> accounts = new ConcurrentHashMap<>();

  private final Map<UUID, PersonName> names = new ConcurrentHashMap<>();
  private final Map<UUID, Integer> numbers = new LinkedHashMap<>();

  People(Peer peer) {
    this(peer.account(), peer.device(), peer.conversations());
  }

  People(UUID me, UUID device, Collection<Frame.Roster> known) {
    this.me = me;
    accounts.put(device, me);
    known.forEach(this::put);
  }

  UUID me() {
    return me;
  }

  /** Takes a roster; whether its conversation is new. */
  boolean put(Frame.Roster roster) {
    for (Member member : roster.members()) {
      names.put(member.account(), ConversationName.person(member));
      member.devices().forEach(device -> accounts.put(device, member.account()));
    }
    if (roster.kind() == ConversationKind.GROUP) {
      synchronized (numbers) {
        numbers.putIfAbsent(roster.conversation(), numbers.size() + 1);
      }
    }
    return rosters.put(roster.conversation(), roster) == null;
  }

  void remove(UUID conversation) {
    rosters.remove(conversation);
  }

  void see(UUID account, PresenceState state) {
    presence.put(account, state);
  }

  /** All of them: groups by their numbers, then people by their labels. */
  List<Frame.Roster> rosters() {
    return rosters.values().stream()
        .sorted(
            Comparator.comparingInt((Frame.Roster one) -> number(one)).thenComparing(this::title))
        .toList();
  }

  Frame.@Nullable Roster roster(@Nullable UUID conversation) {
    return conversation == null ? null : rosters.get(conversation);
  }

  /** The direct conversation with whoever has that handle. */
  Optional<Frame.Roster> direct(String handle) {
    return rosters.values().stream()
        .filter(roster -> roster.kind() == ConversationKind.DIRECT)
        .filter(
            roster ->
                roster.members().stream()
                    .anyMatch(one -> !isMe(one) && PersonName.sameAscii(one.handle(), handle)))
        .findFirst();
  }

  /** The group with a number that this program gave. */
  Optional<Frame.Roster> numbered(int number) {
    return rosters.values().stream().filter(one -> number(one) == number).findFirst();
  }

  private int number(Frame.Roster roster) {
    synchronized (numbers) {
      return numbers.getOrDefault(roster.conversation(), Integer.MAX_VALUE);
    }
  }

  /** What to call a conversation: a group by its number and title, else the other person. */
  String title(Frame.Roster roster) {
    ConversationName name = ConversationName.of(roster, me);
    return name.group() ? "#" + number(roster) + " " + name.name() : name.label();
  }

  /** What leads to a conversation after {@code /to}. */
  String way(Frame.Roster roster) {
    if (roster.kind() == ConversationKind.GROUP) {
      return "#" + number(roster);
    }
    return roster.members().stream()
        .filter(member -> !isMe(member))
        .map(member -> SafeText.line(member.handle()))
        .findFirst()
        .orElse("");
  }

  /** One line of a list. */
  String line(Frame.Roster roster) {
    String request = isRequest(roster) ? "; has asked, /accept accepts" : "";
    if (roster.kind() != ConversationKind.GROUP) {
      return title(roster) + request;
    }
    List<String> others = others(roster).stream().map(People::label).toList();
    return title(roster) + "  (group of " + String.join(", ", others) + ")" + request;
  }

  /** The account of a device; the device itself where that is not known. */
  UUID accountOf(UUID device) {
    return accounts.getOrDefault(device, device);
  }

  /** The person who has a device. */
  String name(UUID device) {
    return nameOf(accountOf(device));
  }

  /** A person, or what stands for one whose account is not known. */
  String nameOf(UUID account) {
    if (account.equals(me)) {
      return ME;
    }
    PersonName known = names.get(account);
    return (known == null ? PersonName.unknown(account) : known).label();
  }

  /** One line for {@code /who}. */
  String describe(Member member) {
    String state = isMe(member) ? "you" : member.accepted() ? state(member) : "has not accepted";
    return label(member) + " (" + state + ")";
  }

  private static String label(Member member) {
    return ConversationName.person(member).label();
  }

  /** How the others of a conversation are: {@code online}, or {@code 2 of 3 online}. */
  String presence(Frame.Roster roster) {
    List<Member> others = others(roster);
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

  private List<Member> others(Frame.Roster roster) {
    return roster.members().stream().filter(member -> !isMe(member)).toList();
  }

  private String state(Member member) {
    return stateOf(member).name().toLowerCase(Locale.ROOT);
  }

  private PresenceState stateOf(Member member) {
    return presence.getOrDefault(member.account(), PresenceState.OFFLINE);
  }

  private boolean isMe(Member member) {
    return member.account().equals(me);
  }
}
