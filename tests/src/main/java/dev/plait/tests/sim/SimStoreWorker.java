package dev.plait.tests.sim;

import dev.plait.relay.Effect;
import dev.plait.relay.Relay;
import dev.plait.relay.RelayLimits;
import dev.plait.relay.StoreQueue;
import dev.plait.relay.StoreQueue.Work;
import dev.plait.store.AckedThrough;
import dev.plait.store.CommitResult;
import dev.plait.store.QueueRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Does what a relay asks of the store: one after the other, each after a moment, or not at all. */
final class SimStoreWorker {
  private final SimWorld world;
  private final RelayLimits limits;
  private final SimStore store;
  private final SimChecker checker;
  private final Consumer<Consumer<Relay>> done;
  private StoreQueue asked = new StoreQueue();
  private Work underWay = asked.poll();

  /** Done as soon as the store is back, before anything else. */
  private final List<AckedThrough> owedCancels = new ArrayList<>();

  private long life;
  private boolean busy;
  private boolean down;

  /** {@code done} tells the relay what became of it. */
  SimStoreWorker(
      SimWorld world,
      RelayLimits limits,
      SimStore store,
      SimChecker checker,
      Consumer<Consumer<Relay>> done) {
    this.world = world;
    this.limits = limits;
    this.store = store;
    this.checker = checker;
    this.done = done;
  }

  void down(boolean on) {
    down = on;
    if (!on) {
      owedCancels.forEach(store::cancel);
      owedCancels.clear();
    }
  }

  /** What was asked for is forgotten; what is being committed may be on disk. */
  void crash() {
    life++;
    if (busy && world.chance(50)) {
      if (underWay.then() instanceof Effect.Commit(_, var rows)) {
        commit(rows);
      }
    }
    asked = new StoreQueue();
    owedCancels.clear();
    busy = false;
  }

  void add(Effect effect) {
    asked.add(effect);
  }

  /** Begins with the next one, if there is one and none under way. */
  void start() {
    if (busy || asked.isEmpty()) {
      return;
    }
    busy = true;
    underWay = asked.poll();
    long mine = life;
    world.after(
        world.pick(1, 8),
        () -> {
          if (life == mine) {
            busy = false;
            done.accept(relay -> apply(relay, underWay));
          }
        });
  }

  private void apply(Relay relay, Work work) {
    for (AckedThrough mark : work.deletes()) {
      if (!down) {
        checker.deleted(mark.stream(), mark.target(), mark.throughSeq());
        store.deleteThrough(mark);
      }
    }
    owedCancels.addAll(work.cancels());
    down(down);
    if (work.then() != null) {
      apply(relay, work.then());
    }
  }

  private void apply(Relay relay, Effect effect) {
    long now = world.nowMs();
    switch (effect) {
      case Effect.Commit(var batch, var rows) -> {
        if (rows.size() > limits.groupRows()) {
          throw new SimViolation("I7 group", rows.size() + " rows in one batch");
        }
        if (down) {
          relay.handleCommitFailed(batch, now);
        } else {
          relay.handleCommitted(batch, commit(rows), now);
        }
      }
      case Effect.ReadPage(_, var device, var request, var after, var entries, var bytes) -> {
        if (down) {
          relay.handlePageFailed(device, request, now);
        } else {
          relay.handlePage(device, request, store.page(device, after, entries, bytes), now);
        }
      }
      case Effect.ReadPositions(_, var device, var session, var _, var streams) -> {
        if (down) {
          relay.handlePositionsFailed(device, session, now);
        } else {
          relay.handlePositions(device, session, store.positions(streams));
        }
      }
      case Effect.Expire(var olderThanMs) -> relay.handleExpired(store.expire(olderThanMs), now);
      case Effect.Leave(var conversation, var device, long throughMs) -> {
        if (!down) {
          store.deleteOf(conversation, device, throughMs);
        }
      }
      case Effect.Forget _ -> {}
      case Effect.DeleteThrough _, Effect.CancelRows _, Effect.Send _, Effect.Left _ ->
          throw new IllegalStateException("not one of these: " + effect);
    }
  }

  private CommitResult commit(List<QueueRow> rows) {
    CommitResult result = store.commit(rows);
    for (int i = 0; i < rows.size(); i++) {
      if (result.outcomes().get(i).stored()) {
        QueueRow row = rows.get(i);
        checker.storeCommitted(row.stream(), row.target(), row.entry());
      }
    }
    return result;
  }
}
