package dev.plait.server.account;

import dev.plait.relay.FairQueue;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to hash. Known devices and strangers have every other turn where both wait, each
 * device one in turn with the others, each network as well; so a flood from one network costs
 * others one hash each, and one from many costs known devices half. Safe from any thread; blocks
 * until it is one's turn.
 */
final class HashingTurns {
  /** Longest wait for a turn; a client gives up not much later. */
  private static final long WAIT_S = 5;

  /** Of each kind that may wait: at some 20 hashes a second they all get a turn in time. */
  static final int WAITING = 64;

  private final int most;
  private final FairQueue<Turn> known = new FairQueue<>();
  private final FairQueue<Turn> strangers = new FairQueue<>();
  private int running;
  private boolean strangersNext;

  /** One that waits or has begun. No record: each is another, whoever wants it. */
  private static final class Turn {
    private final Caller whose;
    private final CountDownLatch begun = new CountDownLatch(1);

    Turn(Caller whose) {
      this.whose = whose;
    }
  }

  /** So many have their turn at a time. */
  HashingTurns(int most) {
    this.most = most;
  }

  /** Does the work on the caller's thread when it is its turn, or tells it to come back. */
  <T> Outcome<T> take(Caller whose, Supplier<T> work) {
    Turn turn = new Turn(whose);
    if (!enter(turn)) {
      return Outcome.refused(Refusal.BUSY);
    }
    boolean begun = false;
    try {
      begun = turn.begun.await(WAIT_S, TimeUnit.SECONDS) || !leave(turn);
      return begun ? Outcome.done(work.get()) : Outcome.refused(Refusal.BUSY);
    } catch (InterruptedException stopping) {
      begun = !leave(turn);
      Thread.currentThread().interrupt();
      return Outcome.refused(Refusal.BUSY);
    } finally {
      if (begun) {
        next();
      }
    }
  }

  /** How many wait. */
  synchronized int waiting() {
    return known.size() + strangers.size();
  }

  /** Begins or waits. One caller has at most as many waiting as there is room left. */
  private synchronized boolean enter(Turn turn) {
    if (running < most) {
      running++;
      turn.begun.countDown();
      return true;
    }
    FairQueue<Turn> queue = queue(turn.whose);
    if (queue.size(turn.whose.turns()) >= WAITING - queue.size()) {
      return false;
    }
    queue.add(turn.whose.turns(), turn);
    return true;
  }

  /** Waits no longer; false when the turn has begun meanwhile. */
  private synchronized boolean leave(Turn turn) {
    if (turn.begun.getCount() == 0) {
      return false;
    }
    queue(turn.whose).remove(turn.whose.turns(), turn);
    return true;
  }

  private synchronized void next() {
    Turn turn = poll();
    if (turn == null) {
      running--;
    } else {
      turn.begun.countDown();
    }
  }

  private @Nullable Turn poll() {
    Turn first = (strangersNext ? strangers : known).poll();
    strangersNext = !strangersNext;
    return first != null ? first : (strangersNext ? strangers : known).poll();
  }

  private FairQueue<Turn> queue(Caller whose) {
    return whose instanceof Caller.KnownDevice ? known : strangers;
  }
}
