package dev.plait.relay;

import static dev.plait.protocol.wire.RefusalCode.CONFLICT;
import static dev.plait.protocol.wire.RefusalCode.EXPIRED;
import static dev.plait.protocol.wire.RefusalCode.QUEUE_FULL;
import static dev.plait.protocol.wire.RefusalCode.ROSTER_CHANGED;
import static dev.plait.protocol.wire.RefusalCode.UNAVAILABLE;

import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.store.AckedThrough;
import dev.plait.store.CommitResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a batch that the store has committed, or could not, means for its rows. Pure. */
final class Commits {
  private final Core core;
  private final Drain drain;
  private final Asks asks;

  Commits(Core core, Drain drain, Asks asks) {
    this.core = core;
    this.drain = drain;
    this.asks = asks;
  }

  /** The store has committed a batch. */
  void handleCommitted(long batchId, CommitResult result, long nowMs) {
    List<Pending> rows = core.batch.finish(batchId);
    if (result.outcomes().size() != rows.size()) {
      throw new IllegalStateException("outcomes for other rows");
    }
    Answers answers = new Answers();
    Set<Effect> deletes = new LinkedHashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      Pending pending = rows.get(i);
      core.custody.settle(pending);
      committed(pending, result.outcomes().get(i), answers, deletes, nowMs);
    }
    core.effects.addAll(deletes);
    answers.emit(core.limits.retryAfterMs(), core::send);
    answers.toAsk().forEach(this::ask);
  }

  /** The store could not commit; the senders keep the entries and retry. */
  void handleFailed(long batchId, long nowMs) {
    Answers answers = new Answers();
    Set<Effect> deletes = new LinkedHashSet<>();
    for (Pending pending : core.batch.finish(batchId)) {
      core.custody.settle(pending);
      switch (pending.fate) {
        case KEEP -> {
          UUID device = pending.row.target();
          answers.refused(pending.of.ref, pending.of.stream, device, UNAVAILABLE, pending.seq());
          core.left(pending, Effect.Outcome.REFUSED, nowMs);
        }
        // Whether a failed commit reached the disk is unknown: delete as if it had.
        case DELETE -> deletes.add(deleteAcked(pending));
        case CANCEL -> deletes.add(new Effect.CancelRows(pending.of.account, mark(pending)));
      }
    }
    core.effects.addAll(deletes);
    answers.emit(core.limits.retryAfterMs(), core::send);
  }

  private void committed(
      Pending pending,
      CommitResult.Outcome outcome,
      Answers answers,
      Set<Effect> deletes,
      long nowMs) {
    StreamId stream = pending.of.stream;
    UUID device = pending.row.target();
    switch (pending.fate) {
      case DELETE -> {
        // Said again: a sender that was away at the ack may have asked before the row was deleted.
        answers.delivered(device, acked(pending));
        core.left(pending, Effect.Outcome.DELIVERED, nowMs);
        deletes.add(deleteAcked(pending));
      }
      case CANCEL -> deletes.add(new Effect.CancelRows(pending.of.account, mark(pending)));
      case KEEP -> {
        core.left(pending, leaving(outcome), nowMs);
        switch (outcome) {
          case INSERTED, ALREADY_THERE -> {
            answers.stored(stream, device, pending.row.entry());
            onDisk(core.devices.get(device), stream, pending.seq(), nowMs);
          }
          case DELIVERED -> answers.ask(stream);
          case EXPIRED -> answers.refused(pending.of.ref, stream, device, EXPIRED, pending.seq());
          case CONFLICT -> answers.refused(pending.of.ref, stream, device, CONFLICT, pending.seq());
          case QUEUE_FULL ->
              answers.refused(pending.of.ref, stream, device, QUEUE_FULL, pending.seq());
          case CLOSED ->
              answers.refused(pending.of.ref, stream, device, ROSTER_CHANGED, pending.seq());
        }
      }
    }
  }

  private static Effect.Outcome leaving(CommitResult.Outcome outcome) {
    return switch (outcome) {
      case INSERTED, ALREADY_THERE -> Effect.Outcome.STORED;
      case DELIVERED -> Effect.Outcome.DELIVERED;
      case EXPIRED, CONFLICT, QUEUE_FULL, CLOSED -> Effect.Outcome.REFUSED;
    };
  }

  /** A new row is on disk: a connected device has it in flight, or gets it by page. */
  private void onDisk(@Nullable DeviceQueue queue, StreamId stream, long seq, long nowMs) {
    if (queue == null) {
      return;
    }
    if (queue.inFlight.contains(stream, seq)) {
      queue.inFlight.markDurable(stream, seq);
      return;
    }
    queue.noteCommitted(stream, seq);
    if (queue.state() == DeviceQueue.State.LIVE) {
      drain.leaveLive(queue, nowMs);
    } else {
      drain.pump(queue, nowMs);
    }
  }

  /** What its target acked in an earlier session only the store knows. */
  private void ask(StreamId stream) {
    DeviceQueue sender = core.devices.get(stream.device());
    if (sender != null) {
      asks.addOnce(sender, stream);
    }
  }

  private static StreamPosition acked(Pending pending) {
    if (pending.acked == null) {
      throw new IllegalStateException("deleted without an ack: " + pending.seq());
    }
    return pending.acked;
  }

  private static Effect deleteAcked(Pending pending) {
    StreamPosition at = acked(pending);
    return new Effect.DeleteThrough(
        pending.of.account,
        new AckedThrough(at.stream(), pending.row.target(), at.cursorSeq(), at.mark(), false));
  }

  private static AckedThrough mark(Pending pending) {
    return new AckedThrough(pending.of.stream, pending.row.target(), pending.seq());
  }
}
