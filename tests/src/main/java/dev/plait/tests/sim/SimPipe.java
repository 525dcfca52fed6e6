package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import java.util.function.Consumer;

/**
 * One direction of a connection: in order, until it is cut. A cut loses what is under way; a black
 * hole swallows without a word; now and then a frame comes twice.
 */
final class SimPipe<T> {
  private final SimWorld world;
  private final Consumer<T> to;
  private final int delayMaxMs;
  private boolean cut;
  private boolean hole;
  private long lastAtMs;

  SimPipe(SimWorld world, int delayMaxMs, Consumer<T> to) {
    this.world = world;
    this.delayMaxMs = delayMaxMs;
    this.to = to;
  }

  void send(T frame) {
    if (cut) {
      return;
    }
    if (hole) {
      world.counts.add(Kind.LOSSES);
      return;
    }
    lastAtMs = Math.max(lastAtMs, world.nowMs() + world.pick(1, delayMaxMs));
    world.at(lastAtMs, () -> arrive(frame));
    if (world.chance(2)) {
      world.counts.add(Kind.DUPLICATES);
      world.at(lastAtMs, () -> arrive(frame));
    }
  }

  private void arrive(T frame) {
    if (cut) {
      world.counts.add(Kind.LOSSES);
    } else {
      to.accept(frame);
    }
  }

  void cut() {
    cut = true;
  }

  void hole(boolean on) {
    hole = on;
  }
}
