package dev.plait.server.conversation;

import dev.plait.protocol.wire.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some of an account's conversations: a list has pages, so that an answer costs as much whoever
 * asks.
 *
 * @param rosters in the order of their ids as text
 * @param next what to ask for the page after this one with; null when there is none
 */
public record ConversationPage(List<Frame.Roster> rosters, @Nullable UUID next) {
  /** How many members and devices a page shows; with the roster that reaches it, it ends. */
  public static final int SHOWN = 1_000;

  private static final Comparator<UUID> AS_TEXT = Comparator.comparing(UUID::toString);

  /** Copies the list. */
  public ConversationPage {
    rosters = List.copyOf(rosters);
  }

  /**
   * Those after a conversation.
   *
   * @param after the {@code next} of the page before; null for the first
   */
  static ConversationPage of(Directory directory, UUID account, @Nullable UUID after) {
    List<UUID> left =
        directory.conversationsOf(account).stream()
            .filter(conversation -> after == null || AS_TEXT.compare(conversation, after) > 0)
            .sorted(AS_TEXT)
            .toList();
    List<Frame.Roster> rosters = new ArrayList<>();
    int shown = 0;
    for (UUID conversation : left) {
      if (shown >= SHOWN) {
        return new ConversationPage(rosters, rosters.getLast().conversation());
      }
      Frame.Roster roster = directory.rosterFor(conversation, account);
      if (roster != null) {
        rosters.add(roster);
        shown += shownBy(roster);
      }
    }
    return new ConversationPage(rosters, null);
  }

  private static int shownBy(Frame.Roster roster) {
    return roster.members().stream()
        .mapToInt(member -> 1 + member.devices().size() + member.signedOut().size())
        .sum();
  }
}
