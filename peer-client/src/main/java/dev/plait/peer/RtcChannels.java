package dev.plait.peer;

import dev.plait.peer.core.PathView;
import dev.plait.peer.rtc.DirectLink;
import dev.plait.peer.rtc.DirectLinkEvents;
import dev.plait.peer.rtc.RtcFactory;
import dev.plait.peer.rtc.RtcStats;
import dev.plait.peer.rtc.SendOutcome;
import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.path.ChannelTries;
import dev.plait.protocol.signaling.LadderCounters;
import dev.plait.protocol.signaling.NegotiationLimits;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PeerFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data channels over WebRTC: one {@link DirectLink} per device. Owned by the peer's thread. */
final class RtcChannels implements ChannelSet {
  private static final Logger LOG = LoggerFactory.getLogger(RtcChannels.class);

  /** How long the other side may take to answer a {@code fin} (PTH-5). */
  private static final long FIN_ACK_MS = 500;

  /** How long a connection is asked which pair it uses; one that ends meanwhile never answers. */
  private static final long STATS_MS = 1_000;

  private static final ChannelTries NEVER_WANTED =
      new ChannelTries("stopped", "no channel wanted", 0, List.of());

  private static final class Channel {
    final DirectLink link;
    UUID conversation;
    boolean wanted;

    Channel(DirectLink link, UUID conversation) {
      this.link = link;
      this.conversation = conversation;
    }
  }

  private final RtcFactory factory;
  private final UUID self;
  private final Executor owner;
  private final PeerEngine engine;
  private final Consumer<Frame.Signal> signals;
  private final IceServers iceServers;
  private final Map<UUID, Channel> channels = new HashMap<>();
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private boolean ending;

  /**
   * Has none yet.
   *
   * @param signals takes what goes to other devices by the server
   * @param iceServers of all its connections
   */
  RtcChannels(
      RtcFactory factory,
      UUID self,
      Executor owner,
      PeerEngine engine,
      Consumer<Frame.Signal> signals,
      IceServers iceServers) {
    this.factory = factory;
    this.self = self;
    this.owner = owner;
    this.engine = engine;
    this.signals = signals;
    this.iceServers = iceServers;
    iceServers.onFresh(servers -> channels.values().forEach(channel -> channel.link.use(servers)));
  }

  private Channel channel(UUID device, UUID conversation) {
    return channels.computeIfAbsent(
        device,
        id -> {
          DirectLink link =
              new DirectLink(
                  factory,
                  self,
                  id,
                  NegotiationLimits.standard(),
                  iceServers,
                  owner,
                  engine::nowMs,
                  new Events(id));
          return new Channel(link, conversation);
        });
  }

  @Override
  public void handleSignal(UUID conversation, UUID device, String payload) {
    Channel channel = channel(device, conversation);
    channel.conversation = conversation;
    channel.link.handleSignal(payload);
  }

  @Override
  public void handleUnreachable(UUID device, long retryAfterMs) {
    Channel channel = channels.get(device);
    if (channel != null) {
      LOG.debug("device {} is not reachable for signaling", device);
      channel.link.handleUnreachable();
    }
  }

  @Override
  public void want(Map<UUID, UUID> wanted) {
    iceServers.want(!wanted.isEmpty());
    wanted.forEach(
        (device, conversation) -> {
          Channel channel = channel(device, conversation);
          channel.conversation = conversation;
          if (!channel.wanted) {
            channel.wanted = true;
            stopIfOpen(channel);
            channel.link.start();
          }
        });
    channels.forEach(
        (device, channel) -> {
          if (channel.wanted && !wanted.containsKey(device)) {
            channel.wanted = false;
            finish(device, channel);
          }
        });
  }

  /** One that says goodbye while it is wanted anew: the next is a new one. */
  private static void stopIfOpen(Channel channel) {
    if (channel.link.openGeneration() != 0) {
      channel.link.stop();
    }
  }

  /** The core says {@code fin}; the answer closes the channel, or the end of the wait for it. */
  private void finish(UUID device, Channel channel) {
    long generation = channel.link.openGeneration();
    if (generation == 0) {
      channel.link.stop();
    } else {
      CompletableFuture.delayedExecutor(FIN_ACK_MS, TimeUnit.MILLISECONDS, owner)
          .execute(() -> handleFinished(device, generation));
    }
  }

  @Override
  public void send(UUID device, long generation, PeerFrame frame) {
    Channel channel = channels.get(device);
    if (channel == null || channel.link.openGeneration() != generation) {
      return;
    }
    SendOutcome outcome = channel.link.send(FrameCodec.encode(frame));
    if (outcome != SendOutcome.TAKEN) {
      LOG.debug("a frame to {} was not taken: {}", device, outcome);
      if (outcome == SendOutcome.FULL && frame instanceof Frame.Entries) {
        channel.link.handlePingDead();
      }
    }
  }

  @Override
  public void tellOpen() {
    channels.forEach(
        (device, channel) -> {
          long generation = channel.link.openGeneration();
          if (generation != 0) {
            int bytes = channel.link.maxMessageBytes();
            engine.turnNow(
                core -> core.handleChannelOpen(device, generation, bytes, engine.nowMs()));
          }
        });
  }

  @Override
  public void handleLinkUp() {
    iceServers.demand();
    channels.values().forEach(channel -> channel.link.handleLinkUp());
  }

  @Override
  public void handleNetworkChanged() {
    iceServers.handleNetworkChanged();
    channels.values().forEach(channel -> channel.link.handleNetworkChanged());
  }

  @Override
  public void handleDead(UUID device, long generation, String reason) {
    Channel channel = channels.get(device);
    if (channel != null) {
      LOG.info("the channel to {} failed: {}", device, reason);
      channel.link.handlePingDead();
    }
  }

  @Override
  public void handleViolated(UUID device, long generation) {
    Channel channel = channels.get(device);
    if (channel != null && channel.link.openGeneration() == generation) {
      channel.link.stop();
    }
  }

  @Override
  public void handleFinished(UUID device, long generation) {
    Channel channel = channels.get(device);
    if (channel != null && !channel.wanted && channel.link.openGeneration() == generation) {
      channel.link.stop();
    }
  }

  @Override
  public CompletableFuture<PathInfo> describe(PathView view) {
    Channel channel = channels.get(view.device());
    if (channel == null) {
      return CompletableFuture.completedFuture(
          PathInfo.of(view, RtcStats.NONE, NEVER_WANTED, LadderCounters.NONE));
    }
    CompletableFuture<PathInfo> info = new CompletableFuture<>();
    channel.link.stats(stats -> info.complete(info(view, stats, channel.link)));
    return info.completeOnTimeout(
        info(view, RtcStats.NONE, channel.link), STATS_MS, TimeUnit.MILLISECONDS);
  }

  private static PathInfo info(PathView view, RtcStats stats, DirectLink link) {
    return PathInfo.of(view, stats, link.tries(), link.counters());
  }

  @Override
  public CompletableFuture<Void> finished() {
    ending = true;
    checkFinished();
    return finished;
  }

  private void checkFinished() {
    boolean open =
        channels.values().stream()
            .anyMatch(channel -> channel.wanted || channel.link.openGeneration() != 0);
    if (ending && !open) {
      finished.complete(null);
    }
  }

  @Override
  public void close() {
    iceServers.want(false);
    channels.values().forEach(channel -> channel.link.stop());
    channels.clear();
  }

  /** What one link reports; the executor is the owner's, so every event is a turn. */
  private final class Events implements DirectLinkEvents {
    private final UUID device;

    Events(UUID device) {
      this.device = device;
    }

    @Override
    public void onSignal(String payload) {
      Channel channel = channels.get(device);
      if (channel != null) {
        signals.accept(new Frame.Signal(channel.conversation, device, payload));
      }
    }

    @Override
    public void onOpen(long generation, int bytes) {
      engine.turnNow(core -> core.handleChannelOpen(device, generation, bytes, engine.nowMs()));
    }

    @Override
    public void onFrame(long generation, String text) {
      switch (FrameCodec.decode(text, Direction.FROM_PEER)) {
        case Decoded.Ok(var frame) ->
            engine.turnNow(
                core ->
                    core.handleChannelFrame(device, generation, (PeerFrame) frame, engine.nowMs()));
        case Decoded.Bad(var code, var message, var _) -> {
          onViolation(code + ": " + message);
          handleViolated(device, generation);
        }
      }
    }

    @Override
    public void onClosed(long generation, String reason) {
      engine.turnNow(core -> core.handleChannelClosed(device, generation, reason, engine.nowMs()));
      checkFinished();
    }

    @Override
    public void onWritable(long generation, boolean writable) {
      engine.turnNow(
          core -> core.handleChannelWritable(device, generation, writable, engine.nowMs()));
    }

    @Override
    public void onViolation(String rule) {
      LOG.warn("device {} broke a rule: {}", device, rule);
    }
  }
}
