package dev.plait.tests.sim;

import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.wire.Bytes;
import dev.plait.store.QueueRow;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One seed from start to end: faults, then calm, then the final checks. */
public final class SimRun {
  /** The conversation of all devices, whose accounts come and go. */
  private static final UUID ALL = new UUID(1, 1);

  /**
   * How a seed ended.
   *
   * @param violation what broke, null when nothing did
   * @param checker which checker saw it
   * @param traceHash equal for equal runs
   */
  public record Result(
      long seed, @Nullable String violation, @Nullable String checker, long traceHash) {}

  /** By how much more some clocks are wrong: over {@link HybridClock#MAX_AHEAD_MS}. */
  private static final long FAR_SKEW = 30;

  private final SimWorld world;
  private final SimScenario scenario;
  private final SimChecker checker;
  private final SimServer server;
  private final SimMembership membership;
  private final SimRequests requests;
  private final SimSignOuts signOuts;
  private final SimRestore restore;
  private final SimRenames renames;
  private final SimCopies copies;
  private final List<SimDevice> devices = new ArrayList<>();
  private final Map<UUID, List<SimDevice>> conversations = new LinkedHashMap<>();
  private final List<SimChannel> channels = new ArrayList<>();
  private boolean calm;

  /** In the calm phase: a channel would hide what the relay never delivers. */
  private boolean relayOnly;

  private long nextChannel = 1;

  private SimRun(SimWorld world) {
    this.world = world;
    this.scenario = SimScenario.draw(world);
    this.checker = new SimChecker(SimTimeTravel.chosen(world.seed()));
    this.server =
        new SimServer(world, scenario.relay(), new SimStore(scenario.queueEntries()), checker);
    for (int account = 0; account < scenario.accounts(); account++) {
      for (int device = 0; device < scenario.devicesPerAccount(); device++) {
        boolean skewed = world.chance(30);
        if (skewed) {
          world.counts.add(Kind.SKEWED_CLOCKS);
        }
        UUID id = new UUID(0, account * 10L + device + 1);
        long skewMs = skewed ? world.pick(-200_000, 200_000) : 0;
        if (skewed && world.chance(20)) {
          skewMs *= FAR_SKEW;
        }
        SimDisk disk = new SimDisk(new UUID(2, account), id);
        checker.addDisk(id, disk);
        devices.add(new SimDevice(world, scenario, server, checker, disk, skewMs));
      }
    }
    List<SimDevice> originals = List.copyOf(devices);
    requests = new SimRequests(world, server, ALL, originals);
    converse(ALL, originals);
    converse(new UUID(1, 2), originals.subList(0, Math.min(originals.size(), 2)));
    membership = new SimMembership(world, server, ALL, originals);
    signOuts = new SimSignOuts(world, server, devices);
    copies =
        new SimCopies(
            world,
            checker,
            devices,
            (disk, skewMs) -> new SimDevice(world, scenario, server, checker, disk, skewMs));
    restore = new SimRestore(world, server);
    renames = new SimRenames(world, server, originals);
  }

  private void converse(UUID conversation, List<SimDevice> members) {
    server.setMembers(conversation, SimMembership.byAccount(members));
    for (SimDevice device : members) {
      device.know(Objects.requireNonNull(server.frameFor(conversation, device.id)));
    }
    conversations.put(conversation, members);
  }

  /** Runs one seed; counts are added to {@code counts}. */
  static Result run(long seed, SimCounts counts, @Nullable Consumer<String> tracer) {
    SimWorld world = new SimWorld(seed, tracer);
    try {
      new SimRun(world).play();
      return new Result(seed, null, null, world.traceHash());
    } catch (SimForNothing end) {
      world.counts.add(Kind.EPOCHS_FOR_NOTHING);
      return new Result(seed, null, null, world.traceHash());
    } catch (SimViolation violation) {
      return new Result(seed, violation.getMessage(), violation.checker(), world.traceHash());
    } catch (RuntimeException bug) {
      StackTraceElement at = bug.getStackTrace().length > 0 ? bug.getStackTrace()[0] : null;
      return new Result(seed, bug + " at " + at, "own invariant", world.traceHash());
    } finally {
      world.counts.add(Kind.SEEDS);
      counts.addAll(world.counts);
    }
  }

  private void play() {
    world.counts.add(Kind.DEVICES, devices.size());
    devices.forEach(device -> world.after(world.pick(0, 500), device::start));
    for (int i = 0; i < scenario.messages(); i++) {
      world.at(world.pick(0, scenario.faultMs()), this::saySomething);
    }
    for (int i = 0; i < scenario.faults(); i++) {
      world.at(world.pick(100, scenario.faultMs()), this::fault);
    }
    membership.plan(scenario.faultMs());
    requests.plan(scenario.faultMs());
    signOuts.plan(scenario.faultMs());
    renames.plan(scenario.faultMs());
    restore.plan(scenario.faultMs(), this::crashServer);
    new SimEdits(world, checker.words, List.copyOf(devices)).plan(ALL, scenario.faultMs());
    if (checker.disksGoBack()) {
      new SimTimeTravel(world, List.copyOf(devices)).plan(scenario.faultMs());
      copies.plan(scenario.faultMs());
    }
    world.at(50, this::channelsComeAndGo);
    world.run(scenario.faultMs(), () -> false);
    calmDown();
    long calmMs = (checker.disksGoBack() ? 4L : 1L) * SimScenario.CALM_MS;
    boolean done = world.run(scenario.faultMs() + calmMs, this::settled);
    if (!done) {
      throw new SimViolation("liveness", "after the calm phase: " + unfinished());
    }
    checker.transcripts();
  }

  private boolean settled() {
    return copies.settled()
        && checker.allArrived()
        && (checker.disksGoBack() || devices.stream().allMatch(device -> owed(device.id).isEmpty()))
        && renames.settled();
  }

  private String unfinished() {
    return "missing "
        + checker.firstMissing()
        + "; misnamed "
        + renames.firstWrong()
        + "; "
        + devices.stream().filter(device -> !device.settled()).toList()
        + "; queued "
        + devices.stream().map(device -> queued(device.id)).toList();
  }

  /** What is left in a queue and not given up by its sender, which may have died or been away. */
  private List<QueueRow> owed(UUID device) {
    return server.store.rows(device).stream()
        .filter(row -> !checker.givenUp(row.stream(), device, row.entry().seq()))
        .toList();
  }

  private String queued(UUID device) {
    List<QueueRow> rows = owed(device);
    return rows.isEmpty()
        ? "0"
        : rows.size() + " from " + rows.getFirst().stream() + " " + rows.getFirst().entry().seq();
  }

  private void calmDown() {
    calm = true;
    checker.calmDown(world.nowMs());
    world.trace("world", "calm", 0, 0);
    server.storeDown(false);
    server.restart();
    signOuts.end();
    requests.end();
    channels.forEach(channel -> channel.hole(false));
    channels.forEach(channel -> channel.writable(true));
    relayOnly = world.chance(50);
    if (relayOnly) {
      channels.forEach(channel -> channel.cut(world, true));
    }
    copies.calmDown();
    for (SimDevice device : devices) {
      device.start();
      device.reachable(true);
      server.writable(device.id, true);
      SimLink link = device.link();
      if (link != null) {
        link.hole(false);
        link.cut(true);
      }
    }
  }

  private void saySomething() {
    SimDevice device = devices.get(world.random.nextInt(devices.size()));
    List<UUID> own = new ArrayList<>();
    conversations.forEach(
        (conversation, members) -> {
          if (members.stream().anyMatch(member -> member.id.equals(device.id))) {
            own.add(conversation);
          }
        });
    UUID conversation = own.get(world.random.nextInt(own.size()));
    int burst = world.chance(10) ? world.pick(5, 20) : 1;
    for (int i = 0; i < burst; i++) {
      int size = world.chance(10) ? world.pick(500, scenario.bodyMaxBytes()) : world.pick(0, 40);
      device.say(conversation, Bytes.of(new byte[size]));
    }
  }

  private void channelsComeAndGo() {
    channels.removeIf(channel -> !channel.isOpen());
    int low = world.random.nextInt(devices.size());
    int high = world.random.nextInt(devices.size());
    SimDevice a = devices.get(low);
    SimDevice b = devices.get(high);
    if (low < high
        && !relayOnly
        && !a.id.equals(b.id)
        && a.running()
        && b.running()
        && channels.stream().noneMatch(channel -> channel.joins(a, b))) {
      channels.add(new SimChannel(world, nextChannel++, scenario.delayMaxMs(), a, b));
    }
    world.after(world.pick(50, calm ? 2_000 : 600), this::channelsComeAndGo);
  }

  private void fault() {
    if (calm) {
      return;
    }
    SimDevice device = devices.get(world.random.nextInt(devices.size()));
    int lasting = world.pick(50, 3_000);
    switch (world.pick(0, 9)) {
      case 0, 1 -> {
        cutLink(device);
      }
      case 2 -> {
        device.crash();
        channels.removeIf(channel -> channel.joins(device));
        world.after(lasting, device::start);
      }
      case 3 -> {
        crashServer();
        world.after(world.pick(50, 1_500), server::restart);
      }
      case 4 -> cutChannel();
      case 5, 6 -> holeInChannel(lasting);
      case 7 -> {
        world.counts.add(Kind.PARTITIONS);
        device.reachable(false);
        world.after(lasting, () -> device.reachable(true));
      }
      case 8 -> {
        if (world.chance(50)) {
          world.counts.add(Kind.STORE_OUTAGES);
          server.storeDown(true);
          world.after(lasting, () -> server.storeDown(false));
        } else {
          holeInLink(device, lasting);
        }
      }
      default -> {
        world.counts.add(Kind.SLOW_READERS);
        if (world.chance(50)) {
          server.writable(device.id, false);
          world.after(lasting, () -> server.writable(device.id, true));
        } else {
          slowChannel(lasting);
        }
      }
    }
  }

  private void crashServer() {
    server.crash();
    devices.forEach(SimRun::cutLink);
  }

  private static void cutLink(SimDevice device) {
    SimLink link = device.link();
    if (link != null) {
      link.cut(true);
    }
  }

  private void cutChannel() {
    if (!channels.isEmpty()) {
      channels.remove(world.random.nextInt(channels.size())).cut(world, true);
    }
  }

  private void holeInChannel(int lasting) {
    if (!channels.isEmpty()) {
      world.counts.add(Kind.BLACK_HOLES);
      SimChannel channel = channels.get(world.random.nextInt(channels.size()));
      channel.hole(true);
      if (world.chance(50)) {
        world.after(lasting, () -> channel.cut(world, true));
      } else {
        world.after(lasting, () -> channel.hole(false));
      }
    }
  }

  /** A channel whose buffers are full for a while. */
  private void slowChannel(int lasting) {
    if (!channels.isEmpty()) {
      SimChannel channel = channels.get(world.random.nextInt(channels.size()));
      channel.writable(false);
      world.after(lasting, () -> channel.writable(true));
    }
  }

  /** A WebSocket that swallows everything until a ping timeout ends it. */
  private void holeInLink(SimDevice device, int lasting) {
    SimLink link = device.link();
    if (link != null) {
      world.counts.add(Kind.BLACK_HOLES);
      link.hole(true);
      world.after(lasting, () -> link.cut(true));
    }
  }
}
