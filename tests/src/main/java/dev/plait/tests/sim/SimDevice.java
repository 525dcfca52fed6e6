package dev.plait.tests.sim;

import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.delivery.AckOutcome;
import dev.plait.protocol.delivery.Deadline;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.delivery.Prepared;
import dev.plait.protocol.delivery.Receiver;
import dev.plait.protocol.delivery.RelayWindow;
import dev.plait.protocol.delivery.Sender;
import dev.plait.protocol.path.PathEffect;
import dev.plait.protocol.path.PathSelector;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PeerFrame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One device: real senders, receivers, path selectors and clock over a simulated disk. What is in a
 * field here and not in {@link SimDisk} is gone after a crash.
 */
final class SimDevice {
  final UUID id;
  final SimDisk disk = new SimDisk();
  final SimWorld world;
  final SimChecker checker;
  final SimScenario scenario;
  private final SimServer server;
  private final long skewMs;
  private final String name;
  private final Map<UUID, List<UUID>> conversations = new LinkedHashMap<>();
  final Map<UUID, Sender> senders = new LinkedHashMap<>();
  final Map<StreamId, Receiver> receivers = new LinkedHashMap<>();
  final Map<UUID, PathSelector> selectors = new LinkedHashMap<>();
  final Map<UUID, SimChannel> channels = new LinkedHashMap<>();
  private final SimEffects effects;
  private final ArrayDeque<Runnable> unsynced = new ArrayDeque<>();
  RelayWindow window;
  HybridClock clock = new HybridClock(0);
  @Nullable SimLink link;
  private boolean running;
  private boolean reachable = true;
  private long life;
  private long lastCommitMs;
  private long writtenThrough;
  private long syncedThrough;
  private long timerAtMs = Long.MAX_VALUE;

  SimDevice(
      SimWorld world,
      SimScenario scenario,
      SimServer server,
      SimChecker checker,
      UUID id,
      long skewMs) {
    this.world = world;
    this.scenario = scenario;
    this.server = server;
    this.checker = checker;
    this.id = id;
    this.skewMs = skewMs;
    this.name = "d" + id.getLeastSignificantBits();
    this.window = newWindow();
    this.effects = new SimEffects(this);
    checker.addDisk(id, disk);
  }

  void join(UUID conversation, List<UUID> devices) {
    conversations.put(conversation, devices.stream().filter(d -> !d.equals(id)).toList());
    StreamId stream = new StreamId(conversation, id, conversation.hashCode() ^ id.hashCode());
    disk.own.put(conversation, new SimDisk.Own(stream));
  }

  boolean running() {
    return running;
  }

  /** Reads everything from disk, as after a crash, and connects. */
  void start() {
    if (running) {
      return;
    }
    running = true;
    life++;
    world.trace(name, "start", life, 0);
    clock = new HybridClock(disk.lastHlc);
    window = newWindow();
    lastCommitMs = world.nowMs();
    conversations.values().stream()
        .flatMap(List::stream)
        .distinct()
        .forEach(peer -> selectors.put(peer, new PathSelector(SimScenario.PATHS, life << 20)));
    disk.own.forEach((conversation, own) -> senders.put(conversation, restore(own)));
    disk.cursors.forEach((stream, cursor) -> receivers.put(stream, receiver(stream, cursor)));
    pump();
    reconnectLater();
  }

  private Sender restore(SimDisk.Own own) {
    Sender sender = new Sender(own.stream, scenario.sender(), own.nextSeq, window);
    own.lastSeq.forEach(
        (target, last) ->
            sender.restoreTarget(target, last, own.delivered.getOrDefault(target, 0L)));
    own.outbox.forEach(
        (seq, posted) -> {
          sender.restore(posted, own.statuses.getOrDefault(seq, Map.of()));
          effects.restored(own.stream.conversation(), seq, own.statuses.get(seq));
        });
    return sender;
  }

  private Receiver receiver(StreamId stream, long cursor) {
    return new Receiver(stream, scenario.receiver(), cursor);
  }

  private RelayWindow newWindow() {
    return new RelayWindow(scenario.relay().windowEntries(), scenario.relay().windowBytes());
  }

  /** Power cut: memory and unsynced writes are gone, connections die unannounced. */
  void crash() {
    if (!running) {
      return;
    }
    world.counts.add(Kind.DEVICE_CRASHES);
    world.trace(name, "crash", 0, 0);
    running = false;
    life++;
    if (link != null) {
      link.cut(false);
      link = null;
    }
    channels.values().forEach(channel -> channel.cut(world, true));
    channels.clear();
    senders.clear();
    receivers.clear();
    selectors.clear();
    effects.clear();
    unsynced.clear();
    syncedThrough = writtenThrough;
    timerAtMs = Long.MAX_VALUE;
  }

  void reachable(boolean on) {
    reachable = on;
    if (!on && link != null) {
      link.cut(true);
    }
  }

  private void reconnectLater() {
    long mine = life;
    world.after(
        world.pick(5, 200),
        () -> {
          if (life == mine && running) {
            if (link == null && reachable && server.up()) {
              connect();
            }
            reconnectLater();
          }
        });
  }

  private void connect() {
    SimLink fresh = new SimLink(world, scenario.delayMaxMs(), server, this);
    link = fresh;
    world.trace(name, "connect", fresh.session, 0);
    window.open(scenario.relay().windowEntries(), scenario.relay().windowBytes());
    clock.handleServerTime(world.nowMs(), localMs());
    fresh.send(new Frame.Have(positions(null), openStreams()));
    selectors.values().forEach(selector -> selector.handleRelayUp(world.nowMs()));
    pump();
  }

  void linkLost(SimLink lost) {
    if (link == lost) {
      link = null;
      selectors.values().forEach(selector -> selector.handleRelayDown(world.nowMs()));
      pump();
    }
  }

  private List<StreamPosition> positions(@Nullable UUID peer) {
    List<StreamPosition> positions = new ArrayList<>();
    receivers.forEach(
        (stream, receiver) -> {
          if (peer == null || stream.device().equals(peer)) {
            positions.add(receiver.position());
          }
        });
    return positions;
  }

  private List<StreamId> openStreams() {
    return senders.values().stream().filter(Sender::unsettled).map(Sender::stream).toList();
  }

  long localMs() {
    return world.nowMs() + skewMs;
  }

  /** The application says something; false when the outbox is full. */
  boolean say(UUID conversation, Bytes body) {
    Sender sender = senders.get(conversation);
    if (!running || sender == null) {
      return false;
    }
    Map<UUID, @Nullable Bytes> to = new LinkedHashMap<>();
    conversations.getOrDefault(conversation, List.of()).forEach(peer -> to.put(peer, null));
    UUID messageId = new UUID(world.random.nextLong(), world.random.nextLong());
    long hlc = clock.tick(localMs());
    checkClock(conversation, hlc);
    Prepared prepared = sender.prepare(messageId, hlc, body, to);
    if (!(prepared instanceof Prepared.Accepted(PostedEntry posted))) {
      world.counts.add(Kind.QUEUE_FULL);
      return false;
    }
    SimDisk.Own own = sharedOwn(conversation);
    commit(
        () -> {
          own.insert(posted);
          disk.addRow(own.stream, posted.entry());
          disk.lastHlc = unsignedMax(disk.lastHlc, hlc);
          checker.accepted(own.stream, posted);
          world.counts.add(Kind.ENTRIES);
        },
        () -> sender.handleCommitted(posted.entry().seq(), world.nowMs()));
    pump();
    return true;
  }

  /** I6: what is said now sorts after all that is shown here, stamps too far ahead excepted. */
  private void checkClock(UUID conversation, long hlc) {
    var rows = disk.transcripts.getOrDefault(conversation, new TreeMap<>());
    long farthestMs = clock.correctedMs(localMs()) + HybridClock.MAX_AHEAD_MS;
    boolean before =
        rows.descendingKeySet().stream()
            .filter(row -> HybridClock.toMs(row.hlc()) <= farthestMs)
            .findFirst()
            .filter(row -> Long.compareUnsigned(row.hlc(), hlc) >= 0)
            .isPresent();
    if (before) {
      throw new SimViolation("I6 clock", "a new entry sorts before a shown one");
    }
  }

  SimDisk.Own sharedOwn(UUID conversation) {
    SimDisk.Own own = disk.own.get(conversation);
    if (own == null) {
      throw new IllegalStateException("not in " + conversation);
    }
    return own;
  }

  /** Writes in order and syncs after a moment; a crash before that loses the write. */
  void commit(Runnable write, Runnable then) {
    long mine = life;
    lastCommitMs = Math.max(lastCommitMs, world.nowMs() + world.pick(0, 6));
    unsynced.add(write);
    long number = ++writtenThrough;
    world.at(
        lastCommitMs,
        () -> {
          if (life == mine) {
            if (syncedThrough < number) {
              syncedThrough++;
              unsynced.remove().run();
            }
            then.run();
            pump();
          }
        });
  }

  /** Syncs at once everything written so far, in order. */
  void sync() {
    while (!unsynced.isEmpty()) {
      syncedThrough++;
      unsynced.remove().run();
    }
  }

  void channelOpen(UUID peer, SimChannel channel) {
    PathSelector selector = selectors.get(peer);
    if (!running || selector == null) {
      channel.cut(world, true);
      return;
    }
    channels.put(peer, channel);
    selector.handleChannelOpen(channel.number, world.nowMs());
    pump();
  }

  void channelClosed(UUID peer, long number) {
    PathSelector selector = selectors.get(peer);
    if (selector != null) {
      selector.handleChannelClosed(number, world.nowMs());
      pump();
    }
  }

  void channelFrame(SimChannel channel, UUID peer, PeerFrame frame) {
    PathSelector selector = selectors.get(peer);
    if (!running || selector == null || channels.get(peer) != channel) {
      return;
    }
    long now = world.nowMs();
    switch (frame) {
      case Frame.Ping(var n) -> {
        if (selector.path() != Path.DIRECT) {
          channel.send(this, new Frame.Have(positions(peer), List.of()));
        }
        channel.send(this, new Frame.Pong(n, localMs()));
      }
      case Frame.Pong(var n, _) -> selector.handlePong(channel.number, n, 1, now);
      case Frame.Entries entries -> entries(entries, Path.DIRECT, channel.number);
      case Frame.Ack(var position, _) -> fact(peer, position);
      case Frame.Have(var in, _) -> in.forEach(at -> fact(peer, at));
      default -> throw new IllegalStateException("unexpected " + frame);
    }
    pump();
  }

  private void fact(UUID peer, StreamPosition position) {
    world.trace(name, "told-of-" + peer.getLeastSignificantBits(), position.cursorSeq(), 0);
    Sender sender = senders.get(position.stream().conversation());
    if (sender == null || !sender.stream().equals(position.stream())) {
      throw new SimViolation("routing", "position of " + position.stream());
    }
    AckOutcome outcome = sender.handleAck(peer, position, world.nowMs());
    if (outcome == AckOutcome.VIOLATION) {
      throw new SimViolation("honest peer", position + " called a violation");
    }
  }

  void serverFrame(SimLink from, ServerFrame frame) {
    if (!running || link != from) {
      return;
    }
    long now = world.nowMs();
    switch (frame) {
      case Frame.Entries entries ->
          entries(entries, entries.stored() ? Path.STORE : Path.RELAY, from.session);
      case Frame.Receipt(var stream, var target, var cursor, var held, var stored, _) -> {
        fact(target, new StreamPosition(stream, cursor, held));
        Sender sender = senders.get(stream.conversation());
        if (sender != null && !stored.isEmpty()) {
          world.trace(
              name, "stored-" + target.getLeastSignificantBits(), stored.getLast().throughSeq(), 0);
          sender.handleStored(target, stored, now);
        }
      }
      case Frame.Refused(_, var code, _, var stream, var device, var seqs, var retry) -> {
        Sender sender = stream == null ? null : senders.get(stream.conversation());
        world.counts.add(Kind.REFUSED);
        if (sender != null) {
          sender.handleRefused(device, seqs, code, retry, now);
        }
      }
      default -> {}
    }
    pump();
  }

  private void entries(Frame.Entries frame, Path from, long generation) {
    world.trace(name, "entries-" + from, frame.entries().getFirst().entry().seq(), generation);
    Receiver receiver = receivers.computeIfAbsent(frame.stream(), s -> receiver(s, 0));
    receiver.handleEntries(frame.entries(), from, generation, world.nowMs());
    if (receiver.hasHoles()) {
      world.counts.add(Kind.REORDERS);
    }
  }

  /** Drains every core until all are quiet, checks the limits, arms the timer. */
  void pump() {
    if (!running) {
      return;
    }
    boolean again = true;
    while (again) {
      again = false;
      for (Map.Entry<UUID, PathSelector> at : selectors.entrySet()) {
        for (PathEffect effect; (effect = at.getValue().poll()) != null; again = true) {
          path(at.getKey(), effect);
        }
      }
      again |= effects.drain();
    }
    effects.checkLimits();
    arm();
  }

  private void path(UUID peer, PathEffect effect) {
    SimChannel channel = channels.get(peer);
    switch (effect) {
      case PathEffect.SendPing(var n) -> {
        if (channel != null) {
          channel.send(this, new Frame.Ping(n));
        }
      }
      case PathEffect.PathChanged(var path, var generation, _) -> {
        world.counts.add(Kind.PATH_SWITCHES);
        world.trace(name, "path-" + path, generation, peer.getLeastSignificantBits());
        effects.pathChanged(peer);
        conversations.forEach(
            (conversation, members) -> {
              Sender sender = senders.get(conversation);
              if (sender != null && members.contains(peer)) {
                sender.handlePath(peer, path, generation, world.nowMs());
              }
            });
      }
      case PathEffect.ChannelDead _ -> {
        if (channel != null) {
          channel.cut(world, true);
        }
      }
    }
  }

  private void arm() {
    long next = Long.MAX_VALUE;
    for (PathSelector selector : selectors.values()) {
      next = earlier(next, selector.deadline());
    }
    for (Sender sender : senders.values()) {
      next = earlier(next, sender.deadline());
    }
    if (next >= timerAtMs) {
      return;
    }
    timerAtMs = next;
    long mine = life;
    long at = next;
    world.at(at, () -> timeout(mine, at));
  }

  private void timeout(long mine, long at) {
    if (life == mine && timerAtMs == at) {
      timerAtMs = Long.MAX_VALUE;
      selectors.values().forEach(selector -> selector.handleTimeout(world.nowMs()));
      senders.values().forEach(sender -> sender.handleTimeout(world.nowMs()));
      pump();
    }
  }

  private static long earlier(long atMs, @Nullable Deadline deadline) {
    return deadline == null ? atMs : Math.min(atMs, deadline.atMs());
  }

  static long unsignedMax(long a, long b) {
    return Long.compareUnsigned(a, b) > 0 ? a : b;
  }

  /** The receiving application's transaction: transcript rows and cursor together. */
  void take(StreamId stream, List<Entry> entries) {
    for (Entry entry : entries) {
      checker.committed(id, stream, disk.cursor(stream), entry);
      disk.cursors.put(stream, entry.seq());
      disk.addRow(stream, entry);
      clock.observe(entry.hlc(), localMs());
      disk.lastHlc = unsignedMax(disk.lastHlc, clock.lastHlc());
      world.counts.add(Kind.DELIVERIES);
      world.trace(name, "take", entry.seq(), stream.device().getLeastSignificantBits());
    }
  }

  /** The shown entries are marked as read now and then; a marker is an entry like any other. */
  void afterTake(StreamId stream, List<Entry> entries) {
    for (Entry entry : entries) {
      String text = entry.body().toUtf8();
      Sender sender = senders.get(stream.conversation());
      if (text.startsWith("read:") && sender != null) {
        String[] parts = text.split(":", -1);
        if (parts[1].equals(id.toString())) {
          sender.handleRead(stream.device(), Long.parseLong(parts[2]));
        }
      } else if (world.chance(8)) {
        say(stream.conversation(), Bytes.utf8("read:" + stream.device() + ":" + entry.seq()));
      }
    }
  }
}
