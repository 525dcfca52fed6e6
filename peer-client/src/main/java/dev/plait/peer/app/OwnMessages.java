package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How far what was said in this session has come. Safe from any thread. */
final class OwnMessages {
  /** More than a screen shows. */
  private static final int KEPT = 500;

  private record Said(UUID conversation, String text, Outgoing outgoing) {
    boolean isAmong(StreamId stream, List<Range> seqs) {
      CompletableFuture<Outgoing.Place> place = outgoing.accepted();
      return place.isDone()
          && !place.isCompletedExceptionally()
          && place.join().stream().equals(stream)
          && seqs.stream().anyMatch(range -> range.contains(place.join().seq()));
    }
  }

  private final Map<UUID, Said> said = new LinkedHashMap<>();

  synchronized void add(UUID conversation, String text, Outgoing outgoing) {
    said.put(outgoing.id(), new Said(conversation, text, outgoing));
    if (said.size() > KEPT) {
      said.remove(said.keySet().iterator().next());
    }
  }

  /** The tick of a message, empty when it is not from this session. */
  synchronized String tick(UUID id) {
    Said message = said.get(id);
    return message == null ? "" : tick(status(message));
  }

  /** How the last of some entries begins, in quotes; empty when it is not from this session. */
  synchronized String words(StreamId stream, List<Range> seqs) {
    return said.values().stream()
        .filter(message -> message.isAmong(stream, seqs))
        .reduce((_, later) -> later)
        .map(message -> SafeText.quote(message.text()))
        .orElse("");
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

  /** Waits until all is stored or delivered: 0; 1 when something was refused, 3 when it waits. */
  int settle(long waitS) {
    List<Outgoing> all;
    synchronized (this) {
      all = said.values().stream().map(Said::outgoing).toList();
    }
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitS);
    int exit = 0;
    for (Outgoing one : all) {
      try {
        one.when(Status.STORED)
            .orTimeout(Math.max(0, untilNs - System.nanoTime()), TimeUnit.NANOSECONDS)
            .join();
      } catch (CompletionException e) {
        boolean queued = e.getCause() instanceof TimeoutException && exit != 1;
        exit = queued ? 3 : 1;
      }
    }
    return exit;
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
