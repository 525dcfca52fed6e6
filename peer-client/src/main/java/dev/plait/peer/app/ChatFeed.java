package dev.plait.peer.app;

import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.transcript.Days;
import dev.plait.protocol.transcript.Item;
import dev.plait.protocol.transcript.Reading;
import dev.plait.protocol.transcript.Said;
import dev.plait.protocol.transcript.Transcript;
import dev.plait.protocol.transcript.Unread;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a chat has shown of its conversations, and what it shows next. Each message stands there
 * once, as it reads when it is shown; what changes one later is told as a change. Safe from any
 * thread.
 */
final class ChatFeed {
  /** Messages that a look at a conversation shows. */
  private static final int MESSAGES = 30;

  /** Rows read for them at first; markers and changes are rows too. */
  private static final int ROWS = 100;

  private static final int MOST_ROWS = 6_400;

  /** Most messages of a conversation in memory; then the last ones are read anew. */
  private static final int KEPT = 2_000;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.ENGLISH);

  /** What is on disk of a conversation. */
  @FunctionalInterface
  interface Disk {
    /** The last entries, oldest first. */
    List<TranscriptEntry> history(UUID conversation, int limit);
  }

  private record Once(UUID device, UUID id) {
    static Once of(Said said) {
      return new Once(said.device(), said.id());
    }
  }

  /** A conversation as far as it is loaded, and how its messages read when they were shown. */
  private record Loaded(Transcript transcript, Map<Once, Reading> shown) {}

  private record Arrived(Said said, boolean backlog) {}

  private final People people;
  private final Disk disk;
  private final Function<UUID, String> tick;
  private final ZoneId zone;
  private final Consumer<String> say;
  private final Map<UUID, Loaded> loaded = new HashMap<>();
  private final List<Arrived> arrived = new ArrayList<>();
  private boolean catchingUp;
  private @Nullable Long lastDay;

  /**
   * Makes one that has shown nothing.
   *
   * @param tick how far an own message has come, by its id; empty where that is not known
   * @param say shows a line
   */
  ChatFeed(
      People people, Disk disk, Function<UUID, String> tick, ZoneId zone, Consumer<String> say) {
    this.people = people;
    this.disk = disk;
    this.tick = tick;
    this.zone = zone;
    this.say = say;
  }

  /**
   * An entry has come; {@link #flush} shows it.
   *
   * @param backlog whether it had waited on the server
   */
  synchronized void arrived(StreamId stream, Entry entry, boolean backlog) {
    arrived.add(new Arrived(said(stream, entry), backlog));
  }

  /** While the backlog comes nothing of it is shown: its end may take back its beginning. */
  synchronized void catchUp(boolean begins) {
    catchingUp = begins;
  }

  /** Shows what has come, as it reads now; whether something has in the current conversation. */
  synchronized boolean flush(@Nullable UUID current) {
    Map<UUID, List<Said>> news = new LinkedHashMap<>();
    List<Arrived> later = new ArrayList<>();
    for (Arrived one : arrived) {
      if (one.backlog() && catchingUp) {
        later.add(one);
      } else {
        UUID conversation = one.said().stream().conversation();
        news.computeIfAbsent(conversation, _ -> new ArrayList<>()).add(one.said());
      }
    }
    arrived.clear();
    arrived.addAll(later);
    news.forEach((conversation, entries) -> show(conversation, entries, current));
    return current != null && news.containsKey(current);
  }

  /** Shows the last messages of a conversation. */
  synchronized void look(UUID conversation) {
    Loaded one = read(conversation);
    List<Item> items = one.transcript().items();
    items.forEach(item -> one.shown().put(Once.of(item.said()), item.reading()));
    items
        .subList(Math.max(0, items.size() - MESSAGES), items.size())
        .forEach(item -> say(item, one.transcript()));
  }

  /**
   * How much of a conversation has not been read, in words; empty for nothing.
   *
   * @param readThrough last entry read, by stream
   */
  synchronized String unread(UUID conversation, Map<StreamId, Long> readThrough) {
    long count =
        read(conversation).transcript().items().stream()
            .filter(item -> Unread.is(item, stream -> readThrough.getOrDefault(stream, 0L)))
            .count();
    if (count == 0) {
      return "";
    }
    return ", " + (count >= MESSAGES ? MESSAGES + " or more" : count) + " unread";
  }

  /** Reads everything anew from disk: own entries may have got other places. */
  synchronized void readAgain() {
    List.copyOf(loaded.keySet()).forEach(this::read);
  }

  private void show(UUID conversation, List<Said> news, @Nullable UUID current) {
    Loaded before = loaded.get(conversation);
    Loaded one = before == null || lacks(before, news) ? read(conversation) : before;
    news.forEach(one.transcript()::add);
    List<Runnable> lines = new ArrayList<>();
    Set<Once> told = new HashSet<>();
    Set<Once> wanted = new HashSet<>();
    news.forEach(said -> wanted.add(Once.of(said)));
    for (Item item : one.transcript().items()) {
      Once key = Once.of(item.said());
      if (wanted.contains(key) && one.shown().put(key, item.reading()) == null) {
        told.add(key);
        lines.add(() -> say(item, one.transcript()));
      }
    }
    for (Said said : news) {
      Item item = find(one, said);
      if (item != null && !told.contains(Once.of(item.said()))) {
        Reading was = one.shown().put(Once.of(item.said()), item.reading());
        String change = change(said, item, was);
        if (change != null) {
          lines.add(() -> say.accept("* " + change));
        }
      }
    }
    if (!lines.isEmpty() && !conversation.equals(current)) {
      var roster = people.roster(conversation);
      say.accept(
          "(in " + (roster == null ? "a conversation that is gone" : people.title(roster)) + ")");
    }
    lines.forEach(Runnable::run);
  }

  /** Whether it is to be read anew: for a message that is changed, or since it has grown. */
  private boolean lacks(Loaded one, List<Said> news) {
    return one.transcript().items().size() > KEPT
        || news.stream().anyMatch(said -> about(said) != null && find(one, said) == null);
  }

  private static @Nullable UUID about(Said said) {
    return switch (said.content()) {
      case Content.Edit(var id, var _) -> id;
      case Content.Delete(var id) -> id;
      case Content.Reaction(var id, var _, boolean _) -> id;
      default -> null;
    };
  }

  /** The message that an entry may change; null for none, or one that is not loaded. */
  private @Nullable Item find(Loaded one, Said said) {
    UUID message = about(said);
    boolean anybody = said.content() instanceof Content.Reaction;
    UUID account = people.accountOf(said.device());
    return one.transcript().items().stream()
        .filter(item -> item.said().id().equals(message))
        .filter(item -> anybody || item.account().equals(account))
        .findFirst()
        .orElse(null);
  }

  /** What a change did, in words; null when it did nothing. */
  private @Nullable String change(Said said, Item item, @Nullable Reading was) {
    Reading now = item.reading();
    UUID account = people.accountOf(said.device());
    String who = account.equals(people.me()) ? "you" : people.nameOf(account);
    String which = " a message of " + time(item.said());
    return switch (said.content()) {
      case Content.Delete _ when was == null || !was.deleted() -> who + " deleted" + which;
      case Content.Edit _ when !now.deleted() && (was == null || !was.text().equals(now.text())) ->
          who + " changed" + which + " to: " + SafeText.of(now.text());
      case Content.Reaction(var _, var emoji, boolean removed)
          when !removed && stands(now, emoji, account) ->
          who + " put " + SafeText.line(emoji) + " to" + which + ": " + quote(now);
      default -> null;
    };
  }

  private static boolean stands(Reading reading, String emoji, UUID account) {
    return reading.reactions().stream()
        .anyMatch(each -> each.emoji().equals(emoji) && each.accounts().contains(account));
  }

  private Loaded read(UUID conversation) {
    Loaded before = loaded.get(conversation);
    for (int limit = ROWS; ; limit *= 4) {
      Transcript transcript = new Transcript(people::accountOf, people.me());
      List<TranscriptEntry> rows = disk.history(conversation, limit);
      rows.forEach(row -> transcript.add(said(row.stream(), row.entry())));
      if (transcript.items().size() >= MESSAGES || rows.size() < limit || limit >= MOST_ROWS) {
        Loaded now = new Loaded(transcript, before == null ? new HashMap<>() : before.shown());
        loaded.put(conversation, now);
        return now;
      }
    }
  }

  private static Said said(StreamId stream, Entry entry) {
    return new Said(
        stream, entry.seq(), entry.id(), entry.hlc(), ContentCodec.decode(entry.body()));
  }

  private void say(Item item, Transcript transcript) {
    long day = Days.of(HybridClock.toMs(item.said().hlc()), this::aheadMs);
    if (lastDay == null || lastDay != day) {
      say.accept("-- " + DAY.format(LocalDate.ofEpochDay(day)) + " --");
      lastDay = day;
    }
    String mark = tick.apply(item.said().id());
    say.accept(
        time(item.said())
            + " "
            + people.nameOf(item.account())
            + answer(item, transcript)
            + ": "
            + words(item)
            + (mark.isEmpty() ? "" : "  " + mark));
    item.reading()
        .reactions()
        .forEach(
            each ->
                say.accept(
                    "*     "
                        + SafeText.line(each.emoji())
                        + " "
                        + String.join(
                            ", ", each.accounts().stream().map(people::nameOf).toList())));
  }

  private static String words(Item item) {
    if (item.said().content() instanceof Content.Unknown(var kind, var _)) {
      return "(something newer: " + SafeText.line(kind) + ")";
    }
    Reading reading = item.reading();
    if (reading.deleted()) {
      return "(deleted)";
    }
    return (reading.edited() ? "(edited) " : "") + SafeText.of(reading.text());
  }

  private static String answer(Item item, Transcript transcript) {
    UUID answered = item.reply();
    if (answered == null) {
      return "";
    }
    Item to = transcript.find(answered);
    return " answers " + (to == null ? "an earlier message" : quote(to.reading()));
  }

  private static String quote(Reading reading) {
    return reading.deleted() ? "a deleted message" : SafeText.quote(reading.text());
  }

  private String time(Said said) {
    return TIME.format(Instant.ofEpochMilli(HybridClock.toMs(said.hlc())).atZone(zone));
  }

  private long aheadMs(long atMs) {
    return zone.getRules().getOffset(Instant.ofEpochMilli(atMs)).getTotalSeconds() * 1_000L;
  }
}
