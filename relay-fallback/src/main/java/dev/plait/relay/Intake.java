package dev.plait.relay;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.QueueRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes posts: checks the whole frame, then forwards or batches each row. */
final class Intake {
  private final Core core;
  private final Drain drain;

  Intake(Core core, Drain drain) {
    this.core = core;
    this.drain = drain;
  }

  void post(DeviceQueue from, Frame.Post post, @Nullable RosterView roster, long nowMs) {
    UUID sender = from.device;
    if (roster == null || !roster.devices().contains(sender)) {
      refuse(sender, post, RefusalCode.NOT_A_MEMBER);
    } else if (roster.frame().version() != post.rosterVersion()) {
      core.send(sender, roster.frame());
      refuse(sender, post, RefusalCode.ROSTER_CHANGED);
    } else {
      Answers answers = new Answers();
      takeAll(from.account, streamOf(sender, post), post, roster, answers, nowMs);
      answers.emit(core.limits.retryAfterMs(), core::send);
    }
  }

  /** Refuses every entry of a post for every target. */
  void refuse(UUID sender, Frame.Post post, RefusalCode code) {
    StreamId stream = streamOf(sender, post);
    Answers answers = new Answers();
    post.entries().forEach(e -> answers.refused(post.ref(), stream, null, code, e.entry().seq()));
    answers.emit(core.limits.retryAfterMs(), core::send);
  }

  private static StreamId streamOf(UUID sender, Frame.Post post) {
    return new StreamId(post.conversation(), sender, post.epoch());
  }

  private void takeAll(
      UUID account,
      StreamId stream,
      Frame.Post post,
      RosterView roster,
      Answers answers,
      long nowMs) {
    Map<DeviceQueue, List<AddressedEntry>> forwards = new LinkedHashMap<>();
    RefusalCode full = null;
    for (PostedEntry posted : post.entries()) {
      if (posted.entry().body().size() > Limits.BODY_BYTES) {
        answers.refused(post.ref(), stream, null, RefusalCode.TOO_LARGE, posted.entry().seq());
        continue;
      }
      if (full == null) {
        full = limitHit(account, stream, posted);
      }
      if (full != null) {
        answers.refused(post.ref(), stream, null, full, posted.entry().seq());
        continue;
      }
      InCustody shared = shared(account, stream, post.ref(), posted);
      take(account, shared, post.ref(), posted, roster, answers, forwards, nowMs);
    }
    forwards.forEach((queue, entries) -> drain.send(queue, stream, false, entries));
  }

  /** A repeated entry that is still in custody takes no new room. */
  private @Nullable RefusalCode limitHit(UUID account, StreamId stream, PostedEntry posted) {
    long size = posted.entry().body().size();
    boolean known = false;
    for (Address to : posted.to()) {
      size += Custody.rowBytes(to.part());
      known |= core.custody.find(to.device(), stream, posted.entry().seq()) != null;
    }
    if (!known && !core.custody.fitsWindow(stream.device(), posted.entry().body().size())) {
      return RefusalCode.WINDOW_EXCEEDED;
    }
    return core.custody.fitsMemory(account, size) ? null : RefusalCode.UNAVAILABLE;
  }

  private void take(
      UUID account,
      InCustody shared,
      long ref,
      PostedEntry posted,
      RosterView roster,
      Answers answers,
      Map<DeviceQueue, List<AddressedEntry>> forwards,
      long nowMs) {
    StreamId stream = shared.stream;
    long seq = posted.entry().seq();
    for (Address to : posted.to()) {
      UUID target = to.device();
      Pending before = core.custody.find(target, stream, seq);
      if (!roster.devices().contains(target) || target.equals(stream.device())) {
        answers.refused(ref, stream, target, RefusalCode.NOT_A_MEMBER, seq);
      } else if (!shared.entry.equals(posted.entry())) {
        answers.refused(ref, stream, target, RefusalCode.CONFLICT, seq);
      } else if (before == null) {
        QueueRow row =
            new QueueRow(
                target,
                account,
                stream,
                shared.entry,
                to.afterSeq(),
                to.part(),
                roster.asked().contains(target),
                nowMs);
        Pending pending = new Pending(shared, row, core.nextOrdinal());
        core.custody.add(pending);
        route(pending, forwards, nowMs);
      } else if (before.fate == Pending.Fate.CANCEL) {
        // Taken back and posted anew while the old row is in a commit: the sender tries again.
        answers.refused(ref, stream, target, RefusalCode.UNAVAILABLE, seq);
      }
    }
  }

  /** The entry as it is in custody for another target already, or a new one. */
  private InCustody shared(UUID account, StreamId stream, long ref, PostedEntry posted) {
    for (Address to : posted.to()) {
      Pending before = core.custody.find(to.device(), stream, posted.entry().seq());
      if (before != null) {
        return before.of;
      }
    }
    return new InCustody(account, stream, posted.entry(), ref);
  }

  private void route(Pending pending, Map<DeviceQueue, List<AddressedEntry>> forwards, long nowMs) {
    DeviceQueue queue = core.devices.get(pending.row.target());
    StreamId stream = pending.of.stream;
    if (queue != null
        && queue.state() == DeviceQueue.State.LIVE
        && !queue.inFlight.contains(stream, pending.seq())) {
      if (queue.hasCredit()) {
        queue.inFlight.add(stream, pending.seq(), pending.bytes(), false, nowMs);
        drain.watch(queue, nowMs);
        pending.state = Pending.State.FORWARDED;
        core.timers.set(Deadline.Reason.GRACE, pending, queue.graceEndsMs(nowMs));
        forwards.computeIfAbsent(queue, key -> new ArrayList<>()).add(pending.addressed());
        return;
      }
      drain.leaveLive(queue, nowMs);
    }
    core.toBatch(pending, nowMs);
  }
}
