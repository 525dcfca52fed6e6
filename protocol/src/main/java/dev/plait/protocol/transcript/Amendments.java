package dev.plait.protocol.transcript;

import dev.plait.protocol.content.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was said about messages after them: changed texts, deletes, reactions (CNT-4). An edit or
 * delete counts only from the account that wrote the message. Amendments may be added in any order,
 * before the message too: the last one in the order of the conversation counts (CLK-4). Each is to
 * be added once.
 */
public final class Amendments {
  private final UnaryOperator<UUID> accountOf;

  /** In order, by the id of the message amended. */
  private final Map<UUID, List<Said>> byMessage = new HashMap<>();

  /**
   * Makes one.
   *
   * @param accountOf account of a device; the device itself where that is not known
   */
  public Amendments(UnaryOperator<UUID> accountOf) {
    this.accountOf = accountOf;
  }

  /** Takes in an entry that may amend a message; the id of that one, null when it amends none. */
  public @Nullable UUID add(Said entry) {
    UUID message = amended(entry.content());
    if (message != null) {
      List<Said> all = byMessage.computeIfAbsent(message, _ -> new ArrayList<>());
      int at = all.size();
      while (at > 0 && all.get(at - 1).order().compareTo(entry.order()) > 0) {
        at--;
      }
      all.add(at, entry);
    }
    return message;
  }

  /** Forgets one that was added. */
  void remove(Said entry) {
    UUID message = amended(entry.content());
    List<Said> all = message == null ? null : byMessage.get(message);
    if (all != null) {
      all.remove(entry);
    }
  }

  private static @Nullable UUID amended(Content content) {
    return switch (content) {
      case Content.Edit(var message, var _) -> message;
      case Content.Delete(var message) -> message;
      case Content.Reaction(var message, var _, var _) -> message;
      case Content.Text _, Content.Reply _, Content.Read _, Content.Unknown _ -> null;
    };
  }

  /** How a message reads with what has been added so far; anything else has no text. */
  public Reading reading(Said entry) {
    UUID author = accountOf.apply(entry.device());
    String text =
        switch (entry.content()) {
          case Content.Text(var words) -> words;
          case Content.Reply(var _, var words) -> words;
          default -> "";
        };
    boolean edited = false;
    boolean deleted = false;
    Map<String, Set<UUID>> reactions = new LinkedHashMap<>();
    for (Said amendment : byMessage.getOrDefault(entry.id(), List.of())) {
      UUID account = accountOf.apply(amendment.device());
      switch (amendment.content()) {
        case Content.Reaction reaction -> react(reactions, account, reaction);
        case Content.Delete _ -> deleted |= account.equals(author);
        case Content.Edit(var _, var words) when account.equals(author) -> {
          text = words;
          edited = true;
        }
        default -> {}
      }
    }
    if (deleted) {
      return new Reading("", false, true, List.of());
    }
    List<Reaction> standing =
        reactions.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each -> new Reaction(each.getKey(), List.copyOf(each.getValue())))
            .toList();
    return new Reading(text, edited, false, standing);
  }

  private static void react(
      Map<String, Set<UUID>> reactions, UUID account, Content.Reaction reaction) {
    Set<UUID> accounts = reactions.computeIfAbsent(reaction.emoji(), _ -> new LinkedHashSet<>());
    if (reaction.removed()) {
      accounts.remove(account);
    } else {
      accounts.add(account);
    }
  }
}
