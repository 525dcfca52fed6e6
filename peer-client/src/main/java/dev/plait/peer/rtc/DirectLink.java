package dev.plait.peer.rtc;

import dev.plait.protocol.codec.SignalPayloadCodec;
import dev.plait.protocol.path.ChannelTries;
import dev.plait.protocol.signaling.Deadline;
import dev.plait.protocol.signaling.IceState;
import dev.plait.protocol.signaling.LadderCounters;
import dev.plait.protocol.signaling.Negotiation;
import dev.plait.protocol.signaling.NegotiationEffect;
import dev.plait.protocol.signaling.NegotiationLimits;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The direct path to one peer device: drives one {@link Negotiation} and the peer connection that
 * it wants. Arms its own timer.
 *
 * <p>Owner: the peer's single thread. Every method is called there, and every event comes there
 * through the executor given. Ends with {@link #stop}; may be started again.
 */
public final class DirectLink {
  private static final Logger LOG = LoggerFactory.getLogger(DirectLink.class);

  /**
   * How often an open channel is asked which pair it uses: more than once before a better one than
   * TURN is looked for (SIG-11), since it often becomes direct by itself.
   */
  private static final long PAIR_WATCH_MS = 2_000;

  private static final Pattern CANDIDATE_TYPE = Pattern.compile(" typ (\\w+)");

  private final RtcFactory factory;
  private final Executor owner;
  private final LongSupplier clockMs;
  private final IceServerSource iceServers;
  private final DirectLinkEvents events;
  private final Negotiation negotiation;

  /** Types of the own candidates of the present connection, or of the last one. */
  private final Set<String> gathered = new TreeSet<>();

  private @Nullable RtcConnection connection;
  private long connectionNumber;
  private long generation;
  private boolean channelOpen;
  private Runnable cancelAlarm = () -> {};

  /**
   * Makes a stopped link; costs nothing native before {@link #start} or an offer.
   *
   * @param factory the process's factory
   * @param self own device
   * @param remote the peer device
   * @param limits times of the recovery ladder
   * @param iceServers asked at each new connection
   * @param owner runs on the peer's single thread, in order
   * @param clockMs milliseconds since 1970; sessions are numbered by it
   * @param events where everything is reported
   */
  public DirectLink(
      RtcFactory factory,
      UUID self,
      UUID remote,
      NegotiationLimits limits,
      IceServerSource iceServers,
      Executor owner,
      LongSupplier clockMs,
      DirectLinkEvents events) {
    this.factory = factory;
    this.owner = owner;
    this.clockMs = clockMs;
    this.iceServers = iceServers;
    this.events = events;
    this.negotiation = new Negotiation(self, remote, limits);
  }

  /** Wants a channel from now on, and keeps trying. */
  public void start() {
    turn(n -> n.handleStart(now()));
  }

  /** Says goodbye and closes. Buffered frames are lost: exchange FIN and FIN-ACK first. */
  public void stop() {
    turn(Negotiation::handleStop);
  }

  /** Takes the payload of a {@code signal} frame from the other device. */
  public void handleSignal(String payload) {
    switch (SignalPayloadCodec.decode(payload)) {
      case SignalPayloadCodec.Decoded.Ok(var signal) -> turn(n -> n.handleSignal(signal, now()));
      case SignalPayloadCodec.Decoded.Bad(var rule) -> events.onViolation("signal-" + rule);
    }
  }

  /** The path layer missed its ping deadline: begins the recovery ladder. */
  public void handlePingDead() {
    turn(n -> n.handlePingDead(now()));
  }

  /** The server could not pass a signal on: the other device is away, or wants none of it. */
  public void handleUnreachable() {
    turn(n -> n.handleUnreachable(now()));
  }

  /** Sends one frame. */
  public SendOutcome send(String text) {
    RtcConnection current = connection;
    return current == null || !channelOpen ? SendOutcome.CLOSED : current.send(text);
  }

  /** Other ICE servers from now on: the next ICE restart gathers with them. */
  public void use(List<IceServer> servers) {
    RtcConnection current = connection;
    if (current != null && current.use(servers)) {
      turn(n -> n.handleServersCame(now()));
    }
  }

  /** The network has changed, or the device has slept. */
  public void handleNetworkChanged() {
    turn(n -> n.handleNetworkChanged(now()));
  }

  /** The connection to the server is up again. */
  public void handleLinkUp() {
    turn(n -> n.handleLinkUp(now()));
  }

  /** The generation of the open channel; 0 when none is open. */
  public long openGeneration() {
    return channelOpen ? generation : 0;
  }

  /** Largest frame in bytes that the other side takes. */
  public int maxMessageBytes() {
    RtcConnection current = connection;
    return current == null ? 0 : current.maxMessageBytes();
  }

  /** Bytes taken that have not left this device. */
  public long bufferedBytes() {
    RtcConnection current = connection;
    return current == null ? 0 : current.bufferedBytes();
  }

  /** Asks for the selected pair and round trip; answered on the owner's thread. */
  public void stats(Consumer<RtcStats> consumer) {
    RtcConnection current = connection;
    if (current == null) {
      consumer.accept(RtcStats.NONE);
    } else {
      current.stats(consumer);
    }
  }

  /** The rung of the ladder and why, for a person. */
  public String describe() {
    return negotiation.describe();
  }

  /** What has been done to have a channel. */
  public ChannelTries tries() {
    return new ChannelTries(
        negotiation.rung(),
        negotiation.reason(),
        negotiation.counters().rebuild().requested(),
        List.copyOf(gathered));
  }

  /** How often each rung was taken. */
  public LadderCounters counters() {
    return negotiation.counters();
  }

  private void turn(Consumer<Negotiation> input) {
    input.accept(negotiation);
    for (NegotiationEffect effect; (effect = negotiation.poll()) != null; ) {
      perform(effect);
    }
    arm(negotiation.deadline());
  }

  private void perform(NegotiationEffect effect) {
    switch (effect) {
      case NegotiationEffect.Open(long number) -> open(number);
      case NegotiationEffect.MakeOffer(long number, boolean iceRestart) ->
          with(number, c -> c.createOffer(iceRestart));
      case NegotiationEffect.Rollback(long number) -> with(number, RtcConnection::rollback);
      case NegotiationEffect.TakeOffer(long number, String sdp) ->
          with(number, c -> c.takeOffer(sdp));
      case NegotiationEffect.TakeAnswer(long number, String sdp) ->
          with(number, c -> c.takeAnswer(sdp));
      case NegotiationEffect.AddCandidate(long number, var candidate) ->
          with(number, c -> c.addCandidate(candidate));
      case NegotiationEffect.Close(long number, String reason) -> close(number, reason);
      case NegotiationEffect.Send(var payload) ->
          events.onSignal(SignalPayloadCodec.encode(payload));
      case NegotiationEffect.WantServers() -> iceServers.demand();
      case NegotiationEffect.PeerViolation(String rule) -> events.onViolation(rule);
    }
  }

  private void open(long number) {
    connectionNumber = number;
    gathered.clear();
    RtcConnection opened = new RtcConnection(factory, owner, new ConnectionEvents(number));
    connection = opened;
    iceServers.forConnection(opened::open);
  }

  private void close(long number, String reason) {
    with(number, RtcConnection::dispose);
    connection = null;
    LOG.debug("direct connection closed: {}", reason);
    if (channelOpen) {
      channelOpen = false;
      events.onClosed(generation, reason);
    }
  }

  private void with(long number, Consumer<RtcConnection> operation) {
    RtcConnection current = connection;
    if (current == null || number != connectionNumber) {
      throw new IllegalStateException("an effect for connection " + number + " came too late");
    }
    operation.accept(current);
  }

  /** The library does not tell of a change of the pair, so an open channel is asked for it. */
  private void watchPair(long number) {
    if (number == connectionNumber && channelOpen) {
      askPair(number);
      factory.alarm(PAIR_WATCH_MS, owner, () -> watchPair(number));
    }
  }

  private void askPair(long number) {
    stats(
        stats -> {
          if (stats.via() != null) {
            turn(n -> n.handlePair(number, stats.localRelayed(), stats.remoteRelayed(), now()));
          }
        });
  }

  /** The word after {@code typ} (RFC 8839 §5.1). */
  private static String typeOf(String candidate) {
    Matcher type = CANDIDATE_TYPE.matcher(candidate);
    return type.find() ? type.group(1) : "unknown";
  }

  private void arm(@Nullable Deadline deadline) {
    cancelAlarm.run();
    cancelAlarm =
        deadline == null
            ? () -> {}
            : factory.alarm(
                Math.max(0, deadline.atMs() - now()),
                owner,
                () -> turn(n -> n.handleTimeout(now())));
  }

  private long now() {
    return clockMs.getAsLong();
  }

  /** Feeds what one connection reports into the negotiation, which knows the current one. */
  private final class ConnectionEvents implements RtcEvents {
    private final long number;

    ConnectionEvents(long number) {
      this.number = number;
    }

    @Override
    public void onLocalOffer(String sdp) {
      turn(n -> n.handleLocalOffer(number, sdp, now()));
    }

    @Override
    public void onLocalAnswer(String sdp) {
      turn(n -> n.handleLocalAnswer(number, sdp, now()));
    }

    @Override
    public void onAnswerTaken() {
      turn(n -> n.handleAnswerTaken(number, now()));
    }

    @Override
    public void onLocalCandidate(String mid, int index, String candidate) {
      if (number == connectionNumber) {
        gathered.add(typeOf(candidate));
      }
      turn(n -> n.handleLocalCandidate(number, mid, index, candidate));
    }

    @Override
    public void onIce(IceState state) {
      turn(n -> n.handleIce(number, state, now()));
      if (state == IceState.CONNECTED) {
        askPair(number);
      }
    }

    @Override
    public void onChannelOpen() {
      if (number == connectionNumber && !channelOpen) {
        channelOpen = true;
        generation++;
        turn(n -> n.handleChannelOpen(number, now()));
        events.onOpen(generation, maxMessageBytes());
        watchPair(number);
      }
    }

    @Override
    public void onFrame(String text) {
      if (number == connectionNumber && connection != null) {
        onChannelOpen(); // what has come proves it; the state may be told later
      }
      if (number == connectionNumber && channelOpen) {
        turn(n -> n.handleAlive(now()));
        events.onFrame(generation, text);
      }
    }

    @Override
    public void onWritable(boolean writable) {
      if (number == connectionNumber && channelOpen) {
        events.onWritable(generation, writable);
      }
    }

    @Override
    public void onChannelClosed() {
      turn(n -> n.handleChannelClosed(number, "channel-closed", now()));
    }

    @Override
    public void onFailure(String reason) {
      turn(n -> n.handleFailure(number, reason, now()));
    }
  }
}
