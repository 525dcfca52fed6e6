package dev.plait.peer;

import dev.plait.peer.core.PathView;
import dev.plait.protocol.wire.PeerFrame;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The data channels of a peer: at most one per device. Owned by the peer's thread. */
interface ChannelSet {
  /** Sends on a channel; dropped when that generation is over. */
  void send(UUID device, long generation, PeerFrame frame);

  /** A signal of that device came. */
  void handleSignal(UUID conversation, UUID device, String payload);

  /** The last signal to that device could not be handed over. */
  void handleUnreachable(UUID device, long retryAfterMs);

  /** Keep channels to these devices, each signalled in that conversation, and no others. */
  void want(Map<UUID, UUID> wanted);

  /** Tells another core of the channels that are open. */
  void tellOpen();

  /** The connection to the server is up, or up again. */
  void handleLinkUp();

  /** The network has changed, or the device has slept. */
  void handleNetworkChanged();

  /** The channel does not answer. */
  void handleDead(UUID device, long generation, String reason);

  /** The other side broke a rule: the channel ends, and the relay carries on. */
  void handleViolated(UUID device, long generation);

  /** Both sides have said that nothing more comes. */
  void handleFinished(UUID device, long generation);

  /** Adds what the channel knows to what the core knows; the answer comes within a second. */
  CompletableFuture<PathInfo> describe(PathView view);

  /** Done when none is wanted and none open any more. */
  CompletableFuture<Void> finished();

  /** Ends all. */
  void close();
}
