package dev.plait.tests.sim;

import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DeviceCore;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.EpochChange;
import dev.plait.peer.core.EpochStart;
import dev.plait.peer.core.KnownChanges;
import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device: the real {@link DeviceCore} over a simulated disk, link and channels. What is in a
 * field here and not in {@link SimDisk} is gone after a crash.
 */
final class SimDevice {

  final UUID id;
  final UUID account;
  private final SimWorld world;
  private final SimScenario scenario;
  private final SimClock clock;
  private final String name;
  private final SimDisk disk;
  private final SimWatch watch;
  private final SimChecker checker;
  private final SimChannels channels;
  private final SimWriter writer;
  private final SimOuts outs;
  private @Nullable DeviceCore core;
  private final SimConnection connection;

  /** What comes over its channels and its connection. */
  final SimInputs inputs;

  private long life;
  private final SimTimer timer =
      new SimTimer(this::inThisLife, () -> turn(device -> device.handleTimeout(localMs())));

  SimDevice(
      SimWorld world,
      SimScenario scenario,
      SimServer server,
      SimChecker checker,
      SimDisk disk,
      long skewMs) {
    this.world = world;
    this.scenario = scenario;
    this.account = disk.account();
    this.id = disk.device();
    this.clock = new SimClock(world, skewMs);
    this.name = SimWorld.name(id);
    this.checker = checker;
    this.channels = new SimChannels(world, checker, name);
    this.disk = disk;
    this.watch = new SimWatch(world, scenario, checker, id, disk);
    this.writer = new SimWriter(world, watch);
    this.outs = new SimOuts(account);
    this.connection = new SimConnection(world, scenario, server, this, outs, clock);
    this.inputs = new SimInputs(world, this, scenario.channelBytes(), clock, watch, channels, outs);
  }

  /** The device was told of a conversation before the run began. */
  void know(Frame.Roster roster) {
    disk.apply(new DiskWrite.RosterKept(roster));
  }

  /** What it tells the node of its conversations (SES-14). */
  KnownChanges knownChanges() {
    return core == null ? KnownChanges.NONE : core.knownChanges();
  }

  /** What it tells the node of its starts (SES-11). */
  List<Long> incarnations() {
    return core == null ? List.of() : core.incarnations();
  }

  boolean running() {
    return core != null;
  }

  /** Whether it runs and knows that everything it said has arrived. */
  boolean settled() {
    return core != null && core.settled();
  }

  /** Null while it is down. */
  @Nullable DeviceCore core() {
    return core;
  }

  @Nullable SimLink link() {
    return connection.link();
  }

  SimConnection connection() {
    return connection;
  }

  @Override
  public String toString() {
    return core == null ? name + " is down" : core.toString();
  }

  /** Reads everything from disk, as after a crash, and connects. */
  void start() {
    if (core == null) {
      disk.keepIncarnation(world.random.nextLong() | 1);
      connection.begins();
      begin();
    }
  }

  private void begin() {
    life++;
    world.trace(name, "start", life, 0);
    writer.started();
    watch.started();
    clock.started(disk);
    core = new DeviceCore(disk.load(localMs()), scenario.settings(), localMs());
    if (life == 1) {
      watch.limits.begins(core.load());
    }
    turn(device -> outs.begins(device, localMs()));
    connection.connectLater();
  }

  /** The disk as it is now. */
  SimDisk copyOfDisk() {
    checker.words.mayGo(disk);
    return disk.copy();
  }

  /** The disk of a device that is down becomes another state of it. */
  void putDisk(SimDisk other) {
    disk.become(other);
    checker.otherState(id);
  }

  /** What a real driver does when its core is over (DLV-22): all writes, then another core. */
  private void beginEpoch(DeviceCore over, CoreEffect.BeginEpoch begun) {
    boolean mayBeForNothing = scenario.expiry() && begun.evidence().equals("ack-of-others");
    if (mayBeForNothing && !checker.disksGoBack()) {
      throw new SimForNothing();
    }
    checker.epochBegins(name, begun.evidence(), world.nowMs());
    if (connection.killed()) {
      return;
    }
    world.counts.add(Kind.EPOCHS);
    world.trace(name, "new epoch: " + begun.evidence(), 0, 0);
    Map<Long, Set<UUID>> known = new HashMap<>();
    over.handleDurable(writer.syncAll(known), known, localMs());
    drain(over);
    EpochStart start = new EpochStart(localMs(), begun.pauseMs());
    EpochChange change =
        EpochChange.of(
            disk.load(localMs()), begun.lastIncarnation(), world.random.nextLong(), start);
    watch.synced(new DiskWrite.EpochBegun(change));
    crashQuietly();
    begin();
  }

  /** Power cut: memory and unsynced writes are gone, connections die unannounced. */
  void crash() {
    if (core == null) {
      return;
    }
    world.counts.add(Kind.DEVICE_CRASHES);
    world.trace(name, "crash", 0, 0);
    connection.forgetOut();
    crashQuietly();
  }

  private void crashQuietly() {
    core = null;
    life++;
    connection.crash();
    channels.cutAll();
    writer.crash();
    timer.clear();
  }

  void reachable(boolean on) {
    connection.reachable(on);
  }

  /** It has no connection, and no channel goes on. */
  void cutOff(boolean on) {
    connection.reachable(!on);
    if (on) {
      channels.cutAll();
    }
  }

  void linked(boolean on) {
    watch.linked(on);
  }

  /** What a driver keeps besides what its core wants. */
  void keep(DiskWrite write) {
    watch.synced(write);
  }

  private long localMs() {
    return clock.localMs();
  }

  /** The application says something, which may be refused; returns its id. */
  UUID say(UUID conversation, Bytes body) {
    UUID messageId = world.uuid();
    turn(
        device ->
            SimPerson.count(
                world, device.handleSend(conversation, messageId, body, localMs()), body.size()));
    return messageId;
  }

  /** One driver turn: mutate, drain, check, re-arm; nothing while the device is down. */
  void turn(Consumer<DeviceCore> input) {
    DeviceCore device = core;
    if (device == null) {
      return;
    }
    input.accept(device);
    CoreEffect.BeginEpoch past = drain(device);
    if (past != null) {
      beginEpoch(device, past);
    } else {
      watch.limits.check(device.load());
      watch.checkPaths();
      arm(device.deadlineMs());
    }
  }

  /** Returns what shows that the past of that core is not its own; null while it goes on. */
  private CoreEffect.@Nullable BeginEpoch drain(DeviceCore of) {
    CoreEffect.BeginEpoch past = null;
    for (CoreEffect effect; (effect = of.poll()) != null; ) {
      if (effect instanceof CoreEffect.BeginEpoch begun) {
        past = begun;
      } else {
        apply(effect);
      }
    }
    return past;
  }

  private void apply(CoreEffect effect) {
    switch (effect) {
      case CoreEffect.ToServer(var frame) -> {
        world.trace(name, "to server", frame);
        SimFrames.check(frame, Direction.FROM_CLIENT, Limits.FRAME_BYTES);
        watch.toServer(frame);
        connection.send(frame);
      }
      case CoreEffect.ToPeer(var peer, var number, var frame) -> {
        world.trace(name, "to peer", frame);
        SimFrames.check(frame, Direction.FROM_PEER, scenario.channelBytes());
        watch.toPeer(peer, number, frame);
        outs.says(core, peer, frame);
        if (!outs.isLast(frame)) {
          connection.says(peer);
        }
        SimChannel channel = channels.get(peer, number);
        if (channel != null) {
          channel.send(this, frame);
        }
      }
      case CoreEffect.Persist write -> commit(write);
      case CoreEffect.ReadOwn(var stream, var seqs) -> readOwn(stream, seqs);
      case CoreEffect.ReadAgain asked ->
          inThisLife(
              world.nowMs() + world.pick(0, 6),
              () -> turn(device -> device.handleAgain(asked, disk.again(asked), localMs())));
      case CoreEffect.ChannelEffect effects -> channels.apply(effects);
      case CoreEffect.Tell(var event) -> told(event);
      case CoreEffect.BeginEpoch _, CoreEffect.ServerDoubted _ -> {}
    }
  }

  private void told(PeerEvent event) {
    watch.told(event);
    SimPerson.readsSometimes(world, event)
        .ifPresent(
            conversation ->
                inThisLife(
                    world.nowMs(),
                    () ->
                        turn(
                            device ->
                                device.handleMarkRead(conversation, world::uuid, localMs()))));
  }

  private void readOwn(StreamId stream, List<Range> seqs) {
    world.counts.add(Kind.TRANSCRIPT_READS);
    watch.limits.checkTranscriptRead(seqs);
    inThisLife(
        world.nowMs() + world.pick(0, 6),
        () -> turn(device -> device.handleTranscript(stream, disk.said(stream, seqs), localMs())));
  }

  private void commit(CoreEffect.Persist write) {
    if (isStamp(write.writes())) {
      write.writes().forEach(watch::synced); // at once, so that a clock draws nothing
      return;
    }
    outs.writes(write.writes());
    watch.persisting(write.writes(), clock.knownMs(), clock.latestMs());
    inThisLife(
        writer.accept(write),
        () -> {
          Map<Long, Set<UUID>> known = new HashMap<>();
          long ticket = writer.syncNext(known);
          turn(
              device -> {
                if (ticket > 0) {
                  device.handleDurable(ticket, known, localMs());
                }
              });
        });
  }

  private static boolean isStamp(List<DiskWrite> writes) {
    for (DiskWrite write : writes) {
      if (!(write instanceof DiskWrite.LastStamp)) {
        return false;
      }
    }
    return true;
  }

  private void arm(long localAtMs) {
    if (localAtMs != Long.MAX_VALUE) {
      timer.arm(clock.atMs(localAtMs));
    }
  }

  void inThisLife(long atMs, Runnable action) {
    long mine = life;
    world.at(
        atMs,
        () -> {
          if (life == mine && core != null) {
            action.run();
          }
        });
  }
}
