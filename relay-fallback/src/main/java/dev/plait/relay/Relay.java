package dev.plait.relay;

import static dev.plait.protocol.wire.RefusalCode.FORBIDDEN;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.relay.Deadline.Reason;
import dev.plait.relay.Pending.Fate;
import dev.plait.store.AckedThrough;
import dev.plait.store.CommitResult;
import dev.plait.store.ExpiredRows;
import dev.plait.store.Page;
import dev.plait.store.StoredPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The relay core of one node: custody after grace, device queues, receipts, refusals. Sans-IO:
 * events go in with the time, {@link #poll} gives effects, {@link #deadline} says when to call
 * {@link #handleTimeout}. One owner thread; lives as long as the node. Nothing is kept across a
 * restart: what was not {@code stored} is still in the senders' outboxes.
 *
 * <p>Sessions are fenced: an event of a session that is not the device's newest is ignored.
 */
public final class Relay {
  private final Core core;
  private final Drain drain;
  private final Intake intake;
  private final Acks acks;
  private final Asks asks;
  private final Commits commits;

  /** Starts with nobody connected. */
  public Relay(RelayLimits limits, long nowMs) {
    this.core = new Core(limits);
    this.drain = new Drain(core);
    this.intake = new Intake(core, drain);
    this.acks = new Acks(core, drain);
    this.asks = new Asks(core);
    this.commits = new Commits(core, drain, asks);
    core.timers.set(Reason.EXPIRE, this, nowMs + limits.expireEveryMs());
  }

  /**
   * A device's session is there; it takes over from an older one. The backlog follows at once, or
   * when the session is writable.
   */
  public void handleConnected(SessionId session, boolean writable, long nowMs) {
    UUID device = session.device();
    DeviceQueue before = core.devices.get(device);
    if (before != null && before.session >= session.number()) {
      return;
    }
    if (before != null) {
      drain.goOffline(before, nowMs);
    }
    DeviceQueue queue = new DeviceQueue(session, core.limits);
    queue.writable = writable;
    core.devices.put(device, queue);
    drain.pump(queue, nowMs);
    core.turnBatch(nowMs);
  }

  /** The session has ended; what it did not ack goes to the store. */
  public void handleDisconnected(UUID device, long session, long nowMs) {
    DeviceQueue queue = core.current(device, session);
    if (queue != null) {
      drain.goOffline(queue, nowMs);
      core.turnBatch(nowMs);
    }
  }

  /**
   * A device posts entries.
   *
   * @param roster the conversation's roster now; null when there is none for the sender
   */
  public void handlePost(
      UUID sender, long session, Frame.Post post, @Nullable RosterView roster, long nowMs) {
    DeviceQueue from = core.current(sender, session);
    if (from != null) {
      intake.post(from, post, roster, nowMs);
      core.turnBatch(nowMs);
    }
  }

  /** A device posts while nobody can tell who is in the conversation: it keeps the entries. */
  public void handlePostUnavailable(UUID sender, long session, Frame.Post post) {
    if (core.current(sender, session) != null) {
      intake.refuse(sender, post, RefusalCode.UNAVAILABLE);
    }
  }

  /**
   * A device has committed entries of a stream.
   *
   * @param together whether it and the stream's device are both in the conversation now. Without
   *     that, only what this session was sent counts: nobody hears from a stranger
   */
  public void handleAck(
      UUID device,
      long session,
      StreamPosition position,
      @Nullable Bytes proof,
      boolean together,
      long nowMs) {
    DeviceQueue queue = core.current(device, session);
    if (queue != null) {
      boolean draining = queue.state() == DeviceQueue.State.DRAINING;
      acks.take(queue, position, proof, together, draining, nowMs);
      core.turnBatch(nowMs);
    }
  }

  /**
   * A device says what it has (acks), and asks what became of its own streams.
   *
   * @param together as for an ack, for each stream
   */
  public void handleHave(
      UUID device, long session, Frame.Have have, Predicate<StreamId> together, long nowMs) {
    DeviceQueue queue = core.current(device, session);
    if (queue == null) {
      return;
    }
    for (StreamPosition position : have.in()) {
      acks.take(queue, position, null, together.test(position.stream()), true, nowMs);
    }
    List<StreamId> own = new ArrayList<>();
    for (StreamId stream : have.out()) {
      if (stream.device().equals(device)) {
        own.add(stream);
      } else {
        core.send(device, Answers.refusal(0, stream, null, FORBIDDEN, List.of(), 0));
      }
    }
    if (!own.isEmpty()) {
      asks.add(queue, 0, own);
    }
    core.turnBatch(nowMs);
  }

  /** A sender takes back what one target has not acked. */
  public void handleCancel(UUID sender, long session, Frame.Cancel cancel, long nowMs) {
    DeviceQueue queue = core.current(sender, session);
    if (queue == null) {
      return;
    }
    StreamId stream = new StreamId(cancel.conversation(), sender, cancel.epoch());
    if (asks.isRefused(queue, cancel.ref(), List.of(stream))) {
      return;
    }
    for (Pending pending : core.custody.through(cancel.device(), stream, cancel.throughSeq())) {
      if (pending.state != Pending.State.COMMITTING) {
        core.drop(pending);
      } else if (pending.fate == Fate.KEEP) {
        pending.fate = Fate.CANCEL;
      }
    }
    core.effects.add(
        new Effect.CancelRows(
            queue.account, new AckedThrough(stream, cancel.device(), cancel.throughSeq())));
    asks.add(queue, cancel.ref(), List.of(stream));
    core.turnBatch(nowMs);
  }

  /** The device's socket takes more, or does not. */
  public void handleWritable(UUID device, long session, boolean writable, long nowMs) {
    DeviceQueue queue = core.current(device, session);
    if (queue == null) {
      return;
    }
    queue.writable = writable;
    if (writable) {
      drain.pump(queue, nowMs);
    } else if (queue.state() == DeviceQueue.State.LIVE) {
      drain.leaveLive(queue, nowMs);
      core.turnBatch(nowMs);
    }
  }

  /** The store has committed a batch. */
  public void handleCommitted(long batchId, CommitResult result, long nowMs) {
    commits.handleCommitted(batchId, result, nowMs);
    core.turnBatch(nowMs);
  }

  /** The store could not commit; the senders keep the entries and retry. */
  public void handleCommitFailed(long batchId, long nowMs) {
    commits.handleFailed(batchId, nowMs);
    core.turnBatch(nowMs);
  }

  /** A page was read. */
  public void handlePage(UUID device, long requestId, Page page, long nowMs) {
    DeviceQueue queue = asked(device, requestId);
    if (queue != null) {
      drain.handlePage(queue, page, nowMs);
      core.turnBatch(nowMs);
    }
  }

  /** A page could not be read; it is asked for again. */
  public void handlePageFailed(UUID device, long requestId, long nowMs) {
    DeviceQueue queue = asked(device, requestId);
    if (queue != null) {
      drain.handlePageFailed(queue, nowMs);
    }
  }

  /** All receipts there are were looked up, as a session asked, or after its cancel. */
  public void handlePositions(UUID device, long session, List<StoredPosition> positions) {
    DeviceQueue queue = core.current(device, session);
    if (queue != null) {
      asks.handlePositions(queue, positions);
    }
  }

  /** They could not be; they are asked for again. */
  public void handlePositionsFailed(UUID device, long session, long nowMs) {
    DeviceQueue queue = core.current(device, session);
    if (queue != null) {
      asks.handleFailed(queue, nowMs);
    }
  }

  /** Rows were deleted by expiry. */
  public void handleExpired(List<ExpiredRows> rows, long nowMs) {
    for (ExpiredRows gone : rows) {
      for (List<Range> piece : Frames.pieces(gone.seqs())) {
        core.send(gone.stream().device(), Answers.expired(gone.stream(), gone.target(), piece));
      }
    }
    if (!rows.isEmpty()) {
      core.timers.set(Reason.EXPIRE, this, nowMs + core.limits.groupMs());
    }
  }

  /** A device is out of a conversation: nothing is kept for it there. */
  public void handleLeft(UUID conversation, UUID device, long nowMs) {
    dropAll(device, stream -> stream.conversation().equals(conversation));
    core.effects.add(new Effect.Leave(conversation, device, nowMs));
    core.turnBatch(nowMs);
  }

  /** Rows that this relay has not committed are in a device's queue now. */
  public void handleRung(UUID device, long nowMs) {
    DeviceQueue queue = core.devices.get(device);
    if (queue != null) {
      queue.noteRung();
      if (queue.state() == DeviceQueue.State.LIVE) {
        drain.leaveLive(queue, nowMs);
      } else {
        drain.pump(queue, nowMs);
      }
      core.turnBatch(nowMs);
    }
  }

  /** A device was revoked and will not come back: nothing is kept for it. */
  public void handleDeviceGone(UUID device, long nowMs) {
    DeviceQueue queue = core.devices.get(device);
    if (queue != null) {
      drain.goOffline(queue, nowMs);
    }
    dropAll(device, _ -> true);
    core.effects.add(new Effect.Forget(device));
    core.turnBatch(nowMs);
  }

  private void dropAll(UUID device, Predicate<StreamId> which) {
    for (Pending pending : core.custody.of(device)) {
      if (which.test(pending.of.stream)) {
        if (pending.state == Pending.State.COMMITTING) {
          pending.fate = Fate.CANCEL;
        } else {
          core.drop(pending);
        }
      }
    }
  }

  /** Does everything whose deadline has come. */
  public void handleTimeout(long nowMs) {
    for (Timers.Due due; (due = core.timers.takeDue(nowMs)) != null; ) {
      switch (due.reason()) {
        case GRACE -> core.toBatch((Pending) due.subject(), nowMs);
        case GROUP -> {}
        case ASK_RETRY -> asks.handleRetry((DeviceQueue) due.subject());
        case PAGE_RETRY -> drain.handleRetry((DeviceQueue) due.subject(), nowMs);
        case STALL -> drain.handleStall((DeviceQueue) due.subject(), nowMs);
        case EXPIRE -> {
          core.timers.set(Reason.EXPIRE, this, nowMs + core.limits.expireEveryMs());
          core.effects.add(new Effect.Expire(nowMs - core.limits.queueMs()));
        }
      }
    }
    core.turnBatch(nowMs);
  }

  /** The next thing to do, or null. Effects are in order. */
  public @Nullable Effect poll() {
    return core.effects.poll();
  }

  /** When to call {@link #handleTimeout}, and why. */
  public @Nullable Deadline deadline() {
    return core.timers.next();
  }

  /** Bytes that are in custody; never over {@link RelayLimits#custodyBytes}. */
  public long custodyBytes() {
    return core.custody.bytes();
  }

  /** How much of its limits a device uses. */
  public DeviceLoad load(UUID device) {
    return core.load(device);
  }

  private @Nullable DeviceQueue asked(UUID device, long requestId) {
    DeviceQueue queue = core.devices.get(device);
    return queue != null
            && queue.paging == DeviceQueue.Paging.ASKED
            && queue.pageRequestId == requestId
        ? queue
        : null;
  }
}
