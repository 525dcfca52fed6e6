package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Targets whose disk went back in time: what they had acked they lack again, and wait for it with
 * everything that came after. They get it once more from the own transcript (DLV-23). Owned by one
 * {@link Sender}.
 */
final class Returns {
  /** How late a position may come: less than a receiver waits before it says it again. */
  private static final long LATE_MS = 2_000;

  private final Outbox outbox;
  private final ArrayDeque<SendEffect> effects;
  private final SenderLimits limits;

  Returns(Outbox outbox, ArrayDeque<SendEffect> effects, SenderLimits limits) {
    this.outbox = outbox;
    this.effects = effects;
    this.limits = limits;
  }

  /**
   * A position below what was acked, from a target that holds something. It may be late: only one
   * that says so again some time later, and no more in between, has gone back. Even then nothing
   * changes before the entries are read; what it says until then it says again.
   */
  void seemsBack(TargetQueue queue, StreamPosition position, long nowMs) {
    if (queue.seemsBackSinceMs == TargetQueue.NEVER) {
      queue.seemsBackSinceMs = nowMs;
    }
    // The answer to an earlier question must not pass for that to another: it may lack the first.
    if (queue.reading || nowMs - queue.seemsBackSinceMs < LATE_MS) {
      return;
    }
    queue.seemsBackSinceMs = nowMs;
    queue.wentBackTo = position;
    ask(queue, Math.max(position.cursorSeq() + 1, queue.firstSeq), queue.mostDelivered);
  }

  /** The target has as much as it ever had. */
  void handleCaughtUp(TargetQueue queue) {
    queue.missing = null;
    queue.wentBackTo = null;
    queue.seemsBackSinceMs = TargetQueue.NEVER;
  }

  /**
   * A position has come, or entries are settled: once none is open of what was read before, more of
   * what is missing is asked for.
   */
  void handleSettled(TargetQueue queue) {
    Range missing = queue.missing;
    if (missing != null
        && !queue.reading
        && queue.items.headMap(missing.fromSeq(), false).isEmpty()) {
      ask(queue, Math.max(missing.fromSeq(), queue.deliveredThrough + 1), missing.throughSeq());
    }
  }

  /** What was read for it. */
  void again(TargetQueue queue, List<Entry> entries, long throughSeq) {
    queue.reading = false;
    Range missing = queue.missing;
    if (missing == null) {
      return;
    }
    StreamPosition lower = queue.wentBackTo;
    if (lower != null) {
      queue.wentBackTo = null;
      queue.deliveredThrough = lower.cursorSeq();
      queue.deliveredMark = lower.mark();
      queue.held = RangeSet.of(lower.held());
    }
    long done = throughSeq;
    boolean added = false; // one passes a full outbox: what fills it may wait for it
    for (Entry entry : entries) {
      if (entry.seq() <= queue.deliveredThrough || queue.items.containsKey(entry.seq())) {
        continue;
      }
      if (added && !outbox.fits(entry.body().size())) {
        done = entry.seq() - 1;
        break;
      }
      OutEntry out = outbox.get(entry.seq());
      if (out == null) {
        out = outbox.add(new PostedEntry(entry, List.of()));
        out.committed = true;
      }
      outbox.addTarget(out);
      // It was delivered once: what becomes of it now is not told again.
      queue.add(new TargetItem(out, queue.deliveredThrough, null, Status.DELIVERED));
      added = true;
    }
    queue.missing = done >= missing.throughSeq() ? null : new Range(done + 1, missing.throughSeq());
    if (!added && done == throughSeq) {
      handleSettled(queue);
    }
  }

  private void ask(TargetQueue queue, long fromSeq, long throughSeq) {
    if (fromSeq > throughSeq) {
      queue.missing = null;
      return;
    }
    queue.missing = new Range(fromSeq, throughSeq);
    queue.reading = true;
    effects.add(
        new SendEffect.NeedAgain(queue.device, fromSeq, throughSeq, limits.transcriptEntries()));
  }
}
