package dev.plait.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.core.CoreSettings;
import dev.plait.peer.core.DeviceCore;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.link.IceAnswer;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.peer.rtc.DirectLink;
import dev.plait.peer.rtc.DirectLinkEvents;
import dev.plait.peer.rtc.IceServerSource;
import dev.plait.peer.rtc.RtcFactory;
import dev.plait.protocol.signaling.NegotiationLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** The channels of a peer, with a real one to another device on the same thread. */
final class RtcChannelsTest {
  private static final long WAIT_S = 60;
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID SELF = new UUID(2, 1);
  private static final DeviceState NOTHING = DeviceState.empty(new UUID(8, 1), SELF, 1);
  private static final UUID OTHER = new UUID(2, 2);

  @TempDir Path folder;

  /**
   * Often, since native code may still report when the owner has ended, and must not throw then.
   */
  @RepeatedTest(100)
  void theEndIsReachedThoughTheOtherSideClosesWithoutAnAnswer() throws Exception {
    try (PeerThread owner = new PeerThread();
        ExecutorService events = Executors.newSingleThreadExecutor();
        DeviceData data = DeviceData.open(folder)) {
      OtherSide other = new OtherSide(owner);
      RtcChannels channels = channels(owner, events, data, other);
      other.channels = channels;
      owner.execute(() -> channels.want(Map.of(OTHER, CONVERSATION)));
      owner.execute(other.link::start);
      other.open.get(WAIT_S, TimeUnit.SECONDS);

      CompletableFuture<Boolean> finished = new CompletableFuture<>();
      owner.execute(
          () -> {
            channels.want(Map.of());
            CompletableFuture<Void> end = channels.finished();
            boolean tooEarly = end.isDone();
            var _ = end.thenRun(() -> finished.complete(!tooEarly));
            other.link.stop();
          });

      assertThat(finished.get(WAIT_S, TimeUnit.SECONDS)).as("waited for the close").isTrue();
      owner.submit(channels::close).get();
    }
  }

  private static RtcChannels channels(
      PeerThread owner, ExecutorService events, DeviceData data, OtherSide other) {
    DeviceCore core = new DeviceCore(NOTHING, CoreSettings.of(8), 0);
    return new RtcChannels(
        factory(),
        SELF,
        owner,
        new PeerEngine(owner, events, new PeerClock(), data, NOTHING, _ -> core),
        signal -> owner.execute(() -> other.link.handleSignal(signal.payload())),
        new IceServers(
            _ -> new IceAnswer(List.of(), 0, List.of()),
            StunTrips::measure,
            owner,
            System::currentTimeMillis,
            System::currentTimeMillis,
            new Random(1)));
  }

  private static RtcFactory factory() {
    if (RtcFactory.get() instanceof RtcFactory factory) {
      return factory;
    }
    throw new AssertionError("no native library: " + RtcFactory.get());
  }

  /** A device that opens a channel, reads nothing and answers nothing. */
  private static final class OtherSide implements DirectLinkEvents {
    final DirectLink link;
    final CompletableFuture<Long> open = new CompletableFuture<>();
    private final PeerThread owner;
    @Nullable ChannelSet channels;

    OtherSide(PeerThread owner) {
      this.owner = owner;
      link =
          new DirectLink(
              factory(),
              OTHER,
              SELF,
              NegotiationLimits.standard(),
              IceServerSource.NONE,
              owner,
              System::currentTimeMillis,
              this);
    }

    @Override
    public void onSignal(String payload) {
      owner.execute(
          () -> {
            if (channels != null) {
              channels.handleSignal(CONVERSATION, OTHER, payload);
            }
          });
    }

    @Override
    public void onOpen(long generation, int bytes) {
      open.complete(generation);
    }

    @Override
    public void onFrame(long generation, String text) {}

    @Override
    public void onClosed(long generation, String reason) {}

    @Override
    public void onWritable(long generation, boolean writable) {}

    @Override
    public void onViolation(String rule) {
      open.completeExceptionally(new AssertionError(rule));
    }
  }
}
