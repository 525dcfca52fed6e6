package dev.plait.relay;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.relay.Deadline.Reason;
import dev.plait.relay.DeviceQueue.Paging;
import dev.plait.relay.DeviceQueue.State;
import dev.plait.store.Page;
import dev.plait.store.QueuedEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves each device between draining and live. Going live is free of races: the last page must have
 * seen every commit answered so far, and what is not committed yet is forwarded from memory.
 */
final class Drain {
  private final Core core;
  private long nextRequestId = 1;

  Drain(Core core) {
    this.core = core;
  }

  /** Asks for the next page when one is due and the credit allows it. */
  void pump(DeviceQueue queue, long nowMs) {
    if (queue.state() != State.DRAINING || queue.paging != Paging.IDLE || !queue.writable) {
      return;
    }
    if (!queue.hasCreditForPage()) {
      return;
    }
    queue.paging = Paging.ASKED;
    queue.pageRequestId = nextRequestId++;
    queue.clearUnseen();
    core.effects.add(
        new Effect.ReadPage(
            queue.account,
            queue.device,
            queue.pageRequestId,
            queue.pagedThrough,
            Math.clamp(queue.creditEntries(), 1, core.limits.pageEntries()),
            Math.clamp(queue.creditBytes(), 1, core.limits.pageBytes())));
  }

  void handlePage(DeviceQueue queue, Page page, long nowMs) {
    queue.paging = Paging.IDLE;
    if (queue.state() != State.DRAINING) {
      return;
    }
    List<AddressedEntry> run = new ArrayList<>();
    StreamId runStream = null;
    for (QueuedEntry row : page.entries()) {
      queue.pagedThrough = Math.max(queue.pagedThrough, row.position());
      long seq = row.entry().entry().seq();
      queue.noteSeen(row.stream(), seq);
      if (queue.inFlight.contains(row.stream(), seq)) {
        queue.inFlight.markDurable(row.stream(), seq);
        continue;
      }
      if (runStream != null && !runStream.equals(row.stream())) {
        send(queue, runStream, true, run);
        run.clear();
      }
      runStream = row.stream();
      run.add(row.entry());
      queue.inFlight.add(row.stream(), seq, Frames.bytes(row.entry()), true, nowMs);
    }
    if (runStream != null) {
      send(queue, runStream, true, run);
    }
    watch(queue, nowMs);
    if (page.more() || !queue.seenAll() || !queue.writable) {
      pump(queue, nowMs);
    } else if (queue.lost) {
      queue.lost = false;
      queue.pagedThrough = 0;
      pump(queue, nowMs);
    } else {
      goLive(queue, nowMs);
    }
  }

  /** Back to draining: everything in its grace goes to the batch first, so that order stays. */
  void leaveLive(DeviceQueue queue, long nowMs) {
    queue.transition(State.DRAINING);
    flush(queue, nowMs);
    pump(queue, nowMs);
  }

  void goOffline(DeviceQueue queue, long nowMs) {
    queue.transition(State.OFFLINE);
    core.timers.cancel(Reason.STALL, queue);
    core.timers.cancel(Reason.PAGE_RETRY, queue);
    core.timers.cancel(Reason.ASK_RETRY, queue);
    core.devices.remove(queue.device, queue);
    flush(queue, nowMs);
  }

  void handlePageFailed(DeviceQueue queue, long nowMs) {
    queue.paging = Paging.WAITING;
    core.timers.set(Reason.PAGE_RETRY, queue, nowMs + core.limits.retryAfterMs());
  }

  void handleRetry(DeviceQueue queue, long nowMs) {
    queue.paging = Paging.IDLE;
    pump(queue, nowMs);
  }

  /** Looks again later whether what is in flight was acked. */
  void watch(DeviceQueue queue, long nowMs) {
    if (queue.inFlight.entries() > 0) {
      core.timers.setIfAbsent(Reason.STALL, queue, nowMs + core.limits.stallMs());
    }
  }

  /**
   * Something was not acked for long: what the device does not hold counts as lost (its hold buffer
   * is bounded). The rest of the queue goes first, then it starts over: a stream that never goes on
   * keeps nobody out.
   */
  void handleStall(DeviceQueue queue, long nowMs) {
    long oldestMs = queue.inFlight.oldestSentMs();
    if (oldestMs == Long.MAX_VALUE) {
      return;
    }
    if (!queue.writable || nowMs - oldestMs < core.limits.stallMs()) {
      long fromMs = queue.writable ? oldestMs : nowMs;
      core.timers.set(Reason.STALL, queue, fromMs + core.limits.stallMs());
      return;
    }
    queue.inFlight.forgetLost();
    queue.lost = true;
    if (queue.state() == State.LIVE) {
      leaveLive(queue, nowMs);
    } else {
      pump(queue, nowMs);
    }
  }

  void send(DeviceQueue queue, StreamId stream, boolean stored, List<AddressedEntry> entries) {
    for (Frame.Entries frame : Frames.entries(stream, stored, entries)) {
      core.effects.add(new Effect.Send(queue.device, queue.session, frame));
    }
  }

  private void goLive(DeviceQueue queue, long nowMs) {
    for (Pending pending : core.custody.of(queue.device)) {
      if (queue.inFlight.contains(pending.of.stream, pending.seq())) {
        continue;
      }
      if (!queue.hasCredit()) {
        pump(queue, nowMs);
        return;
      }
      queue.inFlight.add(pending.of.stream, pending.seq(), pending.bytes(), false, nowMs);
      send(queue, pending.of.stream, false, List.of(pending.addressed()));
      watch(queue, nowMs);
    }
    queue.transition(State.LIVE);
    if (!queue.announced) {
      queue.announced = true;
      core.effects.add(new Effect.Send(queue.device, queue.session, new Frame.Live()));
    }
  }

  private void flush(DeviceQueue queue, long nowMs) {
    for (Pending pending : core.custody.of(queue.device)) {
      if (pending.state == Pending.State.FORWARDED) {
        core.toBatch(pending, nowMs);
      }
    }
  }
}
