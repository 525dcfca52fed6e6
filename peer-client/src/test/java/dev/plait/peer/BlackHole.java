package dev.plait.peer;

import dev.plait.peer.core.PathView;
import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.wire.PeerFrame;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What swallows all that a peer sends over its data channels while it is open, and nothing tells of
 * it. Where both sides of a channel have an open one, nothing passes it. Safe from any thread.
 */
public final class BlackHole {
  private volatile boolean open;

  /** A peer that has this before its data channels. */
  public Peer connect(PeerOptions options, Consumer<PeerEvent> listener) throws PeerException {
    return Peer.connect(options, listener, Swallowing::new);
  }

  /** Swallows from now on, or no more. */
  public void open(boolean on) {
    open = on;
  }

  /** The channels behind it. */
  private final class Swallowing implements ChannelSet {
    private final ChannelSet channels;

    Swallowing(ChannelSet channels) {
      this.channels = channels;
    }

    @Override
    public void send(UUID device, long generation, PeerFrame frame) {
      if (!open) {
        channels.send(device, generation, frame);
      }
    }

    @Override
    public void handleSignal(UUID conversation, UUID device, String payload) {
      channels.handleSignal(conversation, device, payload);
    }

    @Override
    public void handleUnreachable(UUID device, long retryAfterMs) {
      channels.handleUnreachable(device, retryAfterMs);
    }

    @Override
    public void want(Map<UUID, UUID> wanted) {
      channels.want(wanted);
    }

    @Override
    public void tellOpen() {
      channels.tellOpen();
    }

    @Override
    public void handleLinkUp() {
      channels.handleLinkUp();
    }

    @Override
    public void handleNetworkChanged() {
      channels.handleNetworkChanged();
    }

    @Override
    public void handleDead(UUID device, long generation, String reason) {
      channels.handleDead(device, generation, reason);
    }

    @Override
    public void handleViolated(UUID device, long generation) {
      channels.handleViolated(device, generation);
    }

    @Override
    public void handleFinished(UUID device, long generation) {
      channels.handleFinished(device, generation);
    }

    @Override
    public CompletableFuture<PathInfo> describe(PathView view) {
      return channels.describe(view);
    }

    @Override
    public CompletableFuture<Void> finished() {
      return channels.finished();
    }

    @Override
    public void close() {
      channels.close();
    }
  }
}
