package dev.plait.peer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.StreamId;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What a terminal chat prints: each message once, as it reads, under a name that is its author's.
 */
class ChatFeedTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final ZonedDateTime NOON = ZonedDateTime.of(2026, 3, 28, 12, 0, 0, 0, ZONE);
  private static final UUID ME = new UUID(1, 0);
  private static final UUID MY_DEVICE = new UUID(1, 1);
  private static final UUID OTHER_DEVICE = new UUID(1, 2);
  private static final UUID MALLORY = new UUID(2, 0);
  private static final UUID MALLORYS = new UUID(2, 1);
  private static final UUID CONVERSATION = new UUID(9, 9);

  private final List<TranscriptEntry> disk = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final People people =
      new People(ME, MY_DEVICE, List.of(roster("mallory", "me", List.of(MALLORYS))));
  private final ChatFeed feed = feed();

  private long seq;

  @Test
  void whatWaitedIsShownOnceAtTheStart() {
    TranscriptEntry one = says(MALLORYS, "waiting one");
    TranscriptEntry two = says(MALLORYS, "waiting two");
    feed.catchUp(true);
    arrive(one);
    feed.look(CONVERSATION);
    arrive(two);
    assertThat(feed.flush(CONVERSATION)).as("not shown is not read").isFalse();
    feed.catchUp(false);
    assertThat(feed.flush(CONVERSATION)).isTrue();

    assertThat(lines)
        .containsExactly(
            "-- Saturday 28 March 2026 --",
            "12:00 mallory (me): waiting one",
            "12:00 mallory (me): waiting two");
  }

  @Test
  void whatComesOverSeveralWaysIsShownOnce() {
    TranscriptEntry one = says(MALLORYS, "hello");
    arrive(one);
    arrive(again(one));
    feed.flush(CONVERSATION);
    arrive(again(one));
    feed.flush(CONVERSATION);

    assertThat(lines).filteredOn(line -> line.contains("hello")).hasSize(1);
  }

  @Test
  void aDeletedTextIsNeverPrintedAgain() {
    TranscriptEntry secret = says(MALLORYS, "password is hunter2");
    arrive(secret);
    feed.flush(CONVERSATION);
    lines.clear();

    arrive(put(MALLORYS, new Content.Delete(secret.entry().id())));
    feed.flush(CONVERSATION);
    feed.look(CONVERSATION);

    assertThat(lines)
        .containsExactly(
            "* mallory (me) deleted a message of 12:00", "12:00 mallory (me): (deleted)");
  }

  @Test
  void whatTheBacklogTakesBackIsNotShown() {
    TranscriptEntry secret = says(MALLORYS, "password is hunter2");
    TranscriptEntry meet = says(MALLORYS, "meet at 5");
    disk.clear(); // it is written while it comes
    feed.catchUp(true);
    for (TranscriptEntry one : List.of(secret, meet)) {
      disk.add(one);
      arrive(one);
      feed.flush(null);
    }
    arrive(put(MALLORYS, new Content.Delete(secret.entry().id())));
    arrive(put(MALLORYS, new Content.Edit(meet.entry().id(), "meet at 6")));
    feed.flush(null);
    assertThat(lines).isEmpty();
    feed.catchUp(false);
    feed.flush(null);

    assertThat(lines)
        .containsExactly(
            "(in mallory (me))",
            "-- Saturday 28 March 2026 --",
            "12:00 mallory (me): (deleted)",
            "12:00 mallory (me): (edited) meet at 6");
  }

  /** CNT-4. */
  @Test
  void changesAndReactionsAreToldOnce() {
    TranscriptEntry mine = says(MY_DEVICE, "lunch?");
    TranscriptEntry theirs = says(MALLORYS, "at noon");
    feed.look(CONVERSATION);
    lines.clear();
    TranscriptEntry edit = put(MALLORYS, new Content.Edit(theirs.entry().id(), "at one"));
    arrive(edit);
    arrive(put(MALLORYS, new Content.Reaction(mine.entry().id(), "👍", false)));
    arrive(put(MALLORYS, new Content.Reply(mine.entry().id(), "yes")));
    feed.flush(CONVERSATION);
    arrive(again(edit));
    feed.flush(CONVERSATION);

    assertThat(lines)
        .containsExactlyInAnyOrder(
            "* mallory (me) changed a message of 12:00 to: at one",
            "* mallory (me) put 👍 to a message of 12:00: \"lunch?\"",
            "12:00 mallory (me) answers \"lunch?\": yes");
    lines.clear();
    feed.look(CONVERSATION);
    assertThat(lines).contains("12:00 me: lunch?", "*     👍 mallory (me)");
  }

  /** TRS-5. */
  @Test
  void aReplyShowsWhatItAnswersAsThatReadsNow() {
    TranscriptEntry lunch = says(MALLORYS, "lunch?");
    TranscriptEntry secret = says(MALLORYS, "hunter2");
    arrive(put(MALLORYS, new Content.Reply(lunch.entry().id(), "yes")));
    arrive(put(MALLORYS, new Content.Reply(secret.entry().id(), "thanks")));
    arrive(put(MALLORYS, new Content.Edit(lunch.entry().id(), "dinner?")));
    arrive(put(MALLORYS, new Content.Delete(secret.entry().id())));
    feed.look(CONVERSATION);

    assertThat(lines)
        .contains(
            "12:00 mallory (me) answers \"dinner?\": yes",
            "12:00 mallory (me) answers a deleted message: thanks");
  }

  @Test
  void nobodyChangesWhatIsNotTheirs() {
    TranscriptEntry mine = says(MY_DEVICE, "I pay nothing");
    feed.look(CONVERSATION);
    lines.clear();
    arrive(put(MALLORYS, new Content.Edit(mine.entry().id(), "I pay 100")));
    arrive(put(MALLORYS, new Content.Delete(mine.entry().id())));
    feed.flush(CONVERSATION);
    feed.look(CONVERSATION);

    assertThat(lines).containsExactly("12:00 me: I pay nothing");
  }

  @Test
  void whatWasSaidOnAnotherOwnDeviceIsMine() {
    people.put(roster("mallory", "me", List.of(MALLORYS)));
    arrive(says(OTHER_DEVICE, "from the other one"));
    feed.flush(CONVERSATION);

    assertThat(lines).contains("12:00 me: from the other one");
  }

  @Test
  void whoIsNotKnownIsNobodyElse() {
    arrive(says(new UUID(0x1234567800000000L, 1), "a"));
    arrive(says(new UUID(0x8765432100000000L, 1), "b"));
    feed.flush(CONVERSATION);

    assertThat(lines)
        .contains("12:00 somebody who left (12345678): a", "12:00 somebody who left (87654321): b");
  }

  @Test
  void daysAreThoseOfTheCalendar() {
    for (ZonedDateTime at = NOON.plusHours(11);
        at.getDayOfMonth() < 31 && at.getMonthValue() < 4; ) {
      put(MALLORYS, new Content.Text("at " + at), at);
      at = at.plusHours(12);
    }
    feed.look(CONVERSATION);

    assertThat(lines)
        .filteredOn(line -> line.startsWith("--"))
        .containsExactly(
            "-- Saturday 28 March 2026 --",
            "-- Sunday 29 March 2026 --",
            "-- Monday 30 March 2026 --");
  }

  @Test
  void afterANewEpochOwnWordsAreStillThereOnce() {
    TranscriptEntry mine = says(MY_DEVICE, "hello");
    feed.look(CONVERSATION);
    StreamId moved = new StreamId(CONVERSATION, MY_DEVICE, 77);
    Entry entry = mine.entry();
    disk.set(
        0,
        new TranscriptEntry(
            moved, new Entry(1, entry.id(), entry.hlc(), entry.body()), ArrivedBy.SELF));
    feed.readAgain();
    lines.clear();
    arrive(says(MALLORYS, "hi"));
    feed.flush(CONVERSATION);
    feed.look(CONVERSATION);

    assertThat(lines).filteredOn(line -> line.contains("hello")).hasSize(1);
  }

  @Test
  void whatIsUnreadIsCountedAsItReads() {
    says(MY_DEVICE, "mine");
    TranscriptEntry read = says(MALLORYS, "read");
    says(MALLORYS, "new");
    TranscriptEntry gone = says(MALLORYS, "gone");
    put(MALLORYS, new Content.Delete(gone.entry().id()));

    assertThat(feed.unread(CONVERSATION, Map.of(read.stream(), read.entry().seq())))
        .isEqualTo(", 1 unread");
    assertThat(feed.unread(CONVERSATION, Map.of(read.stream(), 99L))).isEmpty();
  }

  private ChatFeed feed() {
    return new ChatFeed(
        people,
        (conversation, limit) -> disk.subList(Math.max(0, disk.size() - limit), disk.size()),
        _ -> "",
        ZONE,
        lines::add);
  }

  private TranscriptEntry says(UUID device, String text) {
    return put(device, new Content.Text(text));
  }

  private TranscriptEntry put(UUID device, Content content) {
    return put(device, content, NOON);
  }

  /** On disk, as it is before its event is told. */
  private TranscriptEntry put(UUID device, Content content, ZonedDateTime at) {
    seq++;
    long hlc = HybridClock.of(at.toInstant().toEpochMilli(), (int) seq);
    TranscriptEntry row =
        new TranscriptEntry(
            new StreamId(CONVERSATION, device, 1),
            new Entry(seq, new UUID(5, seq), hlc, ContentCodec.encode(content)),
            ArrivedBy.RELAY);
    disk.add(row);
    return row;
  }

  private static TranscriptEntry again(TranscriptEntry one) {
    StreamId other = new StreamId(CONVERSATION, one.stream().device(), 2);
    return new TranscriptEntry(other, one.entry(), one.by());
  }

  private void arrive(TranscriptEntry row) {
    feed.arrived(row.stream(), row.entry(), true);
  }

  private static Frame.Roster roster(String handle, String name, List<UUID> devices) {
    return new Frame.Roster(
        CONVERSATION,
        1,
        ConversationKind.DIRECT,
        "",
        List.of(
            new Member(ME, "tara", "Tara", true, true, List.of(MY_DEVICE, OTHER_DEVICE)),
            new Member(MALLORY, handle, name, false, true, devices)));
  }
}
