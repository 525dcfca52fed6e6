package dev.plait.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DLV-17 to DLV-19: what is refused by its seq or its stream, while the session goes on. */
class RelayRefusalsTest {
  private static final UUID EVE = new UUID(1, 3);

  private final Rig rig = new Rig(RelayLimits.DEFAULT, 1_000);

  @BeforeEach
  void everybodyIsThere() {
    rig.connect(Rig.ADA);
    rig.connect(Rig.GRACE);
    rig.connect(EVE);
    rig.settle();
  }

  @Test
  void anAckOfAStrangerReachesNobody() {
    rig.post(1, 3);

    ack(EVE, Rig.STREAM, 3, false);

    assertThat(rig.frames(Rig.ADA, Frame.Receipt.class)).isEmpty();
    Frame.Refused refused = lastRefusal(EVE);
    assertThat(refused.code()).isEqualTo(RefusalCode.NOT_A_MEMBER);
    assertThat(refused.stream()).isEqualTo(Rig.STREAM);
  }

  @Test
  void whoHasLeftStillAcksWhatThisSessionWasSent() {
    rig.post(1, 3);

    ack(Rig.GRACE, Rig.STREAM, 3, false);

    assertThat(rig.frames(Rig.ADA, Frame.Receipt.class).getLast().deliveredThroughSeq())
        .isEqualTo(3);
  }

  @Test
  void nobodyAcksItsOwnStream() {
    ack(Rig.ADA, Rig.STREAM, 3, true);

    assertThat(rig.frames(Rig.ADA, Frame.Receipt.class)).isEmpty();
    assertThat(lastRefusal(Rig.ADA).code()).isEqualTo(RefusalCode.NOT_A_MEMBER);
  }

  @Test
  void anAckInHaveCountsOnlyAmongMembers() {
    StreamPosition position = new StreamPosition(Rig.STREAM, 3, 3, List.of());
    Frame.Have have = new Frame.Have(List.of(position), List.of());

    rig.relay.handleHave(EVE, rig.session(EVE), have, stream -> false, rig.nowMs);
    rig.drain();
    assertThat(rig.frames(Rig.ADA, Frame.Receipt.class)).isEmpty();

    rig.relay.handleHave(Rig.GRACE, rig.session(Rig.GRACE), have, stream -> true, rig.nowMs);
    rig.drain();
    assertThat(rig.frames(Rig.ADA, Frame.Receipt.class)).hasSize(1);
  }

  @Test
  void nobodyAsksWhatBecameOfAnothersStream() {
    Frame.Have have = new Frame.Have(List.of(), List.of(Rig.STREAM));

    rig.relay.handleHave(Rig.GRACE, rig.session(Rig.GRACE), have, stream -> true, rig.nowMs);
    rig.drain();

    assertThat(lastRefusal(Rig.GRACE).code()).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(lastRefusal(Rig.GRACE).stream()).isEqualTo(Rig.STREAM);
  }

  @Test
  void aBodyOverTheLimitIsRefusedAlone() {
    rig.post(List.of(Rig.posted(1, Rig.GRACE), large(2), Rig.posted(3, Rig.GRACE)));

    Frame.Refused refused = lastRefusal(Rig.ADA);
    assertThat(refused.code()).isEqualTo(RefusalCode.TOO_LARGE);
    assertThat(refused.seqs()).containsExactly(new Range(2, 2));
    assertThat(refused.ref()).isEqualTo(1);
    List<Long> arrived = new ArrayList<>();
    rig.frames(Rig.GRACE, Frame.Entries.class)
        .forEach(frame -> frame.entries().forEach(e -> arrived.add(e.entry().seq())));
    assertThat(arrived).containsExactly(1L, 3L);
  }

  @Test
  void theAnnouncedWindowIsTheOneThatHolds() {
    int window = RelayLimits.DEFAULT.windowEntries();
    rig.disconnect(Rig.GRACE);

    rig.post(1, window);
    assertThat(rig.frames(Rig.ADA, Frame.Refused.class)).isEmpty();

    rig.post(window + 1, window + 2);
    assertThat(lastRefusal(Rig.ADA).code()).isEqualTo(RefusalCode.WINDOW_EXCEEDED);
    assertThat(lastRefusal(Rig.ADA).seqs()).containsExactly(new Range(window + 1, window + 2));
    assertThat(lastRefusal(Rig.ADA).retryAfterMs()).isPositive();
  }

  private void ack(UUID device, StreamId stream, long cursor, boolean together) {
    StreamPosition position = new StreamPosition(stream, cursor, cursor, List.of());
    rig.relay.handleAck(device, rig.session(device), position, null, together, rig.nowMs);
    rig.drain();
  }

  private static PostedEntry large(long seq) {
    Bytes body = Bytes.of(new byte[Limits.BODY_BYTES + 1]);
    return new PostedEntry(
        new Entry(seq, new UUID(5, seq), seq, body),
        List.of(new Address(Rig.GRACE, seq - 1, null)));
  }

  private Frame.Refused lastRefusal(UUID device) {
    return rig.frames(device, Frame.Refused.class).getLast();
  }
}
