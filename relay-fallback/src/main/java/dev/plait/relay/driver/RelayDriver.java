package dev.plait.relay.driver;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.relay.Deadline;
import dev.plait.relay.Effect;
import dev.plait.relay.Relay;
import dev.plait.relay.RelayLimits;
import dev.plait.relay.RosterView;
import dev.plait.relay.SessionId;
import dev.plait.store.QueueStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives the relay core of one node. Its methods may be called from any thread, in the order in
 * which a session's frames came; they wait while too much of its account does (backpressure to the
 * socket) and do nothing once the driver has stopped. {@link #start} once, {@link #close} once.
 */
public final class RelayDriver implements AutoCloseable {
  /** How long {@link #close} waits for each thread. */
  private static final long CLOSE_MS = 5_000;

  /** Longest sleep of the owner thread. */
  private static final long IDLE_MS = 1_000;

  private record Writer(long number, Consumer<ServerFrame> out) {}

  private final RelayLimits limits;
  private final RelayObserver observer;
  private final LongSupplier clockMs;
  private final Relay relay;
  private final StoreWorker worker;
  private final Mailbox mailbox = new Mailbox();
  private final Map<UUID, Writer> writers = new HashMap<>();
  private final Thread owner;
  private final Thread storeThread;
  private volatile boolean running = true;

  /**
   * Makes a driver that does nothing yet.
   *
   * @param clockMs milliseconds since 1970; expiry and waits count by it
   */
  public RelayDriver(
      QueueStore store, RelayLimits limits, RelayObserver observer, LongSupplier clockMs) {
    this.limits = limits;
    this.observer = observer;
    this.clockMs = clockMs;
    this.relay = new Relay(limits, clockMs.getAsLong());
    this.worker =
        new StoreWorker(
            store,
            observer,
            reply -> mailbox.addOwn(() -> reply.handle(relay, clockMs.getAsLong())));
    this.owner = Thread.ofPlatform().daemon().name("relay").unstarted(() -> orStop(this::run));
    this.storeThread =
        Thread.ofPlatform().daemon().name("relay-store").unstarted(() -> orStop(worker::run));
  }

  /** Starts both threads. */
  public void start() {
    storeThread.start();
    owner.start();
  }

  /**
   * A session is there: call after Welcome was written.
   *
   * @param writable whether its backlog may follow at once; else when {@link #writable} says so
   * @param out writes a frame to the session; must not block
   */
  public void connected(SessionId session, boolean writable, Consumer<ServerFrame> out) {
    submit(
        session.account(),
        now -> {
          Writer before = writers.get(session.device());
          if (before == null || before.number() < session.number()) {
            writers.put(session.device(), new Writer(session.number(), out));
          }
          relay.handleConnected(session, writable, now);
        });
  }

  /** The session is over. */
  public void disconnected(SessionId session) {
    submit(
        session.account(),
        now -> {
          Writer before = writers.get(session.device());
          if (before != null && before.number() == session.number()) {
            writers.remove(session.device());
          }
          relay.handleDisconnected(session.device(), session.number(), now);
        });
  }

  /**
   * A device posts.
   *
   * @param roster the conversation's roster now; null when the sender is in no such conversation
   */
  public void post(SessionId from, Frame.Post post, @Nullable RosterView roster) {
    submit(
        from.account(), now -> relay.handlePost(from.device(), from.number(), post, roster, now));
  }

  /** A device posts while the rosters cannot be read. */
  public void postUnavailable(SessionId from, Frame.Post post) {
    submit(from.account(), now -> relay.handlePostUnavailable(from.device(), from.number(), post));
  }

  /**
   * A device acks.
   *
   * @param together whether it and the stream's device are both in the conversation now
   */
  public void ack(SessionId from, Frame.Ack ack, boolean together) {
    StreamPosition position = ack.position();
    Bytes proof = ack.proof();
    submit(
        from.account(),
        now -> relay.handleAck(from.device(), from.number(), position, proof, together, now));
  }

  /**
   * A device says what it has.
   *
   * @param together the streams whose device is in the conversation with it now
   */
  public void have(SessionId from, Frame.Have have, Set<StreamId> together) {
    submit(
        from.account(),
        now -> relay.handleHave(from.device(), from.number(), have, together::contains, now));
  }

  /** A device takes entries back. */
  public void cancel(SessionId from, Frame.Cancel cancel) {
    submit(from.account(), now -> relay.handleCancel(from.device(), from.number(), cancel, now));
  }

  /** The session's socket takes more, or not. */
  public void writable(SessionId session, boolean writable) {
    submit(
        session.account(),
        now -> relay.handleWritable(session.device(), session.number(), writable, now));
  }

  /** An account is out of a conversation: nothing is kept for its devices there. */
  public void left(UUID conversation, UUID account, Collection<UUID> devices) {
    List<UUID> all = List.copyOf(devices);
    submit(account, now -> all.forEach(device -> relay.handleLeft(conversation, device, now)));
  }

  /** Rows were put into the queues of the account's devices by another than this relay. */
  public void ring(UUID account, Collection<UUID> devices) {
    List<UUID> all = List.copyOf(devices);
    submit(account, now -> all.forEach(device -> relay.handleRung(device, now)));
  }

  /** A device of the account was revoked: nothing is kept for it. */
  public void deviceGone(UUID account, UUID device) {
    submit(
        account,
        now -> {
          writers.remove(device);
          relay.handleDeviceGone(device, now);
        });
  }

  /** The limits in force; the window is announced to every session. */
  public RelayLimits limits() {
    return limits;
  }

  /** Whether the last thing asked of the store worked; asked again every second by itself. */
  public boolean healthy() {
    return running && worker.healthy();
  }

  /** Stops taking events, finishes what the store has begun, and ends both threads. */
  @Override
  public void close() {
    running = false;
    mailbox.close();
    join(owner);
    worker.stop();
    join(storeThread);
  }

  private void submit(UUID account, Event event) {
    if (running) {
      mailbox.add(account, () -> event.handle(clockMs.getAsLong()));
    }
  }

  /** Whatever else ends a thread is a bug, and half a relay would answer nobody. */
  private void orStop(Runnable body) {
    try {
      body.run();
    } catch (RuntimeException | Error e) {
      running = false;
      mailbox.close();
      observer.stopped(e);
    }
  }

  private void run() {
    try {
      drain();
      while (running) {
        Runnable event = mailbox.poll(waitMs());
        if (event != null) {
          event.run();
        }
        Deadline deadline = relay.deadline();
        long now = clockMs.getAsLong();
        if (deadline != null && now >= deadline.atMs()) {
          relay.handleTimeout(now);
        }
        drain();
        observer.mailbox(mailbox.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long waitMs() {
    Deadline deadline = relay.deadline();
    return deadline == null
        ? IDLE_MS
        : Math.clamp(deadline.atMs() - clockMs.getAsLong(), 0, IDLE_MS);
  }

  private void drain() {
    for (Effect effect; (effect = relay.poll()) != null; ) {
      if (effect instanceof Effect.Send(var device, var session, var frame)) {
        Writer to = writers.get(device);
        if (to != null && to.number() == session) {
          write(to, frame);
        }
      } else if (effect instanceof Effect.Left left) {
        observer.left(left);
      } else {
        worker.add(effect);
      }
    }
  }

  private void write(Writer session, ServerFrame frame) {
    observer.sent(frame);
    try {
      session.out().accept(frame);
    } catch (RuntimeException e) {
      observer.writerFailed(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One event with the time at which it is handled. */
  private interface Event {
    void handle(long nowMs);
  }
}
