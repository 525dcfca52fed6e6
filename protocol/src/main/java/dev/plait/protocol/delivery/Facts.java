package dev.plait.protocol.delivery;

import dev.plait.protocol.delivery.TargetItem.Custody;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies what targets and server say to a target queue. Owned by one {@link Sender}. */
final class Facts {
  private final Outbox outbox;
  private final ArrayDeque<SendEffect> effects;
  private final Returns returns;
  private final Rebase rebase;
  private final Withdrawals withdrawals;

  Facts(Outbox outbox, ArrayDeque<SendEffect> effects, SenderLimits limits) {
    this.outbox = outbox;
    this.effects = effects;
    this.returns = new Returns(outbox, effects, limits);
    this.rebase = new Rebase(outbox, effects);
    this.withdrawals = new Withdrawals(rebase);
  }

  AckOutcome acked(TargetQueue queue, StreamPosition position, long nowMs) {
    RangeSet held = RangeSet.of(position.held());
    long cursor = position.cursorSeq();
    if (cursor > queue.sentThrough) {
      return forked(queue, "ack-of-unsent");
    }
    if (held.lastSeq() > queue.sentThrough) {
      return forked(queue, "held-of-unsent");
    }
    if (cursor < queue.deliveredThrough) {
      if (!held.isEmpty()) {
        returns.seemsBack(queue, position, nowMs);
      }
      return AckOutcome.UNCHANGED;
    }
    boolean advanced = cursor > queue.deliveredThrough;
    // A target that went back is believed in what it acked once: no status hangs on that any more.
    boolean ackedOnce = advanced && cursor < queue.mostDelivered;
    if (!ackedOnce && !binds(queue, position)) {
      return advanced && queue.items.headMap(cursor, true).isEmpty()
          ? AckOutcome.UNCHANGED // of an earlier time as a target, and nothing hangs on it
          : forked(queue, "ack-of-others");
    }
    queue.held = held;
    queue.deliveredThrough = cursor;
    queue.deliveredMark = position.mark();
    if (cursor >= queue.mostDelivered) {
      queue.mostDelivered = cursor;
      queue.mostMark = position.mark();
      returns.handleCaughtUp(queue);
    }
    if (advanced) {
      settleThrough(queue, cursor);
      queue.binding.handleDelivered();
      announceRead(queue);
      queue.progress(nowMs);
    }
    returns.handleSettled(queue);
    queue.fillHoles();
    outbox.flush(effects);
    return advanced ? AckOutcome.ADVANCED : AckOutcome.UNCHANGED;
  }

  /** Whether what the target has is what was sent to it from here (DLV-20). */
  private static boolean binds(TargetQueue queue, StreamPosition position) {
    long cursor = position.cursorSeq();
    if (cursor == queue.deliveredThrough) {
      return cursor == 0
          || position.mark() == queue.deliveredMark
          || queue.deliveredMark == Marks.NONE; // kept by a program that knew no marks
    }
    return queue.binding.holds(cursor, position.mark());
  }

  /** Entries of the own transcript that a target lacks again (DLV-23). */
  void again(TargetQueue queue, List<Entry> entries, long throughSeq) {
    returns.again(queue, entries, throughSeq);
    if (queue.path == Path.RELAY) {
      cancelThrough(queue, queue.brokenThrough());
    }
  }

  private void settleThrough(TargetQueue queue, long cursor) {
    RangeSet delivered = new RangeSet();
    while (!queue.items.isEmpty() && queue.items.firstKey() <= cursor) {
      TargetItem item = queue.items.firstEntry().getValue();
      if (item.status != Status.DELIVERED) {
        delivered.add(item.seq());
      }
      settle(queue, item, Status.DELIVERED);
    }
    announce(queue, delivered, Status.DELIVERED, null);
    queue.unread.delivered(delivered);
  }

  void stored(TargetQueue queue, List<Range> ranges, long storedMark, long nowMs) {
    if (RangeSet.of(ranges).lastSeq() > queue.sentThrough) {
      forked(queue, "stored-of-unsent");
      return;
    }
    Long mark = queue.binding.foldOf(ranges);
    if (mark == null) {
      return; // some of it the target has acked on another way: what it lacks is posted again
    }
    if (mark != storedMark) {
      forked(queue, "stored-of-others");
      return;
    }
    RangeSet stored = new RangeSet();
    for (Range range : ranges) {
      for (TargetItem item :
          queue.items.subMap(range.fromSeq(), true, range.throughSeq(), true).values()) {
        if (item.seq() <= queue.staleThrough) {
          continue;
        }
        item.confirmed = true;
        if (item.custody == Custody.STORED) {
          continue;
        }
        outbox.stored(item);
        queue.stored(item);
        if (queue.generation > queue.cancelGeneration) {
          item.afterSeq = queue.afterOf(item);
        }
        if (item.status.compareTo(Status.STORED) < 0) {
          item.status = Status.STORED;
          stored.add(item.seq());
        }
      }
    }
    announce(queue, stored, Status.STORED, null);
    queue.progress(nowMs);
    outbox.flush(effects);
  }

  void refused(
      TargetQueue queue, List<Range> ranges, RefusalCode code, long retryAfterMs, long nowMs) {
    List<TargetItem> items = new ArrayList<>();
    for (Range range : ranges) {
      for (TargetItem item :
          queue.items.subMap(range.fromSeq(), true, range.throughSeq(), true).values()) {
        if (item.custody == Custody.POSTED || (!code.retryable() && item.status != Status.QUEUED)) {
          items.add(item);
        }
      }
    }
    if (items.isEmpty()) {
      return;
    }
    if (code == RefusalCode.CONFLICT) {
      forked(queue, "conflict");
      return;
    }
    if (code.retryable()) {
      retryLater(queue, items, retryAfterMs, nowMs);
      if (code == RefusalCode.QUEUE_FULL && queue.reachesServer()) {
        rebase.makeRoomFor(queue, items.getFirst());
      }
    } else {
      RangeSet refused = new RangeSet();
      for (TargetItem item : items) {
        if (item.status != Status.DELIVERED) {
          refused.add(item.seq());
        }
        queue.binding.handleGivenUp(item.seq(), item.out.id);
        settle(queue, item, Status.REFUSED);
      }
      announce(queue, refused, Status.REFUSED, code);
      cancelThrough(queue, queue.brokenThrough());
      queue.progress(nowMs);
      returns.handleSettled(queue);
    }
    outbox.flush(effects);
  }

  private void retryLater(
      TargetQueue queue, List<TargetItem> items, long retryAfterMs, long nowMs) {
    for (TargetItem item : items) {
      outbox.unpost(item);
      queue.postAgain(item);
    }
    if (queue.reachesServer()) {
      long waitMs = retryAfterMs > 0 ? retryAfterMs : queue.retry.nextMs();
      queue.retryAtMs = nowMs + waitMs;
      queue.resendAtMs = TargetQueue.NEVER;
      queue.armResend(nowMs);
    }
  }

  /** Cancels the rows of a target through {@code throughSeq}; 0 for nothing to do. */
  void cancelThrough(TargetQueue queue, long throughSeq) {
    rebase.cancelThrough(queue, throughSeq);
  }

  /** It is on disk that custody is over. */
  void takenBack(TargetQueue queue) {
    rebase.takenBack(queue);
  }

  /** A new session: what was asked in the last one gets no answer any more. */
  void asked(Collection<TargetQueue> queues) {
    for (TargetQueue queue : queues) {
      queue.items.values().forEach(item -> item.confirmed = false);
      if (queue.cancelThrough == 0) {
        queue.staleThrough = 0;
      }
    }
    withdrawals.asked();
  }

  /** The server has told all. */
  void told(Collection<TargetQueue> queues, long ref) {
    withdrawals.told(ref);
    for (TargetQueue queue : queues) {
      if (ref >= queue.staleUntilRef) {
        queue.staleThrough = 0;
      }
      rebase.takeBackLost(queue);
    }
  }

  void read(TargetQueue queue, long throughSeq) {
    queue.unread.read(Math.min(throughSeq, queue.sentThrough));
    announceRead(queue);
  }

  void gone(TargetQueue queue) {
    // Refused ones too: the server may have kept a copy of what it refused the second time.
    long sent = Math.min(queue.lastSeq, queue.sentThrough);
    if (sent > queue.deliveredThrough) {
      withdrawals.gone(queue.device, sent);
    }
    RangeSet dropped = new RangeSet();
    for (TargetItem item : List.copyOf(queue.items.values())) {
      if (item.status != Status.DELIVERED) {
        dropped.add(item.seq());
      }
      settle(queue, item, Status.REFUSED);
    }
    announce(queue, dropped, Status.REFUSED, RefusalCode.NOT_A_MEMBER);
    outbox.flush(effects);
  }

  private void announceRead(TargetQueue queue) {
    announce(queue, queue.unread.takeRead(queue.deliveredThrough), Status.READ, null);
  }

  private void settle(TargetQueue queue, TargetItem item, Status status) {
    item.status = status;
    queue.remove(item);
    outbox.settled(item);
  }

  private void announce(
      TargetQueue queue, RangeSet seqs, Status status, @Nullable RefusalCode code) {
    if (!seqs.isEmpty()) {
      effects.add(new SendEffect.StatusChanged(queue.device, seqs.toList(), status, code));
    }
  }

  private AckOutcome forked(TargetQueue queue, String evidence) {
    effects.add(new SendEffect.Forked(queue.device, evidence));
    return AckOutcome.FORKED;
  }
}
