package dev.plait.relay;

import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import dev.plait.store.QueueRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * In which order the store does what the relay asks of it. The commit of all, the deletes of all,
 * the cancels of all and the questions of each account take turns, and so do the accounts within
 * deletes and cancels: whatever one account asks for, others wait for one piece of it at a time.
 *
 * <p>What must keep its order does: cancels and deletes come before what is committed after them of
 * the same stream and target, and before what is asked after them of the same stream; and all three
 * after a commit that was there before them. Pure; one thread at a time.
 */
public final class StoreQueue {
  /** Most deletes of one transaction: fewer cost more each, with more the others wait longer. */
  private static final int DELETES = 128;

  /**
   * Most deletes of one account that wait; what exceeds it is dropped: those rows are then sent and
   * acked once more.
   */
  private static final int DELETES_OF_ACCOUNT = 4_096;

  /** The same of all accounts together. */
  private static final int DELETES_OF_ALL = 65_536;

  /** Most cancels of one turn. A question with more of them, or of deletes, waits for another. */
  private static final int CANCELS = 64;

  private static final UUID FOR_ALL = new UUID(0, 0);
  private static final UUID FOR_DELETES = new UUID(0, 1);
  private static final UUID FOR_CANCELS = new UUID(0, 2);

  private sealed interface Turn {}

  private record One(Effect effect) implements Turn {}

  private enum Some implements Turn {
    DELETES,
    CANCELS
  }

  private final FairQueue<Turn> turns = new FairQueue<>();
  private final Marks deletes = new Marks();
  private final Marks cancels = new Marks();
  private final Set<StreamId> beingCommitted = new HashSet<>();
  private final List<Effect> afterCommit = new ArrayList<>();

  /** Adds what the relay has asked for. */
  public void add(Effect effect) {
    if (concerns(effect)) {
      if (!(effect instanceof Effect.DeleteThrough) || afterCommit.size() < DELETES_OF_ALL) {
        afterCommit.add(effect);
      }
    } else {
      enqueue(effect);
    }
  }

  /** Whether it is about what waits to be committed: a relay has one commit under way at a time. */
  private boolean concerns(Effect effect) {
    return switch (effect) {
      case Effect.DeleteThrough(_, AckedThrough mark) -> beingCommitted.contains(mark.stream());
      case Effect.CancelRows(_, AckedThrough mark) -> beingCommitted.contains(mark.stream());
      case Effect.ReadPositions ask -> ask.streams().stream().anyMatch(beingCommitted::contains);
      default -> false;
    };
  }

  private void enqueue(Effect effect) {
    switch (effect) {
      case Effect.DeleteThrough(UUID account, AckedThrough mark) -> {
        if (deletes.size(account) < DELETES_OF_ACCOUNT && deletes.size() < DELETES_OF_ALL) {
          deletes.add(account, mark);
          turns.add(FOR_DELETES, Some.DELETES);
        }
      }
      case Effect.CancelRows(UUID account, AckedThrough mark) -> {
        cancels.add(account, mark);
        turns.add(FOR_CANCELS, Some.CANCELS);
      }
      case Effect.ReadPage ask -> turns.add(ask.account(), new One(ask));
      case Effect.ReadPositions ask -> turns.add(ask.account(), new One(ask));
      case Effect.Commit commit -> {
        commit.rows().forEach(row -> beingCommitted.add(row.stream()));
        turns.add(FOR_ALL, new One(commit));
      }
      case Effect.Expire _, Effect.Leave _, Effect.Forget _ -> turns.add(FOR_ALL, new One(effect));
      case Effect.Send _, Effect.Left _ ->
          throw new IllegalArgumentException("not for the store: " + effect);
    }
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return turns.isEmpty();
  }

  /**
   * What to do next, in this order: deletes, which may be one transaction, cancels, and at most one
   * effect of another kind. Empty when nothing waits.
   */
  public Work poll() {
    Turn turn = turns.poll();
    return switch (turn) {
      case null -> new Work(List.of(), List.of(), null);
      case Some.DELETES -> nextDeletes();
      case Some.CANCELS -> nextCancels();
      case One(Effect.Commit commit) -> before(commit);
      case One(Effect.ReadPositions ask) -> before(ask);
      case One(Effect other) -> new Work(List.of(), List.of(), other);
    };
  }

  /**
   * One piece of work.
   *
   * @param deletes what targets have acked
   * @param cancels what senders have taken back
   * @param then what comes after these, null for nothing
   */
  public record Work(
      List<AckedThrough> deletes, List<AckedThrough> cancels, @Nullable Effect then) {
    /** Copies the lists. */
    public Work {
      deletes = List.copyOf(deletes);
      cancels = List.copyOf(cancels);
    }
  }

  private Work nextDeletes() {
    List<AckedThrough> some = new ArrayList<>();
    for (AckedThrough next; some.size() < DELETES && (next = deletes.poll()) != null; ) {
      some.add(next);
    }
    if (!deletes.isEmpty()) {
      turns.add(FOR_DELETES, Some.DELETES);
    }
    return new Work(some, List.of(), null);
  }

  private Work nextCancels() {
    List<AckedThrough> some = new ArrayList<>();
    for (AckedThrough next; some.size() < CANCELS && (next = cancels.poll()) != null; ) {
      some.add(next);
    }
    if (!cancels.isEmpty()) {
      turns.add(FOR_CANCELS, Some.CANCELS);
    }
    return new Work(List.of(), some, null);
  }

  private Work before(Effect.Commit commit) {
    List<AckedThrough> deleted = new ArrayList<>();
    List<AckedThrough> cancelled = new ArrayList<>();
    for (QueueRow row : commit.rows()) {
      addIfThere(deleted, deletes.take(row.stream(), row.target()));
      addIfThere(cancelled, cancels.take(row.stream(), row.target()));
    }
    beingCommitted.clear();
    afterCommit.forEach(this::enqueue);
    afterCommit.clear();
    return new Work(deleted, cancelled, commit);
  }

  private static void addIfThere(List<AckedThrough> marks, @Nullable AckedThrough mark) {
    if (mark != null) {
      marks.add(mark);
    }
  }

  private Work before(Effect.ReadPositions ask) {
    List<AckedThrough> deleted = new ArrayList<>();
    List<AckedThrough> cancelled = new ArrayList<>();
    for (StreamId stream : ask.streams()) {
      deleted.addAll(deletes.take(stream, DELETES - deleted.size()));
      cancelled.addAll(cancels.take(stream, CANCELS - cancelled.size()));
    }
    if (deleted.size() < DELETES && cancelled.size() < CANCELS) {
      return new Work(deleted, cancelled, ask);
    }
    turns.add(ask.account(), new One(ask));
    return new Work(deleted, cancelled, null);
  }
}
