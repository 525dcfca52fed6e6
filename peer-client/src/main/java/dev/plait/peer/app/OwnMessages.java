package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.protocol.delivery.Status;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** How far what was said in this session has come. Safe from any thread. */
final class OwnMessages {
  /** More than a screen shows. */
  private static final int KEPT = 500;

  private record Said(UUID conversation, Outgoing outgoing) {}

  private final Map<UUID, Said> said = new LinkedHashMap<>();

  synchronized void add(UUID conversation, Outgoing outgoing) {
    said.put(outgoing.id(), new Said(conversation, outgoing));
    if (said.size() > KEPT) {
      said.remove(said.keySet().iterator().next());
    }
  }

  /** The tick of a message, empty when it is not from this session. */
  synchronized String tick(UUID id) {
    Said message = said.get(id);
    return message == null ? "" : tick(status(message));
  }

  /** For the status line: the last message of a conversation, and how many are on their way. */
  synchronized String summary(UUID conversation) {
    Status last = null;
    int waiting = 0;
    for (Said message : said.values()) {
      if (message.conversation().equals(conversation)) {
        last = status(message);
        waiting += last.compareTo(Status.DELIVERED) < 0 ? 1 : 0;
      }
    }
    if (last == null) {
      return "";
    }
    String words = tick(last) + " " + last.name().toLowerCase(Locale.ROOT);
    return waiting > 1 ? words + ", " + waiting + " on their way" : words;
  }

  private static Status status(Said message) {
    Outgoing outgoing = message.outgoing();
    if (outgoing.accepted().isCompletedExceptionally()) {
      return Status.REFUSED;
    }
    return outgoing.accepted().isDone() ? outgoing.status() : Status.QUEUED;
  }

  static String tick(Status status) {
    return switch (status) {
      case QUEUED -> ".";
      case SENT -> ">";
      case STORED -> "+";
      case DELIVERED -> "v";
      case READ -> "vv";
      case REFUSED -> "x";
    };
  }
}
