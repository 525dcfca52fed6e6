package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The own stream as a log: which number an entry gets, to whom it is addressed, and from when on it
 * may be sent. Also takes over, before anything else is done, what the disk says. Owned by one
 * {@link Sender}.
 *
 * <p>Invariants: numbers have no holes, since a commit that failed gives them back; what is refused
 * leaves nothing behind; nothing above {@link #committedThrough} is durable, so nothing of it may
 * be on a path (I2).
 */
public final class StreamLog {
  private final Targets targets;
  private final Outbox outbox;
  private final ArrayDeque<SendEffect> effects;
  private long nextSeq;
  private long committedThrough;

  /** A log that goes on at {@code nextSeq}, 1 for a new stream. */
  StreamLog(Targets targets, Outbox outbox, ArrayDeque<SendEffect> effects, long nextSeq) {
    if (nextSeq < 1 || nextSeq >= Limits.SEQ_END) {
      throw new IllegalArgumentException("next seq " + nextSeq);
    }
    this.targets = targets;
    this.outbox = outbox;
    this.effects = effects;
    this.nextSeq = nextSeq;
    this.committedThrough = nextSeq - 1;
  }

  /** The last that is durable, with all before it. */
  long committedThrough() {
    return committedThrough;
  }

  /** The queue of a target, which may be new. */
  TargetQueue queue(UUID target) {
    return targets.of(target, nextSeq);
  }

  /** Numbers an entry and addresses it. */
  Prepared prepare(
      UUID id, long hlc, Bytes body, Map<UUID, ? extends @Nullable Bytes> targetsToPart) {
    RefusalCode refusal = refusalOf(body, targetsToPart);
    if (refusal != null) {
      return new Prepared.Refused(refusal);
    }
    long seq = nextSeq;
    List<Address> to = new ArrayList<>(targetsToPart.size());
    targetsToPart.forEach(
        (target, part) -> to.add(new Address(target, queue(target).lastSeq, part)));
    nextSeq++;
    PostedEntry posted = new PostedEntry(new Entry(seq, id, hlc, body), to);
    OutEntry out = outbox.add(posted);
    for (Address address : to) {
      outbox.addTarget(out);
      queue(address.device())
          .add(new TargetItem(out, address.afterSeq(), address.part(), Status.QUEUED));
    }
    return new Prepared.Accepted(posted);
  }

  /** Why an entry is not taken; null when it is. */
  private @Nullable RefusalCode refusalOf(
      Bytes body, Map<UUID, ? extends @Nullable Bytes> targetsToPart) {
    if (body.size() > Limits.BODY_BYTES || targetsToPart.size() > Limits.TARGETS) {
      return RefusalCode.TOO_LARGE;
    }
    for (Bytes part : targetsToPart.values()) {
      if (part != null && part.size() > Limits.PART_BYTES) {
        return RefusalCode.TOO_LARGE;
      }
    }
    return outbox.fits(body.size()) ? null : RefusalCode.QUEUE_FULL;
  }

  /** Everything through {@code throughSeq} is durable. */
  void committed(long throughSeq) {
    if (throughSeq >= nextSeq) {
      throw new IllegalArgumentException("committed " + throughSeq + " before " + nextSeq);
    }
    for (long seq = committedThrough + 1; seq <= throughSeq; seq++) {
      OutEntry out = outbox.get(seq);
      if (out != null) {
        outbox.committed(out);
      }
    }
    committedThrough = Math.max(committedThrough, throughSeq);
    outbox.flush(effects);
  }

  /** The commit of {@code fromSeq} and later failed: they were never accepted. */
  void commitFailed(long fromSeq) {
    if (fromSeq <= committedThrough) {
      throw new IllegalArgumentException(fromSeq + " is committed");
    }
    targets.takeBackFrom(fromSeq);
    for (long seq = fromSeq; seq < nextSeq; seq++) {
      outbox.discard(seq);
    }
    nextSeq = fromSeq;
  }

  /**
   * Takes over what a target's row on disk says; once per target, before {@link #restore}.
   *
   * @param firstSeq first seq addressed to it since it became a target
   * @param lastSeq last seq addressed to it
   * @param deliveredThroughSeq its cursor as last acked, 0 for unknown
   * @param mark the mark of that cursor, 0 for unknown
   * @param readThroughSeq the last that was told as read, 0 for none
   * @param refused those between that and the cursor which were refused for it
   */
  public void restoreTarget(
      UUID target,
      long firstSeq,
      long lastSeq,
      long deliveredThroughSeq,
      long mark,
      long readThroughSeq,
      List<Range> refused) {
    targets
        .of(target, firstSeq, nextSeq)
        .restore(lastSeq, deliveredThroughSeq, mark, readThroughSeq, refused);
  }

  /** Nothing from {@code fromSeq} on was ever on a path; it waits to be committed. */
  public void restoreUnsent(long fromSeq) {
    committedThrough = fromSeq - 1;
  }

  /** Takes over that an entry was refused for a target, which may have got it all the same. */
  public void restoreGivenUp(UUID target, long seq, UUID id) {
    queue(target).binding.handleGivenUp(seq, id);
  }

  /** Takes over an entry of the outbox after a restart; in ascending seq order. */
  public void restore(PostedEntry entry, Map<UUID, Status> statuses) {
    if (entry.entry().seq() >= nextSeq) {
      throw new IllegalArgumentException("restored " + entry.entry().seq() + " of " + nextSeq);
    }
    OutEntry out = outbox.add(entry);
    List<TargetItem> stored = new ArrayList<>();
    for (Address address : entry.to()) {
      Status status = statuses.getOrDefault(address.device(), Status.QUEUED);
      if (status.settled()) {
        continue;
      }
      outbox.addTarget(out);
      TargetQueue queue = queue(address.device());
      queue.sentThrough = nextSeq - 1;
      TargetItem item = new TargetItem(out, address.afterSeq(), address.part(), status);
      if (status == Status.STORED) {
        item.flight = TargetItem.Flight.PARKED;
        stored.add(item);
      }
      queue.add(item);
    }
    stored.forEach(outbox::stored);
    outbox.committed(out);
    outbox.flush(effects);
  }
}
