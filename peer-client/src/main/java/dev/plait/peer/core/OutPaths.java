package dev.plait.peer.core;

import dev.plait.protocol.delivery.Beside;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.delivery.Sender;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Tells senders how their targets are reached. Owned by the peer's thread. */
final class OutPaths implements DevicePaths.Listener {
  private final Map<UUID, Sender> senders;
  private final Rosters rosters;
  private final DevicePaths paths;

  /**
   * Makes one.
   *
   * @param senders by conversation; the owner's
   */
  OutPaths(Map<UUID, Sender> senders, Rosters rosters, DevicePaths paths) {
    this.senders = senders;
    this.rosters = rosters;
    this.paths = paths;
  }

  /** A sender is new: so is everything to it. */
  void begin(Sender sender, Set<UUID> targets) {
    targets.forEach(target -> tell(sender, target, 0));
  }

  /** How one target is reached now. */
  void tell(Sender sender, UUID target, long nowMs) {
    moved(sender, target, paths.pathTo(target), paths.generationOf(target), nowMs);
  }

  /**
   * The path to a device is another: everything unacked goes first, in order (I5). Let all senders
   * go on when all know of all changes; none may act on an older path.
   */
  @Override
  public void handlePath(UUID target, Path path, long generation, long nowMs) {
    each(target, sender -> moved(sender, target, path, generation, nowMs));
  }

  @Override
  public void handleBeside(UUID target, Beside beside, long nowMs) {
    int bytes = paths.channelBytes(target);
    each(target, sender -> sender.handleBeside(target, beside, bytes, nowMs));
  }

  private void moved(Sender sender, UUID target, Path path, long generation, long nowMs) {
    sender.handleBeside(target, paths.besideOf(target), paths.channelBytes(target), nowMs);
    sender.handlePath(target, path, generation, nowMs);
    sender.handleWritable(target, generation, paths.writable(target), nowMs);
  }

  private void each(UUID target, Consumer<Sender> action) {
    senders.forEach(
        (conversation, sender) -> {
          if (rosters.isMember(conversation, target)) {
            action.accept(sender);
          }
        });
  }
}
