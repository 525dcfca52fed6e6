package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What markers say, of others and of the account's other devices. */
final class ReadMarksTest {
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID TABLET = new UUID(2, 2);
  private static final StreamId OWN = new StreamId(CONVERSATION, new UUID(2, 1), 7);
  private static final StreamId TABLETS = new StreamId(CONVERSATION, TABLET, 7);
  private static final StreamId GRACES = new StreamId(CONVERSATION, new UUID(2, 3), 7);

  private final List<String> heard = new ArrayList<>();
  private final ReadMarks marks =
      new ReadMarks(
          stream -> !stream.equals(GRACES),
          (target, stream, through) -> heard.add("read " + through),
          (stream, through) -> heard.add("kept " + through));

  @Test
  void aMarkerOfAnotherAccountIsAboutAnOwnStream() {
    marks.handleEntry(GRACES, marker(1, OWN, 3));

    assertThat(heard).containsExactly("read 3", "kept 1");
  }

  @Test
  void whatAnotherOwnDeviceHasReadIsKeptAndNotReadAgain() {
    marks.handleEntry(GRACES, text(1));
    marks.handleEntry(GRACES, text(2));
    marks.handleEntry(TABLETS, marker(1, GRACES, 2));
    marks.handleEntry(TABLETS, marker(2, GRACES, 1));

    assertThat(heard).containsExactly("kept 2");
    assertThat(marks.takeUnread(CONVERSATION)).isEmpty();
  }

  @Test
  void aStrayThatWasNotReadIsReadAfterARestartToo() {
    ReadMarks restarted = new ReadMarks(_ -> false, (_, _, _) -> {}, (_, _) -> {});
    StreamId place = DiskWrite.Strays.placeOf(GRACES, text(4));
    restarted.restore(new DeviceState.Cursor(GRACES, 9, 1, 9));
    restarted.restore(new DeviceState.Cursor(place, 4, place.epoch(), 0));

    assertThat(restarted.takeUnread(CONVERSATION)).containsOnly(Map.entry(place, 4L));
    assertThat(restarted.takeUnread(CONVERSATION)).isEmpty();
  }

  @Test
  void aMarkerThatComesBeforeWhatItCoversIsKeptWithIt() {
    marks.handleEntry(TABLETS, marker(1, GRACES, 2));
    heard.clear();

    marks.handleEntry(GRACES, text(1));
    marks.handleEntry(GRACES, text(2));
    marks.handleEntry(GRACES, text(3));

    assertThat(heard).containsExactly("kept 1", "kept 2");
    assertThat(marks.takeUnread(CONVERSATION)).containsEntry(GRACES, 3L);
  }

  /** CNT-3: two clients would never come to an end. */
  @Test
  void aMarkerIsNotAnsweredAfterARestartEither() {
    marks.handleEntry(GRACES, text(1));
    assertThat(marks.takeUnread(CONVERSATION)).containsOnly(Map.entry(GRACES, 1L));
    marks.handleEntry(GRACES, marker(2, OWN, 1));
    assertThat(heard).containsExactly("read 1", "kept 2");
    assertThat(marks.takeUnread(CONVERSATION)).isEmpty();

    ReadMarks restarted = new ReadMarks(_ -> false, (_, _, _) -> {}, (_, _) -> {});
    restarted.restore(new DeviceState.Cursor(GRACES, 2, 1, 2));
    assertThat(restarted.takeUnread(CONVERSATION)).isEmpty();
  }

  @Test
  void aMarkerBehindWhatIsUnreadStaysSoUntilThatIsRead() {
    marks.handleEntry(GRACES, text(1));
    marks.handleEntry(GRACES, marker(2, OWN, 1));
    assertThat(heard).containsExactly("read 1");

    assertThat(marks.takeUnread(CONVERSATION)).containsOnly(Map.entry(GRACES, 1L));

    assertThat(heard).containsExactly("read 1", "kept 2");
  }

  private static Entry text(long seq) {
    return entry(seq, ContentCodec.encode(new Content.Text("hello")));
  }

  private static Entry marker(long seq, StreamId of, long throughSeq) {
    return entry(seq, ReadMarks.marker(of, throughSeq));
  }

  private static Entry entry(long seq, Bytes body) {
    return new Entry(seq, new UUID(9, seq), seq, body);
  }
}
