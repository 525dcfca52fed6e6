package dev.plait.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Limits of frames and windows, and what the owner must not do; the rest is in the vectors. */
class SenderTest {
  private static final UUID TARGET = new UUID(0, 2);
  private static final UUID CONVERSATION = new UUID(0, 9);
  private static final StreamId STREAM = new StreamId(CONVERSATION, new UUID(0, 1), 7);

  private final Sender sender = new Sender(STREAM, SenderLimits.DEFAULT, 1);
  private final Map<Sender, Long> said = new HashMap<>();

  @Test
  void aPostFitsItsFrameHoweverLargeTheBodies() {
    sender.handlePath(TARGET, Path.RELAY, 1, 0);
    say(sender, 40, Limits.BODY_BYTES);

    List<SendEffect.Post> posts = only(SendEffect.Post.class, drain(sender));

    assertThat(posts).hasSizeGreaterThan(1);
    for (SendEffect.Post post : posts) {
      String frame = FrameCodec.encode(new Frame.Post(1, CONVERSATION, -1L, 1, post.entries()));
      assertThat(frame.getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(Limits.FRAME_BYTES);
    }
  }

  @Test
  void aFrameHasAtMost256Entries() {
    sender.handlePath(TARGET, Path.RELAY, 1, 0);
    say(sender, 600, 1);

    assertThat(only(SendEffect.Post.class, drain(sender)).stream().map(p -> p.entries().size()))
        .containsExactly(256, 256, 88);
  }

  @Test
  void aChannelFrameIsFilledTo16KiBUnlessOneEntryNeedsMore() {
    sender.handlePath(TARGET, Path.DIRECT, 1, 0);
    say(sender, 20, 2_000);
    say(sender, 2, Limits.BODY_BYTES);

    List<SendEffect.SendDirect> frames = only(SendEffect.SendDirect.class, drain(sender));

    for (SendEffect.SendDirect sent : frames) {
      String frame = FrameCodec.encode(new Frame.Entries(STREAM, false, sent.entries()));
      int bytes = frame.getBytes(StandardCharsets.UTF_8).length;
      assertThat(bytes)
          .isLessThanOrEqualTo(
              sent.entries().size() == 1 ? Limits.CHANNEL_FRAME_BYTES : Limits.CHANNEL_BATCH_BYTES);
    }
    assertThat(frames.getFirst().entries()).hasSizeGreaterThan(3);
  }

  @Test
  void aDirectPathHasAtMost1024EntriesUnacked() {
    sender.handlePath(TARGET, Path.DIRECT, 1, 0);
    say(sender, 1_100, 1);

    assertThat(directEntries(drain(sender))).isEqualTo(1_024);
    sender.handleAck(TARGET, position(10), 5);
    assertThat(directEntries(drain(sender))).isEqualTo(10);
  }

  @Test
  void aDirectPathHasAtMostOneMebibyteUnacked() {
    sender.handlePath(TARGET, Path.DIRECT, 1, 0);
    say(sender, 40, Limits.BODY_BYTES);

    assertThat(directEntries(drain(sender))).isEqualTo((1 << 20) / Limits.BODY_BYTES);
  }

  @Test
  void allStreamsOfADeviceShareOneWindow() {
    RelayWindow window = new RelayWindow(3, 1_000);
    Sender one = new Sender(STREAM, SenderLimits.DEFAULT, 1, window);
    Sender other =
        new Sender(
            new StreamId(new UUID(0, 8), new UUID(0, 1), 7), SenderLimits.DEFAULT, 1, window);
    one.handlePath(TARGET, Path.RELAY, 1, 0);
    other.handlePath(TARGET, Path.RELAY, 1, 0);
    say(one, 2, 1);
    say(other, 2, 1);

    assertThat(postedEntries(drain(one))).isEqualTo(2);
    assertThat(postedEntries(drain(other))).isEqualTo(1);
    assertThat(window.takeReleased()).isTrue();
    one.handleAck(TARGET, position(1), 5);
    assertThat(window.takeReleased()).isTrue();
    assertThat(postedEntries(drain(other))).isEqualTo(1);
    assertThat(window.entries()).isEqualTo(3);
  }

  @Test
  void aWindowFullOfHeldEntriesDoesNotKeepOutTheOneThatTheyWaitFor() {
    SenderLimits limits = new SenderLimits(100, 1 << 20, 100, 100, 64, 3_000, 60_000, 50, 1_000);
    Sender narrow = new Sender(STREAM, limits, 1);
    narrow.handlePath(TARGET, Path.RELAY, 1, 0);
    say(narrow, 1, 10);
    say(narrow, 1, 60);
    say(narrow, 2, 40);
    drain(narrow);
    narrow.handleStored(
        TARGET, List.of(new Range(2, 2)), Marks.next(Marks.NONE, 2, new UUID(5, 2)), 1);
    narrow.handleAck(TARGET, position(0, new Range(2, 2)), 2);
    narrow.handlePath(TARGET, Path.DIRECT, 2, 2);
    assertThat(directEntries(drain(narrow))).as("all but 2, which is held").isEqualTo(3);

    // 1 has arrived, 3 and 4 are held, and the peer has dropped 2.
    narrow.handleAck(TARGET, position(1, new Range(3, 4)), 4);

    assertThat(drain(narrow)).contains(new SendEffect.NeedFromTranscript(List.of(new Range(2, 2))));
  }

  @Test
  void aTargetThatIsGoneFreesItsPlaceInTheWindow() {
    RelayWindow window = new RelayWindow(1, 1_000);
    Sender one = new Sender(STREAM, SenderLimits.DEFAULT, 1, window);
    one.handlePath(TARGET, Path.RELAY, 1, 0);
    say(one, 1, 1);
    drain(one);

    one.handleTargetGone(TARGET, 3);

    assertThat(only(SendEffect.Forget.class, drain(one))).hasSize(1);
    assertThat(window.entries()).isZero();
    assertThat(window.bytes()).isZero();
    assertThat(one.waitingEntries()).isZero();
  }

  @Test
  void anAckOfAnotherEpochMustNotComeHere() {
    StreamId earlier = new StreamId(CONVERSATION, new UUID(0, 1), 6);

    assertThatThrownBy(
            () -> sender.handleAck(TARGET, new StreamPosition(earlier, 1, 1, List.of()), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyWhatIsNumberedCanBeCommitted() {
    say(sender, 1, 1);

    assertThatThrownBy(() -> sender.handleCommitted(2, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sender.handleCommitFailed(1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEntryForNobodyIsForgottenWhenItIsCommitted() {
    sender.prepare(new UUID(5, 1), 1, Bytes.EMPTY, Map.of());
    sender.handleCommitted(1, 0);

    assertThat(only(SendEffect.Forget.class, drain(sender))).hasSize(1);
  }

  @Test
  void aMarkThatCostsTooMuchToLookAtIsForeign() {
    int refused = 64;
    int all = refused + 200;
    for (long arrived : new long[] {1, refused}) {
      Sender of = new Sender(STREAM, SenderLimits.DEFAULT, 1);
      of.handlePath(TARGET, Path.RELAY, 1, 0);
      say(of, all, 1);
      drain(of);
      of.handleRefused(TARGET, List.of(new Range(1, refused)), RefusalCode.FORBIDDEN, 0, 0);
      long mark = Marks.NONE;
      for (long seq = 1; seq <= all; seq++) {
        if (seq == arrived || seq > refused) {
          mark = Marks.next(mark, seq, new UUID(5, seq));
        }
      }

      of.handleAck(TARGET, new StreamPosition(STREAM, all, mark, List.of()), 1);

      assertThat(only(SendEffect.Forked.class, drain(of))).hasSize(arrived == 1 ? 0 : 1);
    }
  }

  private void say(Sender sender, int entries, int bodyBytes) {
    Map<UUID, Bytes> to = new HashMap<>();
    to.put(TARGET, Bytes.EMPTY);
    for (int i = 0; i < entries; i++) {
      long seq = said.merge(sender, 1L, Long::sum);
      var prepared = sender.prepare(new UUID(5, seq), i, Bytes.of(new byte[bodyBytes]), to);
      if (prepared instanceof Prepared.Accepted(var posted)) {
        sender.handleCommitted(posted.entry().seq(), 0);
      } else {
        throw new AssertionError(prepared);
      }
    }
  }

  private static StreamPosition position(long cursorSeq, Range... held) {
    long mark = Marks.NONE;
    for (long seq = 1; seq <= cursorSeq; seq++) {
      mark = Marks.next(mark, seq, new UUID(5, seq));
    }
    return new StreamPosition(STREAM, cursorSeq, mark, List.of(held));
  }

  private static int directEntries(List<SendEffect> effects) {
    return only(SendEffect.SendDirect.class, effects).stream()
        .mapToInt(sent -> sent.entries().size())
        .sum();
  }

  private static int postedEntries(List<SendEffect> effects) {
    return only(SendEffect.Post.class, effects).stream()
        .mapToInt(sent -> sent.entries().size())
        .sum();
  }

  private static <T> List<T> only(Class<T> type, List<SendEffect> effects) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static List<SendEffect> drain(Sender sender) {
    List<SendEffect> all = new ArrayList<>();
    for (SendEffect effect; (effect = sender.poll()) != null; ) {
      all.add(effect);
    }
    return all;
  }
}
