package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of reliable delivery: one inbound stream over all paths. Pure: the owner calls
 * {@code handle*} and drains {@link #poll} until null. Confined to the owner's thread.
 *
 * <p>Receive rule: an entry is handed over when {@code after <= handed < seq}, dropped when {@code
 * seq <= handed} and it is the entry that was handed over there, else held (bounded). Another entry
 * under a number that is past is a <i>stray</i> of a sender that has lost its place: it is handed
 * over beside the order, and counts for nothing in the cursor (DLV-21). Invariants: each entry is
 * handed over once, in order (I1); an ack says only what is committed (I4); what is pending is
 * bounded by {@link ReceiverLimits} (I7).
 */
public final class Receiver {
  /** Most strays on their way to the disk; a frame with more is not taken. */
  private static final int STRAYS = 4 * Limits.FRAME_ENTRIES;

  private final StreamId stream;
  private final HoldBuffer hold;
  private final ArrayDeque<Handed> handed = new ArrayDeque<>();
  private @Nullable RecentEntries recent;
  private final Map<Path, Long> owedAcks = new EnumMap<>(Path.class);

  /** The ways by which something came that may still be held: they hear when its turn has come. */
  private final Map<Path, Long> heldFrom = new EnumMap<>(Path.class);

  private final ArrayDeque<ReceiveEffect> effects = new ArrayDeque<>();
  private long cursor;
  private long mark;
  private int strays;
  private @Nullable Bytes proof;

  /** An entry on its way to the disk, and the mark of the position with it. */
  private record Handed(HoldBuffer.Held held, long mark) {
    long seq() {
      return held.seq();
    }
  }

  /**
   * A receiver that goes on at {@code cursor}.
   *
   * @param cursor the last seq committed, 0 for none
   * @param mark as committed with it (DLV-20), 0 when the cursor is
   */
  public Receiver(StreamId stream, ReceiverLimits limits, long cursor, long mark) {
    if (cursor < 0 || cursor >= Limits.SEQ_END) {
      throw new IllegalArgumentException("cursor " + cursor);
    }
    this.stream = stream;
    this.hold = new HoldBuffer(limits);
    this.cursor = cursor;
    this.mark = mark;
  }

  /** The stream. */
  public StreamId stream() {
    return stream;
  }

  /**
   * Entries of one frame came.
   *
   * @param from {@code RELAY}, {@code DIRECT} or {@code STORE}; the ack goes back the same way
   * @param generation of that path, echoed in the ack
   */
  public void handleEntries(List<AddressedEntry> entries, Path from, long generation) {
    String broken = brokenRule(entries);
    if (broken != null) {
      effects.add(new ReceiveEffect.PeerViolation(broken));
      return;
    }
    List<AddressedEntry> past = new ArrayList<>();
    for (AddressedEntry entry : entries) {
      if (entry.entry().seq() > handedThrough()) {
        hold.put(new HoldBuffer.Held(entry, from), handedThrough());
      } else if (recent == null || !recent.contains(entry.entry())) {
        past.add(entry);
      }
    }
    if (strays + past.size() > STRAYS) {
      handOver();
      return;
    }
    owedAcks.put(from.ackPath(), generation);
    if (!past.isEmpty()) {
      strays += past.size();
      effects.add(new ReceiveEffect.HandOverStrays(past, from));
    }
    handOver();
    acknowledgeIfIdle();
  }

  /** Also gives the ack of an empty frame: what is here, again, on the given path. */
  public void handleAckWanted(Path path, long generation) {
    owedAcks.put(path.ackPath(), generation);
    acknowledgeIfIdle();
  }

  /**
   * The transaction with transcript and cursor is through.
   *
   * @param throughSeq the last entry committed, one that was handed over
   * @param newProof opaque, goes out with the acks; null leaves the last one
   */
  public void handleCommitted(long throughSeq, @Nullable Bytes newProof) {
    if (throughSeq > handedThrough()) {
      throw new IllegalArgumentException("committed " + throughSeq + " beyond " + handedThrough());
    }
    while (!handed.isEmpty() && handed.getFirst().seq() <= throughSeq) {
      Handed done = handed.removeFirst();
      hold.release(done.held());
      cursor = done.seq();
      mark = done.mark();
    }
    if (newProof != null) {
      proof = newProof;
    }
    heldFrom.forEach(owedAcks::putIfAbsent);
    acknowledge();
  }

  /**
   * That many strays of {@link ReceiveEffect.HandOverStrays} are on disk, or were known there.
   *
   * @param count as handed over; what the disk could not keep is not counted back
   */
  public void handleStraysCommitted(int count) {
    strays -= count;
    if (strays < 0) {
      throw new IllegalArgumentException("strays committed that were not handed over");
    }
    acknowledgeIfIdle();
  }

  /**
   * The entry was refused and counts as never received: a later copy is tried again. What was
   * handed over after it goes back to being held; the driver must have committed nothing of it.
   */
  public void handleVerdictRefused(long seq) {
    takeBackFrom(seq, true);
  }

  /** The transaction failed: what was handed over is held until the next frame comes. */
  public void handleCommitFailed() {
    takeBackFrom(cursor + 1, false);
  }

  /** What is missing before what is held has not come for long: the rest goes on without it. */
  public void handleHoleGivenUp() {
    hold.skipHole(handedThrough());
    handOver();
  }

  /** Cursor and held runs; at most {@link Limits#RANGES} runs are named. */
  public StreamPosition position() {
    RangeSet held = hold.seqs();
    List<Range> ranges = held.toList(Limits.RANGES);
    return new StreamPosition(stream, cursor, mark, ranges);
  }

  private long handedMark() {
    return handed.isEmpty() ? mark : handed.getLast().mark();
  }

  /** Whether something is held before which something is missing. */
  public boolean hasHoles() {
    return !hold.isEmpty();
  }

  /** Entries held or handed over and not committed yet. */
  public int pendingEntries() {
    return hold.pendingEntries();
  }

  /** The same in bytes of bodies. */
  public long pendingBytes() {
    return hold.pendingBytes();
  }

  /** The next effect, null when there is none. */
  public @Nullable ReceiveEffect poll() {
    return effects.poll();
  }

  private void acknowledgeIfIdle() {
    if (handed.isEmpty() && strays == 0) {
      acknowledge();
    }
  }

  private long handedThrough() {
    return handed.isEmpty() ? cursor : handed.getLast().seq();
  }

  private void handOver() {
    List<AddressedEntry> run = new ArrayList<>();
    Path from = Path.NONE;
    HoldBuffer.Held next;
    while ((next = hold.takeNext(handedThrough())) != null) {
      if (!run.isEmpty() && next.from() != from) {
        effects.add(new ReceiveEffect.HandOver(run, from, handedMark()));
        run = new ArrayList<>();
      }
      from = next.from();
      run.add(next.entry());
      if (recent == null) {
        recent = new RecentEntries();
      }
      long before = next.entry().afterSeq() == 0 ? Marks.NONE : handedMark();
      long at = Marks.next(before, next.seq(), next.entry().entry().id());
      recent.add(next.entry().entry());
      handed.addLast(new Handed(next, at));
    }
    if (!run.isEmpty()) {
      effects.add(new ReceiveEffect.HandOver(run, from, handedMark()));
    }
  }

  private void acknowledge() {
    if (strays > 0) {
      return;
    }
    owedAcks.forEach(
        (path, generation) ->
            effects.add(new ReceiveEffect.SendAck(path, generation, position(), proof)));
    if (handed.isEmpty()) {
      heldFrom.putAll(owedAcks);
      owedAcks.clear();
    }
    if (hold.isEmpty()) {
      heldFrom.clear();
    }
  }

  private void takeBackFrom(long fromSeq, boolean dropFirst) {
    effects.removeIf(effect -> effect instanceof ReceiveEffect.HandOver);
    while (!handed.isEmpty() && handed.getLast().seq() >= fromSeq) {
      HoldBuffer.Held back = handed.removeLast().held();
      hold.release(back);
      if (recent != null) {
        recent.remove(back.seq());
      }
      if (!dropFirst || back.seq() != fromSeq) {
        hold.put(back, handedThrough());
      }
    }
    acknowledgeIfIdle();
  }

  private static @Nullable String brokenRule(List<AddressedEntry> entries) {
    long before = 0;
    for (AddressedEntry entry : entries) {
      long seq = entry.entry().seq();
      if (seq <= before || seq >= Limits.SEQ_END) {
        return "entries-not-ascending";
      }
      if (entry.afterSeq() < 0 || entry.afterSeq() >= seq) {
        return "after-not-before-seq";
      }
      before = seq;
    }
    return null;
  }
}
