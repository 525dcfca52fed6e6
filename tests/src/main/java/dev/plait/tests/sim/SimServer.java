package dev.plait.tests.sim;

import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.RequestBox;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.relay.Deadline;
import dev.plait.relay.Effect;
import dev.plait.relay.Relay;
import dev.plait.relay.RelayLimits;
import dev.plait.relay.RosterView;
import dev.plait.relay.SessionId;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One node: the real relay core over a simulated store that works with a delay, in order. */
final class SimServer {
  private static final long SECOND_GENERATION = 1L << 32;

  private final SimWorld world;
  private final RelayLimits limits;
  private final SimChecker checker;
  private final SimRosters rosters;
  private final SimStarts starts = new SimStarts();
  private final Map<UUID, Session> sessions = new LinkedHashMap<>();
  final SimStore store;
  private final SimStoreWorker worker;
  private @Nullable Relay relay;
  private long life;
  private long upSinceMs;
  private long nextSession = SECOND_GENERATION;
  private long timerAtMs = Long.MAX_VALUE;

  private static final class Session {
    final long number;
    final SimPipe<ServerFrame> pipe;
    final Runnable takenOver;
    boolean writable = true;

    Session(long number, SimPipe<ServerFrame> pipe, Runnable takenOver) {
      this.number = number;
      this.pipe = pipe;
      this.takenOver = takenOver;
    }
  }

  SimServer(SimWorld world, RelayLimits limits, SimStore store, SimChecker checker) {
    this.checker = checker;
    this.world = world;
    this.rosters = new SimRosters(world);
    this.limits = limits;
    this.store = store;
    this.worker = new SimStoreWorker(world, limits, store, checker, this::done);
    this.relay = new Relay(limits, 0);
    arm();
  }

  /** Who is in a conversation from now on: everybody concerned who is connected is told. */
  void setMembers(UUID conversation, Map<UUID, List<UUID>> devicesByAccount) {
    RosterView before = rosters.get(conversation);
    Set<UUID> sawIt = sawIt(conversation);
    RosterView view = rosters.setMembers(conversation, devicesByAccount);
    tell(conversation, sawIt);
    if (before != null && relay != null) {
      for (UUID device : before.devices()) {
        if (!view.devices().contains(device)) {
          relay.handleLeft(conversation, device, world.nowMs());
        }
      }
      turn();
    }
  }

  /** What a device sees of a conversation; null for nothing. */
  Frame.@Nullable Roster frameFor(UUID conversation, UUID device) {
    return rosters.frameFor(conversation, device);
  }

  /** An account is asked, before anybody is in the conversation. */
  void ask(UUID conversation, UUID account, List<UUID> devices) {
    rosters.ask(conversation, account, devices);
    checker.ask(conversation, account, devices);
  }

  /** It accepts, perhaps on another node: what waited is with its devices in that moment. */
  void accept(UUID conversation, UUID account, List<UUID> devices) {
    Set<UUID> sawIt = sawIt(conversation);
    if (!rosters.accept(conversation, account)) {
      return;
    }
    world.counts.add(Kind.ACCEPTED);
    store
        .close(RequestBox.of(conversation, account), devices)
        .forEach(row -> checker.storeCommitted(row.stream(), row.target(), row.entry()));
    RosterView view = rosters.get(conversation);
    if (view == null) {
      return;
    }
    Map<UUID, List<UUID>> members = new LinkedHashMap<>();
    view.frame().members().forEach(member -> members.put(member.account(), member.devices()));
    members.computeIfPresent(account, (_, shown) -> shown.isEmpty() ? shown : devices);
    rosters.setMembers(conversation, members);
    tell(conversation, sawIt);
    if (relay != null) {
      for (UUID device : devices) {
        relay.handleRung(device, world.nowMs());
      }
      turn();
    }
  }

  /** Somebody is called otherwise, which is told apart from rosters. */
  void rename(UUID account, String displayName) {
    var told = rosters.rename(account, displayName);
    sessions.forEach(
        (device, session) -> {
          if (told.getValue().contains(device)) {
            session.pipe.send(told.getKey());
          }
        });
  }

  private Set<UUID> sawIt(UUID conversation) {
    return sessions.keySet().stream()
        .filter(device -> rosters.frameFor(conversation, device) != null)
        .collect(Collectors.toSet());
  }

  /** A device is signed out, and its session ends; or it signs in again. */
  void signOut(UUID device, boolean out) {
    Session ended = out ? sessions.get(device) : null;
    if (ended != null) {
      disconnected(device, ended.number);
    }
    rosters
        .signOut(device, out, world.nowMs())
        .forEach(view -> tell(view.frame().conversation(), Set.of()));
  }

  boolean isSignedOut(UUID device) {
    return rosters.isSignedOut(device);
  }

  /** Since when a device is signed out; {@code Long.MAX_VALUE} when it is not. */
  long signedOutAtMs(UUID device) {
    return rosters.signedOutAtMs(device);
  }

  /** Since when the node is up; {@code Long.MAX_VALUE} when it is down. */
  long upSinceMs() {
    return relay == null ? Long.MAX_VALUE : upSinceMs;
  }

  private void tell(UUID conversation, Set<UUID> sawIt) {
    sessions.forEach(
        (device, session) -> {
          Frame.Roster roster = rosters.frameFor(conversation, device);
          RosterView view = rosters.get(conversation);
          if (roster != null) {
            session.pipe.send(roster);
          } else if (view != null && sawIt.contains(device)) {
            session.pipe.send(new Frame.Gone(conversation, view.frame().version()));
          }
        });
  }

  /** What an operator can put back: everything that is on disk. */
  record Backup(SimStore store, SimRosters.Backup rosters, SimStarts starts) {}

  Backup backup() {
    return new Backup(store.backup(), rosters.backup(), starts.copy());
  }

  /** Everything is as it was, roster versions too; the node must be down. */
  void restore(Backup backup) {
    store.restore(backup.store());
    rosters.restore(backup.rosters());
    starts.become(backup.starts());
  }

  /** What a session begins with; keeps how the device has started. */
  Frame.Welcome welcome(UUID device, UUID account, long serverTimeMs, List<Long> incarnations) {
    return new Frame.Welcome(
        device,
        account,
        serverTimeMs,
        Long.MAX_VALUE >> 11,
        1_000,
        limits.windowEntries(),
        Math.toIntExact(limits.windowBytes()),
        starts.hello(device, incarnations));
  }

  boolean up() {
    return relay != null;
  }

  void storeDown(boolean down) {
    worker.down(down);
  }

  /**
   * Takes a connection; returns its session number, or -1 when the node is down. {@code takenOver}
   * ends it when there is another one of the same device.
   */
  long connect(SimDevice device, SimPipe<ServerFrame> pipe, Runnable takenOver) {
    if (relay == null) {
      return -1;
    }
    long session = ++nextSession;
    Session before = sessions.put(device.id, new Session(session, pipe, takenOver));
    if (before != null) {
      before.takenOver.run();
    }
    rosters.tell(device.id, device.knownChanges()).forEach(pipe::send);
    relay.handleConnected(new SessionId(device.account, device.id, session), true, world.nowMs());
    turn();
    return session;
  }

  void disconnected(UUID device, long session) {
    Session current = sessions.get(device);
    if (current != null && current.number == session) {
      sessions.remove(device);
    }
    if (relay != null) {
      relay.handleDisconnected(device, session, world.nowMs());
      turn();
    }
  }

  void writable(UUID device, boolean writable) {
    Session current = sessions.get(device);
    if (relay != null && current != null) {
      current.writable = writable;
      relay.handleWritable(device, current.number, writable, world.nowMs());
      turn();
    }
  }

  private boolean together(UUID device, StreamId stream) {
    RosterView roster = rosters.get(stream.conversation());
    return roster != null
        && roster.devices().contains(device)
        && roster.devices().contains(stream.device());
  }

  /** Takes a frame of a session, be it over or not: the relay fences late ones. */
  void frame(UUID device, long session, ClientFrame frame) {
    if (relay == null) {
      return;
    }
    Session current = sessions.get(device);
    if (current != null && current.number == session) {
      starts.speaks(device);
    }
    long now = world.nowMs();
    switch (frame) {
      case Frame.Post post ->
          relay.handlePost(device, session, post, rosters.get(post.conversation()), now);
      case Frame.Ack ack ->
          relay.handleAck(
              device,
              session,
              ack.position(),
              ack.proof(),
              together(device, ack.position().stream()),
              now);
      case Frame.Have have ->
          relay.handleHave(device, session, have, stream -> together(device, stream), now);
      case Frame.Cancel cancel -> relay.handleCancel(device, session, cancel, now);
      default -> throw new IllegalStateException("unexpected " + frame);
    }
    turn();
  }

  /** Kill -9: everything in memory and every unsynced write is gone. */
  void crash() {
    world.counts.add(Kind.SERVER_CRASHES);
    world.trace("server", "crash", 0, 0);
    relay = null;
    life++;
    worker.crash();
    sessions.values().forEach(session -> session.pipe.cut());
    sessions.clear();
    timerAtMs = Long.MAX_VALUE;
  }

  void restart() {
    if (relay == null) {
      relay = new Relay(limits, world.nowMs());
      upSinceMs = world.nowMs();
      world.trace("server", "restart", 0, 0);
      turn();
    }
  }

  private boolean isWritable(UUID device, long session) {
    Session to = sessions.get(device);
    return to == null || to.number != session || to.writable;
  }

  private void turn() {
    Relay core = relay;
    if (core == null) {
      return;
    }
    for (Effect effect; (effect = core.poll()) != null; ) {
      SimRelayChecks.checkCredit(core, limits, this::isWritable, effect);
      if (effect instanceof Effect.Send(var device, var session, var frame)) {
        SimFrames.check(frame, Direction.FROM_SERVER, Limits.FRAME_BYTES);
        Session to = sessions.get(device);
        if (frame
            instanceof Frame.Receipt(var stream, var target, var cursor, _, _, var stored, _, _)) {
          if (rosters.isHidden(stream.conversation(), target)) {
            throw new SimViolation("CNS-1 receipt", "of a device of who has not accepted");
          }
          stored.forEach(range -> checker.saidStored(stream, target, range));
          checker.acked(target, stream, cursor);
        }
        if (to != null && to.number == session) {
          to.pipe.send(frame);
        }
      } else if (!(effect instanceof Effect.Left)) {
        worker.add(effect);
      }
    }
    SimViolation.atMost("I7 custody", core.custodyBytes(), limits.custodyBytes());
    sessions.keySet().forEach(device -> SimRelayChecks.checkWindow(core.load(device), limits));
    worker.start();
    arm();
  }

  /** What the store has done is told to the relay, as one turn. */
  private void done(Consumer<Relay> result) {
    if (relay != null) {
      result.accept(relay);
      turn();
    }
  }

  private void arm() {
    Deadline deadline = relay == null ? null : relay.deadline();
    if (deadline == null || deadline.atMs() >= timerAtMs) {
      return;
    }
    timerAtMs = deadline.atMs();
    long mine = life;
    long at = timerAtMs;
    world.at(
        at,
        () -> {
          if (life == mine && timerAtMs == at && relay != null) {
            timerAtMs = Long.MAX_VALUE;
            relay.handleTimeout(world.nowMs());
            turn();
          }
        });
  }
}
