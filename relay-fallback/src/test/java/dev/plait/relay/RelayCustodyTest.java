package dev.plait.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.QueueRow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Custody after grace, refusals and receipts. */
class RelayCustodyTest {
  private static final UUID EVE = new UUID(1, 3);

  private final Rig rig = Rig.small();

  @Test
  void anEntryAckedWithinItsGraceNeverTouchesTheStore() {
    bothLive();
    rig.post(1, 2);
    rig.ack(2);
    rig.advance(1_000);
    assertThat(rig.store.commits).isZero();
    assertThat(receipts().getLast().deliveredThroughSeq()).isEqualTo(2);
  }

  @Test
  void anEntryNotAckedWithinItsGraceIsStoredAndSaidSo() {
    bothLive();
    rig.post(1, 2);
    rig.advance(49);
    assertThat(receipts()).isEmpty();
    rig.advance(10);
    assertThat(receipts().getLast().stored()).containsExactly(new Range(1, 2));
    rig.ack(2);
    rig.settle();
    assertThat(rig.store.rows).isEmpty();
  }

  @Test
  void anAckDuringTheCommitDeletesTheRowAfterIt() {
    anEntryIsBeingCommitted();
    rig.ack(1);
    rig.settle();
    assertThat(rig.store.commits).isEqualTo(1);
    assertThat(rig.store.rows).isEmpty();
    assertThat(receipts()).allMatch(receipt -> receipt.stored().isEmpty());
  }

  @Test
  void aSenderThatReturnsDuringTheCommitHearsOfTheAckItMissed() {
    anEntryIsBeingCommitted();
    rig.disconnect(Rig.ADA);
    rig.ack(1);
    rig.connect(Rig.ADA);
    rig.ask();
    rig.settle();
    assertThat(rig.store.commits).isEqualTo(1);
    assertThat(receipts()).anyMatch(receipt -> receipt.deliveredThroughSeq() == 1);
  }

  /**
   * In one frame with those before it a client would refuse it, and come back to the same for ever.
   */
  @Test
  void whatWasCommittedAfterLaterEntriesComesInAFrameOfItsOwn() {
    rig.connect(Rig.ADA);
    rig.post(3, 4);
    rig.advance(100);
    rig.post(1, 2); // as after a commit that failed
    rig.advance(100);

    rig.connect(Rig.GRACE);
    rig.settle();

    assertThat(rig.seqs(Rig.GRACE)).containsExactly(3L, 4L, 1L, 2L);
    assertThat(rig.frames(Rig.GRACE, Frame.Entries.class)).hasSizeGreaterThan(1);
  }

  @Test
  void theBacklogComesInOrderUnderCreditAndThenLive() {
    rig.connect(Rig.ADA);
    rig.post(1, 10);
    rig.advance(100);
    rig.connect(Rig.GRACE);
    rig.settle();
    assertThat(rig.seqs(Rig.GRACE)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(rig.frames(Rig.GRACE, Frame.Live.class)).isEmpty();
    rig.ack(6);
    rig.settle();
    assertThat(rig.seqs(Rig.GRACE)).hasSize(10).isSorted();
    assertThat(rig.frames(Rig.GRACE, Frame.Live.class)).hasSize(1);
  }

  @Test
  void aDeviceThatWentBackIsBelievedWhateverItsQueueWasLikeThen() {
    rig.connect(Rig.ADA);
    rig.post(1, 2);
    rig.advance(100);
    rig.connect(Rig.GRACE);
    rig.settle();
    rig.ack(2);
    rig.settle();
    rig.disconnect(Rig.GRACE);
    rig.post(3, 4);
    rig.advance(100);
    rig.connect(Rig.GRACE);
    rig.settle();
    assertThat(rig.frames(Rig.GRACE, Frame.Live.class)).hasSize(1);

    rig.ack(0, new Range(3, 4));
    rig.ask();
    rig.settle();

    assertThat(receipts().getLast().deliveredThroughSeq()).isZero();
  }

  @Test
  void aStreamThatNeverGoesOnKeepsNobodyOut() {
    rig.connect(Rig.ADA);
    rig.post(2, 19);
    rig.advance(100);
    rig.store.commit(List.of(fromEve()));
    rig.connect(Rig.GRACE);
    rig.settle();
    rig.ack(0);

    rig.advance(5 * rig.limits.stallMs());

    assertThat(rig.frames(Rig.GRACE, Frame.Entries.class))
        .anyMatch(frame -> frame.stream().device().equals(EVE));
  }

  private QueueRow fromEve() {
    StreamId stream = new StreamId(Rig.CONVERSATION, EVE, 1);
    return new QueueRow(
        Rig.GRACE, null, stream, Rig.entry(1, "let me in"), 0, null, false, rig.nowMs);
  }

  @Test
  void aFailedCommitIsRefusedAndNothingIsKept() {
    rig.connect(Rig.ADA);
    rig.store.down = true;
    rig.post(1, 3);
    rig.advance(100);
    Frame.Refused refused = rig.frames(Rig.ADA, Frame.Refused.class).getLast();
    assertThat(refused.code()).isEqualTo(RefusalCode.UNAVAILABLE);
    assertThat(refused.seqs()).containsExactly(new Range(1, 3));
    assertThat(refused.retryAfterMs()).isPositive();
    assertThat(rig.relay.custodyBytes()).isZero();
  }

  @Test
  void theOperatorLearnsHowLongAnEntryWasInCustodyAndHowItLeft() {
    bothLive();
    rig.post(1, 1);
    rig.nowMs += 7;
    rig.ack(1);
    rig.post(2, 2);
    rig.advance(1_000);

    assertThat(rig.left).contains(new Effect.Left(Effect.Outcome.DELIVERED, 7), atIndex(0));
    assertThat(rig.left).hasSize(2);
    assertThat(rig.left.getLast().outcome()).isEqualTo(Effect.Outcome.STORED);
    assertThat(rig.left.getLast().afterMs()).isPositive();
  }

  @Test
  void whatADeviceAskedIsAnsweredOnceTheStoreIsBack() {
    rig.connect(Rig.ADA);
    rig.store.down = true;
    rig.ask();
    rig.advance(3 * rig.limits.retryAfterMs());
    assertThat(rig.frames(Rig.ADA, Frame.Told.class)).isEmpty();

    rig.store.down = false;
    rig.advance(rig.limits.retryAfterMs());

    assertThat(rig.frames(Rig.ADA, Frame.Told.class))
        .containsExactly(new Frame.Told(0, Rig.STREAM));
  }

  @Test
  void theAnswerToACancelRepeatsItsRef() {
    rig.connect(Rig.ADA);
    Frame.Cancel cancel = new Frame.Cancel(42, Rig.CONVERSATION, 7, Rig.GRACE, 3);

    rig.relay.handleCancel(Rig.ADA, rig.session(Rig.ADA), cancel, rig.nowMs);
    rig.drain();
    rig.settle();

    assertThat(rig.frames(Rig.ADA, Frame.Told.class))
        .containsExactly(new Frame.Told(42, Rig.STREAM));
  }

  @Test
  void whoAsksMoreThanItMayWaitForIsRefused() {
    rig.connect(Rig.ADA);
    List<StreamId> streams = new ArrayList<>();
    for (int epoch = 1; epoch <= Limits.HAVE_STREAMS; epoch++) {
      streams.add(new StreamId(Rig.CONVERSATION, Rig.ADA, epoch));
    }
    Frame.Have have = new Frame.Have(List.of(), streams);
    int frames = Asks.STREAMS / Limits.HAVE_STREAMS;

    for (int i = 0; i <= frames; i++) {
      rig.relay.handleHave(Rig.ADA, rig.session(Rig.ADA), have, stream -> true, rig.nowMs);
    }
    rig.drain();
    rig.settle();

    assertThat(rig.frames(Rig.ADA, Frame.Told.class)).hasSize(Asks.STREAMS);
    assertThat(rig.frames(Rig.ADA, Frame.Refused.class))
        .hasSize(Limits.HAVE_STREAMS)
        .allMatch(refused -> refused.code() == RefusalCode.UNAVAILABLE);
  }

  @Test
  void anotherRosterVersionIsRefusedAfterTheRosterWasSent() {
    rig.connect(Rig.ADA);
    rig.roster = Rig.roster(4);
    rig.post(1, 1);
    assertThat(rig.received.get(Rig.ADA))
        .satisfiesExactly(
            roster -> assertThat(roster).isInstanceOf(Frame.Roster.class),
            refused -> {
              assertThat(((Frame.Refused) refused).code()).isEqualTo(RefusalCode.ROSTER_CHANGED);
              assertThat(((Frame.Refused) refused).retryAfterMs()).isZero();
            });
  }

  @Test
  void moreThanTheWindowIsRefused() {
    rig.connect(Rig.ADA);
    rig.post(1, 21);
    Frame.Refused refused = rig.frames(Rig.ADA, Frame.Refused.class).getLast();
    assertThat(refused.code()).isEqualTo(RefusalCode.WINDOW_EXCEEDED);
    assertThat(refused.seqs()).isEqualTo(List.of(new Range(21, 21)));
  }

  @Test
  void expiredEntriesAreToldToTheSenderWhenItReturns() {
    rig.connect(Rig.ADA);
    rig.post(1, 2);
    rig.advance(100);
    rig.disconnect(Rig.ADA);
    rig.advance(200_000);
    rig.connect(Rig.ADA);
    rig.ask();
    rig.settle();
    Frame.Refused refused = rig.frames(Rig.ADA, Frame.Refused.class).getLast();
    assertThat(refused.code()).isEqualTo(RefusalCode.EXPIRED);
    assertThat(refused.seqs()).containsExactly(new Range(1, 2));
  }

  /** Its grace and that of its group are over; the store has not answered. */
  private void anEntryIsBeingCommitted() {
    bothLive();
    rig.post(1, 1);
    rig.nowMs += 60;
    rig.relay.handleTimeout(rig.nowMs);
    rig.nowMs += 10;
    rig.relay.handleTimeout(rig.nowMs);
    rig.drain();
  }

  private void bothLive() {
    rig.connect(Rig.ADA);
    rig.connect(Rig.GRACE);
    rig.settle();
  }

  private List<Frame.Receipt> receipts() {
    return rig.frames(Rig.ADA, Frame.Receipt.class);
  }
}
