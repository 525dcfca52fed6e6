package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of reliable delivery: one own stream, all its targets, all paths. Pure: the
 * owner calls {@code handle*}, drains {@link #poll} until null, re-arms at {@link #deadline}.
 * Confined to the owner's thread; lives as long as the stream is open.
 *
 * <p>Invariants: nothing is transmitted before {@link #handleCommitted} (I2); statuses move forward
 * only (I4); after a path change everything unacked is sent first, in order (I5); outbox, windows
 * and requests are bounded by {@link SenderLimits} and {@link RelayWindow} (I7).
 */
public final class Sender {
  private final StreamId stream;
  private final Outbox outbox;
  private final Transmitter transmitter;
  private final Facts facts;
  private final Routes routes;
  private final Targets targets;
  private final StreamLog log;
  private final ArrayDeque<SendEffect> effects = new ArrayDeque<>();
  private long nowMs;

  /** A sender whose window no other stream shares; for tests and single-stream programs. */
  public Sender(StreamId stream, SenderLimits limits, long nextSeq) {
    this(stream, limits, nextSeq, new RelayWindow(Integer.MAX_VALUE, Long.MAX_VALUE / 2));
  }

  /**
   * A sender that goes on at {@code nextSeq}.
   *
   * @param nextSeq 1 for a new stream, else as kept with the outbox
   * @param window shared by all senders of the device
   */
  public Sender(StreamId stream, SenderLimits limits, long nextSeq, RelayWindow window) {
    this.stream = stream;
    this.targets = new Targets(limits);
    this.outbox = new Outbox(limits, window);
    this.log = new StreamLog(targets, outbox, effects, nextSeq);
    this.transmitter = new Transmitter(outbox, limits);
    this.facts = new Facts(outbox, effects, limits);
    this.routes = new Routes(outbox, facts);
  }

  /** The stream. */
  public StreamId stream() {
    return stream;
  }

  /** For what the disk says after a restart, before anything else. */
  public StreamLog log() {
    return log;
  }

  /** Entries that neither targets nor server have taken over. */
  public int waitingEntries() {
    return outbox.waitingEntries();
  }

  /** The same in bytes of bodies. */
  public long waitingBytes() {
    return outbox.waitingBytes();
  }

  /** Whether some target lacks something: then {@code have.out} names this stream. */
  public boolean unsettled() {
    return targets.unsettled();
  }

  /** The cursor of {@code target} as last acked, 0 for none. */
  public long deliveredThrough(UUID target) {
    TargetQueue queue = targets.get(target);
    return queue == null ? 0 : queue.deliveredThrough;
  }

  /**
   * What to keep with {@code DELIVERED} of a target: its cursor and mark. While it has less than it
   * had once that is what it had then, so that after a crash it is known to have gone back.
   */
  public @Nullable StreamPosition deliveredToKeep(UUID target) {
    TargetQueue queue = targets.get(target);
    return queue == null || queue.deliveredThrough < queue.mostDelivered
        ? null
        : new StreamPosition(stream, queue.deliveredThrough, queue.deliveredMark, List.of());
  }

  /**
   * Numbers an entry and addresses it; nothing is sent before {@link #handleCommitted}.
   *
   * @param targetsToPart every target device with its opaque bytes or null, iterated in order
   */
  public Prepared prepare(
      UUID id, long hlc, Bytes body, Map<UUID, ? extends @Nullable Bytes> targetsToPart) {
    return log.prepare(id, hlc, body, targetsToPart);
  }

  /** Everything through {@code throughSeq} is durable and may be put on paths (I2). */
  public void handleCommitted(long throughSeq, long nowMs) {
    this.nowMs = nowMs;
    log.committed(throughSeq);
  }

  /** The commit of {@code fromSeq} and later failed: they were never accepted. */
  public void handleCommitFailed(long fromSeq) {
    log.commitFailed(fromSeq);
  }

  /**
   * The path to a target is another one, or new: everything unacked is sent again in order (I5).
   *
   * @param generation of the path; from now on writability of others is stale
   */
  public void handlePath(UUID target, Path path, long generation, long nowMs) {
    this.nowMs = nowMs;
    routes.path(log.queue(target), path, generation);
  }

  /**
   * What goes by the server beside a channel to a target; nothing on any other path. Told before
   * the path is {@link Path#DIRECT}, and for each session with the server after {@link
   * Beside#NONE}.
   *
   * @param channelBytes most bytes of a message on the channel
   */
  public void handleBeside(UUID target, Beside beside, int channelBytes, long nowMs) {
    this.nowMs = nowMs;
    routes.beside(log.queue(target), beside, channelBytes);
  }

  /** Backpressure of the path; a stale generation is ignored. */
  public void handleWritable(UUID target, long generation, boolean writable, long nowMs) {
    this.nowMs = nowMs;
    TargetQueue queue = targets.get(target);
    if (queue != null && queue.generation == generation) {
      queue.writable = writable;
    }
  }

  /**
   * An ack, or one position of a {@code have}, from whatever path and generation: acks are facts.
   */
  public AckOutcome handleAck(UUID target, StreamPosition position, long nowMs) {
    this.nowMs = nowMs;
    requireOwn(position);
    TargetQueue queue = targets.get(target);
    return queue == null ? AckOutcome.UNCHANGED : facts.acked(queue, position, nowMs);
  }

  /**
   * The server says {@code stored} (I3).
   *
   * @param mark the fold of what is named (DLV-20)
   */
  public void handleStored(UUID target, List<Range> stored, long mark, long nowMs) {
    this.nowMs = nowMs;
    TargetQueue queue = targets.get(target);
    if (queue != null && !stored.isEmpty()) {
      facts.stored(queue, stored, mark, nowMs);
    }
  }

  /**
   * What {@link SendEffect.NeedAgain} asked for.
   *
   * @param entries ascending; those that are not there any more are left out
   * @param throughSeq everything up to here was looked for
   */
  public void handleAgain(UUID target, List<Entry> entries, long throughSeq, long nowMs) {
    this.nowMs = nowMs;
    TargetQueue queue = targets.get(target);
    if (queue != null) {
      facts.again(queue, entries, throughSeq);
    }
  }

  /** A new session begins: the server is asked what it has of this stream if it is unsettled. */
  public void handleAsked() {
    facts.asked(targets.all());
  }

  /**
   * The server has told all that it has: asked ({@code ref} 0), or for the {@link
   * SendEffect.CancelRows} with that ref. What it called stored once and has not confirmed since
   * {@link #handleAsked} is lost there, as after a backup was put back, and is posted again.
   */
  public void handleTold(long ref, long nowMs) {
    this.nowMs = nowMs;
    facts.told(targets.all(), ref);
  }

  /**
   * The server refused.
   *
   * @param target the one target concerned; null for all
   * @param retryAfterMs 0 for unknown
   */
  public void handleRefused(
      @Nullable UUID target, List<Range> seqs, RefusalCode code, long retryAfterMs, long nowMs) {
    this.nowMs = nowMs;
    for (TargetQueue queue : List.copyOf(targets.all())) {
      if (target == null || target.equals(queue.device)) {
        facts.refused(queue, seqs, code, retryAfterMs, nowMs);
      }
    }
  }

  /** A read marker of the target's device covers {@code throughSeq}. */
  public void handleRead(UUID target, long throughSeq) {
    TargetQueue queue = targets.get(target);
    if (queue != null) {
      facts.read(queue, throughSeq);
    }
  }

  /** Cancels all rows of one target and sends what it lacks anew (DESIGN section 2, re-base). */
  public void handleRebase(UUID target, long nowMs) {
    this.nowMs = nowMs;
    TargetQueue queue = targets.get(target);
    if (queue != null && !queue.items.isEmpty()) {
      facts.cancelThrough(queue, Math.min(log.committedThrough(), queue.items.lastKey()));
    }
  }

  /** What one {@link SendEffect.CustodyTakenBack} of the target said is on disk (DLV-12). */
  public void handleTakenBack(UUID target, long nowMs) {
    this.nowMs = nowMs;
    TargetQueue queue = targets.get(target);
    if (queue != null && queue.takingBack > 0) {
      facts.takenBack(queue);
    }
  }

  /** The device is no longer a target; what it lacks is dropped, here and at the server. */
  public void handleTargetGone(UUID target, long nowMs) {
    this.nowMs = nowMs;
    TargetQueue queue = targets.remove(target);
    if (queue != null) {
      facts.gone(queue);
    }
  }

  /**
   * Others stand for a target from now on: a member has accepted, and its devices take the place of
   * its box (DLV-26). Each lacks what the target lacked, and is sent it.
   *
   * @param by the devices, at least one
   */
  public void handleReplaced(UUID target, List<UUID> by, long nowMs) {
    this.nowMs = nowMs;
    TargetQueue queue = targets.remove(target);
    if (queue != null) {
      List<Range> seqs = Replacement.move(queue, by.stream().map(log::queue).toList(), outbox);
      effects.add(new SendEffect.Replaced(target, by, seqs));
    }
  }

  /**
   * All the bytes that {@link SendEffect.NeedFromTranscript} asked for, or others of the unsent.
   */
  public void handleTranscript(List<Entry> entries, long nowMs) {
    this.nowMs = nowMs;
    entries.forEach(outbox::restoreBody);
  }

  /** Call when {@link #deadline} is due. */
  public void handleTimeout(long nowMs) {
    this.nowMs = nowMs;
    targets.handleTimeout(outbox, nowMs);
  }

  /** The next effect, null when there is none. */
  public @Nullable SendEffect poll() {
    if (effects.isEmpty()) {
      outbox.flush(effects);
    }
    if (effects.isEmpty()) {
      transmitter.next(targets.all(), log.committedThrough(), nowMs, effects);
    }
    return effects.poll();
  }

  /** When {@link #handleTimeout} is due, null for never. */
  public @Nullable Deadline deadline() {
    return targets.next();
  }

  /** For logs: the targets that lack something, without content. */
  @Override
  public String toString() {
    return "Sender[" + stream + targets + "]";
  }

  private void requireOwn(StreamPosition position) {
    if (!position.stream().equals(stream)) {
      throw new IllegalArgumentException("ack of " + position.stream() + " at " + stream);
    }
  }
}
