package dev.plait.peer;

import dev.plait.peer.core.PathView;
import dev.plait.peer.rtc.RtcStats;
import dev.plait.protocol.path.ChannelTries;
import dev.plait.protocol.signaling.LadderCounters;
import dev.plait.protocol.wire.PeerFrame;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** No data channels: switched off, or not to be had on this machine. Everything else works. */
final class NoChannels implements ChannelSet {
  private final String reason;

  NoChannels(String reason) {
    this.reason = reason;
  }

  @Override
  public void send(UUID device, long generation, PeerFrame frame) {}

  @Override
  public void handleSignal(UUID conversation, UUID device, String payload) {}

  @Override
  public void handleUnreachable(UUID device, long retryAfterMs) {}

  @Override
  public void want(Map<UUID, UUID> wanted) {}

  @Override
  public void tellOpen() {}

  @Override
  public void handleLinkUp() {}

  @Override
  public void handleNetworkChanged() {}

  @Override
  public void handleDead(UUID device, long generation, String reason) {}

  @Override
  public void handleViolated(UUID device, long generation) {}

  @Override
  public void handleFinished(UUID device, long generation) {}

  @Override
  public CompletableFuture<PathInfo> describe(PathView view) {
    return CompletableFuture.completedFuture(
        PathInfo.of(view, RtcStats.NONE, ChannelTries.absent(reason), LadderCounters.NONE));
  }

  @Override
  public CompletableFuture<Void> finished() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {}
}
