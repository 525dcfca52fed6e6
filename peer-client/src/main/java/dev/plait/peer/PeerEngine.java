package dev.plait.peer;

import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DeviceCore;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.KnownChanges;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.core.SendResult;
import dev.plait.peer.link.ServerLink;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.protocol.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Drives one {@link DeviceCore}: mutate, drain, re-arm, all on one thread. Decides nothing. Owns
 * the timer and the feed of events; threads, link, disk and channels are given.
 */
final class PeerEngine implements NetworkWatch.Listener {
  private final ScheduledThreadPoolExecutor owner;
  private final PeerClock clock;
  private final DeviceData data;
  private final Function<DeviceState, DeviceCore> cores;
  private final EpochDriver epochs;
  private final Counters counters = new Counters();
  private final EventFeed feed;
  private final StampGate stamps;
  private final DeadlineTimer timer;
  private final DurableTickets durable;
  private final DiskReads reads;
  private DeviceCore core;

  /** What came while a new epoch begins: its turn is with the next core. */
  private @Nullable List<Runnable> waiting;

  private boolean closed;
  private @Nullable ServerLink link;
  private @Nullable ChannelSet channels;

  PeerEngine(
      ScheduledThreadPoolExecutor owner,
      ExecutorService events,
      PeerClock clock,
      DeviceData data,
      DeviceState state,
      Function<DeviceState, DeviceCore> cores) {
    this.owner = owner;
    this.clock = clock;
    this.data = data;
    this.cores = cores;
    this.core = cores.apply(state);
    this.epochs = new EpochDriver(data, clock, owner);
    this.durable = new DurableTickets(owner, this::handleDurable);
    this.reads = new DiskReads(owner);
    this.stamps = new StampGate(owner);
    this.feed = new EventFeed(events, counters);
    this.timer = new DeadlineTimer(owner, clock, () -> turn(() -> core.handleTimeout(nowMs())));
  }

  /** Hands over link and channels and starts; called once. */
  void start(ServerLink serverLink, @Nullable ChannelSet channelSet) {
    owner.execute(
        () -> {
          link = serverLink;
          channels = channelSet;
          turn(() -> {});
          stamps.close();
          serverLink.start();
        });
  }

  void addListener(Consumer<PeerEvent> listener) {
    feed.addListener(listener);
  }

  Counters counters() {
    return counters;
  }

  /** Runs an input on the owner's thread as one turn. */
  void submit(Consumer<DeviceCore> input) {
    owner.execute(() -> turn(() -> input.accept(core)));
  }

  /** Like {@link #submit}, for an input that stamps something. */
  void submitStamped(Consumer<DeviceCore> input) {
    owner.execute(() -> stamps.pass(() -> turn(() -> input.accept(core))));
  }

  /**
   * The device ends: what waits for the server's time is said without it. On the owner's thread.
   */
  void handleClosing() {
    stamps.open();
    turn(() -> core.handleClosing(nowMs()));
  }

  /**
   * Runs an input of a session with the server; nothing while a new epoch begins, since that
   * session told what was before, and ends then.
   *
   * @return whether the session goes on
   */
  boolean turnOfSession(Consumer<DeviceCore> input) {
    if (waiting == null) {
      turnNow(input);
    }
    return waiting == null;
  }

  /** What to tell in a {@code hello}. On the owner's thread. */
  ServerLink.Known known() {
    KnownChanges changes = core.knownChanges();
    return new ServerLink.Known(
        core.incarnations(), changes.throughChange(), changes.latestChange());
  }

  /** Runs an input of a channel; the caller is on the owner's thread already. */
  void turnNow(Consumer<DeviceCore> input) {
    turn(() -> input.accept(core));
  }

  long nowMs() {
    return clock.nowMs();
  }

  void send(UUID conversation, Bytes body, Outgoing outgoing) {
    submitStamped(
        device -> {
          switch (device.handleSend(conversation, outgoing.id(), body, nowMs())) {
            case SendResult.Taken taken -> {
              Outgoing.Place place = new Outgoing.Place(taken.stream(), taken.seq());
              feed.taken(outgoing, place, taken);
              durable.then(taken.ticket(), () -> feed.durable(outgoing, place));
            }
            case SendResult.NotTaken(var refusal) ->
                feed.refused(outgoing, SendRefusedException.of(refusal));
          }
        });
  }

  /** The end: nothing is done any more, and what becomes durable is told. On the owner's thread. */
  void close() {
    closed = true;
    timer.arm(DeadlineTimer.NEVER);
  }

  private void turn(Runnable input) {
    if (closed) {
      return;
    }
    if (waiting != null) {
      waiting.add(input);
      return;
    }
    input.run();
    CoreEffect.BeginEpoch over = drain();
    if (over != null) {
      timer.arm(DeadlineTimer.NEVER);
      beginEpoch(over);
    } else if (waiting == null) {
      timer.arm(core.deadlineMs());
    }
  }

  /**
   * Does what the core wants.
   *
   * @return what shows that its past is not its own; null while it goes on
   */
  private CoreEffect.@Nullable BeginEpoch drain() {
    CoreEffect.BeginEpoch over = null;
    for (CoreEffect effect = core.poll(); effect != null; effect = core.poll()) {
      if (effect instanceof CoreEffect.BeginEpoch begun) {
        over = begun;
      } else {
        apply(effect);
      }
    }
    return over;
  }

  /** What was on its way to the disk when the core was over is told, and nothing else done. */
  private void handleDurable(long throughTicket, Map<Long, Set<UUID>> known) {
    if (waiting == null && !closed) {
      turn(() -> core.handleDurable(throughTicket, known, nowMs()));
      return;
    }
    core.handleDurable(throughTicket, known, nowMs());
    for (CoreEffect effect = core.poll(); effect != null; effect = core.poll()) {
      if (effect instanceof CoreEffect.Tell(var event)) {
        tell(event);
      }
    }
  }

  private void beginEpoch(CoreEffect.BeginEpoch begun) {
    waiting = new ArrayList<>();
    epochs.begin(begun, (state, event) -> owner.execute(() -> goOnInNewEpoch(state, event)));
  }

  private void goOnInNewEpoch(DeviceState state, PeerEvent event) {
    if (closed) {
      return;
    }
    List<Runnable> inputs = waiting == null ? List.of() : waiting;
    waiting = null;
    core = cores.apply(state);
    durable.startAnew();
    tell(event);
    turn(() -> {});
    if (link != null) {
      link.renew("a new epoch begins");
    }
    if (channels != null) {
      channels.tellOpen();
    }
    inputs.forEach(this::turn);
  }

  private void apply(CoreEffect effect) {
    switch (effect) {
      case CoreEffect.ToServer(var frame) -> {
        if (link != null) {
          counters.serverFrame();
          link.send(frame);
        }
      }
      case CoreEffect.ToPeer(var device, var generation, var frame) -> {
        if (channels != null) {
          counters.directFrame();
          channels.send(device, generation, frame);
        }
      }
      case CoreEffect.Persist(var ticket, var writes) ->
          data.write(writes, ticket == 0 ? _ -> {} : ids -> durable.handleDurable(ticket, ids));
      case CoreEffect.Tell(var event) -> tell(event);
      case CoreEffect.ReadOwn(var stream, var seqs) ->
          reads.read(
              () -> data.entries(stream, seqs),
              entries -> turn(() -> core.handleTranscript(stream, entries, nowMs())));
      case CoreEffect.ReadAgain asked ->
          reads.read(
              () -> data.again(asked),
              entries -> turn(() -> core.handleAgain(asked, entries, nowMs())));
      case CoreEffect.BeginEpoch begun ->
          throw new IllegalStateException("begun between turns: " + begun.evidence());
      case CoreEffect.ServerDoubted() -> {
        if (link != null) {
          link.doubt();
        }
      }
      case CoreEffect.ChannelEffect forChannels -> {
        if (channels != null) {
          tell(channels, forChannels);
        }
      }
    }
  }

  private static void tell(ChannelSet channels, CoreEffect.ChannelEffect effect) {
    switch (effect) {
      case CoreEffect.Signalled(var conversation, var device, var payload) ->
          channels.handleSignal(conversation, device, payload);
      case CoreEffect.Unreachable(var device, var retryAfterMs) ->
          channels.handleUnreachable(device, retryAfterMs);
      case CoreEffect.WantChannels(var wanted) -> channels.want(wanted);
      case CoreEffect.ChannelFailed(var device, var generation, var reason) ->
          channels.handleDead(device, generation, reason);
      case CoreEffect.ChannelViolated(var device, var generation) ->
          channels.handleViolated(device, generation);
      case CoreEffect.ChannelFinished(var device, var generation) ->
          channels.handleFinished(device, generation);
    }
  }

  /** Tells the application something that a person should know. */
  void warn(String message) {
    tell(new PeerEvent.Warning(message));
  }

  /** Tells the listeners, in order, on their thread. */
  void tell(PeerEvent event) {
    feed.tell(event);
  }

  @Override
  public void handleNetworkChanged(boolean lost) {
    if (link != null) {
      if (lost) {
        link.renew("the network is gone");
      } else {
        link.checkNow();
      }
    }
    lookAtChannels();
  }

  @Override
  public void handleSlept(long sleptMs) {
    clock.makeUp();
    if (link != null) {
      link.renew("the machine has slept");
    }
    stamps.close();
    lookAtChannels();
  }

  /** A session has begun, and knows this device's past. */
  void handleWelcomed() {
    stamps.open();
    if (channels != null) {
      channels.handleLinkUp();
    }
  }

  /** No session is near that would tell the time. */
  void handleNoSession() {
    stamps.open();
  }

  private void lookAtChannels() {
    turn(() -> core.handleDoubt(nowMs()));
    if (channels != null) {
      channels.handleNetworkChanged();
    }
  }
}
