package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.delivery.ReceiverLimits;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InStreamsTest {
  private static final StreamId GRACE = new StreamId(new UUID(1, 1), new UUID(2, 2), 9);
  private static final StreamId EVE = new StreamId(new UUID(1, 1), new UUID(2, 3), 9);
  private static final long MINUTE_MS = 60_000;

  private final Effects effects = new Effects();
  private final InStreams streams =
      new InStreams(new ReceiverLimits(1_000, 1 << 20), effects, (stream, entry) -> {});

  /** When which stream said again what it lacks. */
  private final List<String> restated = new ArrayList<>();

  private long nowMs;

  @Test
  void whatIsHeldInManyStreamsIsSaidInFramesThatEveryPathTakes() {
    for (int stream = 0; stream < 300; stream++) {
      holdWithGaps(new StreamId(new UUID(1, stream), new UUID(2, 2), -1));
    }

    List<StreamPosition> said = new ArrayList<>();
    for (List<StreamPosition> positions : streams.positions(65_536, stream -> true)) {
      String frame = FrameCodec.encode(new Frame.Have(positions, List.of()));
      assertThat(frame.getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(Limits.CHANNEL_FRAME_BYTES);
      assertThat(FrameCodec.decode(frame, Direction.FROM_PEER)).isInstanceOf(Decoded.Ok.class);
      said.addAll(positions);
    }
    assertThat(said).hasSize(300).allMatch(position -> position.held().size() == Limits.RANGES);
  }

  @Test
  void aStrayThatWasKeptIsNoStreamToSayPositionsOf() {
    StreamId stream = new StreamId(new UUID(1, 1), new UUID(2, 2), 7);
    Entry entry = new Entry(5, new UUID(3, 5), 5, Bytes.utf8("x"));
    StreamId place = DiskWrite.Strays.placeOf(stream, entry);

    streams.restore(new DeviceState.Cursor(place, 5, place.epoch(), 0));

    assertThat(streams.positions(65_536, _ -> true)).isEmpty();
  }

  @Test
  void aFrameIsNotEmptyThoughTheChannelTakesLessThanAPosition() {
    come(GRACE, 1, 1);
    come(EVE, 1, 2);

    assertThat(streams.positions(10, stream -> true)).hasSize(2).allMatch(some -> some.size() == 1);
  }

  @Test
  void ofOneDeviceOnlySoManyStreamsBeginAtOnceAndThenOneEveryTenSeconds() {
    for (int epoch = 1; epoch <= 40; epoch++) {
      come(again(GRACE, epoch), 1, epoch);
    }
    assertThat(known()).isEqualTo(NewStreams.AT_ONCE);

    nowMs += 10_000;
    come(again(GRACE, 40), 1, 40);
    come(again(GRACE, 39), 1, 39);
    assertThat(known()).isEqualTo(NewStreams.AT_ONCE + 1);

    come(EVE, 1, 99);
    come(again(GRACE, 1), 2, 100);
    assertThat(known()).isEqualTo(NewStreams.AT_ONCE + 2);
    assertThat(arrived()).contains(new UUID(3, 99), new UUID(3, 100));
  }

  @Test
  void ofOneDeviceOnlySoManyStreamsHoldSomething() {
    for (int epoch = 1; epoch <= InStreams.HOLDING_STREAMS + 1; epoch++) {
      come(again(GRACE, epoch), 2, epoch);
    }
    come(again(GRACE, 1), 3, 20);
    assertThat(known()).isEqualTo(InStreams.HOLDING_STREAMS);

    come(EVE, 2, 21);
    assertThat(known()).isEqualTo(InStreams.HOLDING_STREAMS + 1);

    come(again(GRACE, 1), 1, 22);
    come(again(GRACE, InStreams.HOLDING_STREAMS + 1), 2, 23);
    assertThat(known()).isEqualTo(InStreams.HOLDING_STREAMS + 2);
  }

  private static StreamId again(StreamId stream, long epoch) {
    return new StreamId(stream.conversation(), stream.device(), epoch);
  }

  private int known() {
    return streams.positions(65_536, _ -> true).stream().mapToInt(List::size).sum();
  }

  @Test
  void whatIsLackingIsSaidAgainWithPausesThatOnlyItsOwnStreamShortens() {
    come(GRACE, 2, 2);
    for (int seq = 1; nowMs < 2 * MINUTE_MS; seq++) {
      come(EVE, seq, 100 + seq);
      pass(1_000);
    }

    assertThat(restated).containsExactly("2 at 5", "2 at 15", "2 at 35", "2 at 75");
  }

  @Test
  void oneThatHasGoneOnSaysSoSoonAgain() {
    come(GRACE, 2, 2);
    pass(16_000);
    come(GRACE, 4, 4);
    come(GRACE, 1, 1);
    pass(6_000);

    assertThat(restated).containsExactly("2 at 5", "2 at 15", "2 at 21");
  }

  @Test
  void aStrayIsNoProgress() {
    come(GRACE, 1, 1);
    come(GRACE, 3, 3);
    for (int i = 0; i < 11; i++) {
      pass(MINUTE_MS);
      come(GRACE, 1, 100 + i);
    }

    assertThat(arrived()).contains(new UUID(3, 3));
  }

  @Test
  void whatIsMissingIsNotWaitedForForEver() {
    come(GRACE, 2, 2);
    pass(10 * MINUTE_MS - 1);
    assertThat(arrived()).isEmpty();

    pass(1);

    assertThat(arrived()).containsExactly(new UUID(3, 2));
    assertThat(streams.deadlineMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theTimeDoesNotRunWhileTheDeviceSleeps() {
    come(GRACE, 2, 2);
    nowMs += 60 * MINUTE_MS;
    pass(9 * MINUTE_MS);
    assertThat(arrived()).isEmpty();

    pass(MINUTE_MS + 5_000);

    assertThat(arrived()).containsExactly(new UUID(3, 2));
  }

  /** An entry that follows the one before it, with a disk that is durable at once. */
  private void come(StreamId stream, long seq, long id) {
    Entry entry = new Entry(seq, new UUID(3, id), seq, Bytes.utf8("x"));
    Frame.Entries frame =
        new Frame.Entries(stream, false, List.of(new AddressedEntry(entry, seq - 1, null)));
    streams.handleEntries(frame, Path.RELAY, 1, nowMs);
    arrived();
  }

  private final List<UUID> told = new ArrayList<>();

  /** The ids of all that was told, once it is durable. */
  private List<UUID> arrived() {
    for (CoreEffect effect = effects.poll(); effect != null; effect = effects.poll()) {
      if (effect instanceof CoreEffect.Persist(long ticket, var _)) {
        streams.handleDurable(ticket, Map.of(), nowMs);
      } else if (effect instanceof CoreEffect.Tell(PeerEvent.MessageArrived message)) {
        told.add(message.entry().id());
      }
    }
    return told;
  }

  private void pass(long ms) {
    long end = nowMs + ms;
    while (streams.deadlineMs() <= end) {
      nowMs = Math.max(nowMs, streams.deadlineMs());
      streams.handleTimeout(
          (device, ack) -> restated.add(device.getLeastSignificantBits() + " at " + nowMs / 1_000),
          nowMs);
      arrived();
    }
    nowMs = end;
  }

  private void holdWithGaps(StreamId stream) {
    List<AddressedEntry> entries = new ArrayList<>();
    for (int i = 0; i < Limits.RANGES; i++) {
      long seq = Limits.SEQ_END - 1_000 + 2L * i;
      Entry entry = new Entry(seq, new UUID(3, i), i, Bytes.utf8("x"));
      entries.add(new AddressedEntry(entry, seq - 1, null));
    }
    streams.handleEntries(new Frame.Entries(stream, false, entries), Path.RELAY, 1, 0);
  }
}
