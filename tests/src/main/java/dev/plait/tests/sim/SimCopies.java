package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Devices that are used from two copies of their disk at the same time: whichever connects ends the
 * session of the other (SES-5), which says and hears on over its channels until it is told so, and
 * connects again when a person starts it anew. Draws from a source of its own, as {@link
 * SimMembership} does.
 */
final class SimCopies {
  /** Makes another device on that disk. */
  interface Factory {
    SimDevice make(SimDisk disk, long skewMs);
  }

  /** Out of a hundred seeds in which disks go back, in how many a copy runs beside its device. */
  private static final int CHANCE = 50;

  private static final int MOST = 2;
  private static final int MOST_STARTS = 4;

  /** How long in the calm phase they run side by side, until it is quiet and for a while then. */
  static final int SIDE_BY_SIDE_MS = 200_000;

  /** How often in the calm phase it is looked whether the next copy can have its turn, in ms. */
  private static final int TURN_MS = 1_000;

  private final SimWorld world;
  private final SimChecker checker;
  private final List<SimDevice> devices;
  private final Factory factory;
  private final SplittableRandom random;

  /** Devices of which there are copies, and the copies. */
  private final List<SimDevice> copied = new ArrayList<>();

  /** Those whose turn to run alone is still to come. */
  private final List<SimDevice> waiting = new ArrayList<>();

  private final Set<SimDevice> done = new HashSet<>();
  private boolean calm;

  /** Copies are added to {@code devices}. */
  SimCopies(SimWorld world, SimChecker checker, List<SimDevice> devices, Factory factory) {
    this.world = world;
    this.checker = checker;
    this.devices = devices;
    this.factory = factory;
    this.random = new SplittableRandom(world.seed() ^ 0xC0B1);
  }

  void plan(int withinMs) {
    if (random.nextInt(100) < CHANCE) {
      List<SimDevice> originals = List.copyOf(devices);
      for (int i = random.nextInt(1, MOST + 1); i > 0; i--) {
        SimDevice original = originals.get(random.nextInt(originals.size()));
        int beginAtMs = random.nextInt(2, withinMs);
        int copiedAtMs = random.nextBoolean() ? beginAtMs - 1 : random.nextInt(beginAtMs);
        long skewMs = random.nextInt(4) == 0 ? random.nextInt(-200_000, 200_000) : 0;
        SimDisk[] disk = new SimDisk[1];
        world.at(copiedAtMs, () -> disk[0] = original.copyOfDisk());
        world.at(beginAtMs, () -> begin(original, disk[0], skewMs, withinMs));
      }
    }
  }

  private void begin(SimDevice original, SimDisk disk, long skewMs, int withinMs) {
    world.counts.add(Kind.COPIES);
    world.trace(SimWorld.name(original.id), "a copy begins", 0, 0);
    checker.addCopy(original.id, disk);
    SimDevice copy = factory.make(disk, skewMs);
    devices.add(copy);
    if (!copied.contains(original)) {
      copied.add(original);
    }
    copied.add(copy);
    copy.start();
    for (int i = random.nextInt(MOST_STARTS); i > 0; i--) {
      SimDevice either = random.nextBoolean() ? original : copy;
      world.after(random.nextInt(1, withinMs), () -> startAnew(either));
    }
  }

  /** A person starts one that was told that another one runs. */
  private void startAnew(SimDevice device) {
    if (!calm && device.connection().takenOver()) {
      device.crash();
      device.start();
    }
  }

  /**
   * There are no faults any more. They run on side by side, though nobody starts one again that has
   * heard of the other; then one after the other, each until all it has said has arrived.
   */
  void calmDown() {
    calm = true;
    Set<UUID> running = new HashSet<>();
    for (SimDevice device : copied) {
      if (!running.add(device.id)) {
        waiting.add(device);
      }
    }
    if (!waiting.isEmpty()) {
      world.after(SIDE_BY_SIDE_MS, this::takeTurns);
    }
  }

  private void takeTurns() {
    copied.forEach(SimDevice::crash);
    copied.stream().filter(device -> !waiting.contains(device)).forEach(SimDevice::start);
    nextTurn();
  }

  private void nextTurn() {
    for (SimDevice next : List.copyOf(waiting)) {
      for (SimDevice device : copied) {
        if (device.id.equals(next.id) && device.settled() && waiting.remove(next)) {
          done.add(device);
          device.crash();
          next.start();
        }
      }
    }
    if (!waiting.isEmpty()) {
      world.after(TURN_MS, this::nextTurn);
    }
  }

  /** Whether everything that each device said has arrived, as far as it knows. */
  boolean settled() {
    for (SimDevice device : devices) {
      if (!done.contains(device) && (!device.settled() || waiting.contains(device))) {
        return false;
      }
    }
    return true;
  }
}
