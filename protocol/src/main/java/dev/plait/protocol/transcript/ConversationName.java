package dev.plait.protocol.transcript;

import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * How a conversation is named. A group's title is what somebody chose, and may be anybody's name:
 * whoever draws it marks a group as one (TRS-8).
 *
 * @param group whether it is a group
 * @param name the title of a group; the other person's name
 * @param handle of the other person, to show beside it; empty when the name says it already, and
 *     for groups
 */
public record ConversationName(boolean group, String name, String handle) {
  private static final String NOBODY = "nobody else";

  /** Names a conversation for a member. */
  public static ConversationName of(Frame.Roster roster, UUID me) {
    List<PersonName> others =
        roster.members().stream()
            .filter(member -> !member.account().equals(me))
            .map(ConversationName::person)
            .toList();
    if (roster.kind() == ConversationKind.GROUP) {
      String title = VisibleText.of(roster.title());
      String members = others.stream().map(PersonName::label).collect(Collectors.joining(", "));
      String name = title.isEmpty() ? members : title;
      return new ConversationName(true, name.isEmpty() ? NOBODY : name, "");
    }
    if (others.isEmpty()) {
      return new ConversationName(false, NOBODY, "");
    }
    return new ConversationName(false, others.getFirst().name(), others.getFirst().handle());
  }

  /** Names a member. */
  public static PersonName person(Member member) {
    return PersonName.of(member.handle(), member.displayName());
  }

  /** One text for all of it, without the mark of a group. */
  public String label() {
    return new PersonName(name, handle).label();
  }
}
