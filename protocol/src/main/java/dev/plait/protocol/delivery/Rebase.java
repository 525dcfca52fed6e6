package dev.plait.protocol.delivery;

import dev.plait.protocol.delivery.TargetItem.Custody;
import dev.plait.protocol.delivery.TargetItem.Flight;
import java.util.ArrayDeque;
import java.util.UUID;

/**
 * Takes custody back and cancels rows at the server (DLV-12). Owned by one {@link Facts}.
 *
 * <p>Invariants: it is on disk that entries are no longer stored before the cancel of their rows
 * goes out; each cancel has a number of its own, which the server's answer repeats; what is
 * cancelled waits to be posted with an {@code after} that leaves no hole.
 */
final class Rebase {
  private final Outbox outbox;
  private final ArrayDeque<SendEffect> effects;
  private long lastRef;

  Rebase(Outbox outbox, ArrayDeque<SendEffect> effects) {
    this.outbox = outbox;
    this.effects = effects;
  }

  /**
   * A queue that is full of what comes after {@code first} would never take it: those rows wait for
   * it at the target, and it waits for their room.
   */
  void makeRoomFor(TargetQueue queue, TargetItem first) {
    long through = 0;
    for (TargetItem item : queue.items.tailMap(first.seq(), false).values()) {
      through = item.custody == Custody.STORED ? item.seq() : through;
    }
    cancelThrough(queue, through);
  }

  /**
   * Cancels the rows of a target through {@code throughSeq} and makes the entries wait to be posted
   * with an {@code after} that leaves no hole; 0 for nothing to do.
   */
  void cancelThrough(TargetQueue queue, long throughSeq) {
    if (throughSeq == 0) {
      return;
    }
    RangeSet takenBack = new RangeSet();
    boolean onServer = queue.path == Path.RELAY;
    for (TargetItem item : queue.items.headMap(throughSeq, true).values()) {
      onServer |= item.custody != Custody.NONE;
      if (item.custody == Custody.STORED) {
        takenBack.add(item.seq());
      }
      outbox.takeBack(item);
      queue.fly(item, Flight.WAITING);
    }
    takingBack(queue, takenBack);
    if (onServer) {
      queue.cancelGeneration = queue.generation;
      queue.cancelThrough = Math.max(queue.cancelThrough, throughSeq);
      queue.staleThrough = Math.max(queue.staleThrough, throughSeq);
      queue.staleUntilRef = TargetQueue.NEVER;
      cancelWhenTakenBack(queue);
    }
  }

  /** What the server called stored and does not confirm it has lost. */
  void takeBackLost(TargetQueue queue) {
    RangeSet lost = new RangeSet();
    for (TargetItem item : queue.items.values()) {
      if (item.custody == Custody.STORED && !item.confirmed) {
        lost.add(item.seq());
        outbox.takeBack(item);
        queue.postAgain(item);
      }
    }
    takingBack(queue, lost);
  }

  /** It is on disk that custody is over. */
  void takenBack(TargetQueue queue) {
    queue.takingBack--;
    cancelWhenTakenBack(queue);
  }

  /** Asks the server to delete a target's rows; returns the number that its answer repeats. */
  long cancel(UUID target, long throughSeq) {
    effects.add(new SendEffect.CancelRows(target, throughSeq, ++lastRef));
    return lastRef;
  }

  private void takingBack(TargetQueue queue, RangeSet seqs) {
    if (!seqs.isEmpty()) {
      queue.takingBack++;
      effects.add(new SendEffect.CustodyTakenBack(queue.device, seqs.toList()));
    }
  }

  private void cancelWhenTakenBack(TargetQueue queue) {
    if (queue.takingBack == 0 && queue.cancelThrough > 0) {
      queue.staleUntilRef = cancel(queue.device, queue.cancelThrough);
      queue.cancelThrough = 0;
    }
  }
}
