package dev.plait.peer.core;

import dev.plait.protocol.delivery.Beside;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.delivery.Sender;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Tells senders how their targets are reached. Owned by the peer's thread. */
final class OutPaths implements DevicePaths.Listener {
  private final Map<UUID, Sender> senders;
  private final Rosters rosters;
  private final DevicePaths paths;

  /**
   * By conversation, devices with a channel that may not have heard yet that they are written to in
   * it directly: they drop what comes over the channel (PTH-4).
   */
  private final Map<UUID, Set<UUID>> unproven = new HashMap<>();

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

  /**
   * Members have changed.
   *
   * @param directBefore the devices that could be written to directly before
   */
  void handleRoster(UUID conversation, Set<UUID> directBefore, long nowMs) {
    Set<UUID> waiting = new HashSet<>(unproven.getOrDefault(conversation, Set.of()));
    Set<UUID> targets = rosters.targets(conversation);
    waiting.retainAll(targets);
    for (UUID target : targets) {
      if (!directBefore.contains(target) && paths.hasChannel(target)) {
        waiting.add(target);
      }
    }
    if (waiting.isEmpty()) {
      unproven.remove(conversation);
    } else {
      unproven.put(conversation, waiting);
    }
    Sender sender = senders.get(conversation);
    if (sender != null) {
      targets.stream()
          .filter(paths::hasChannel)
          .forEach(target -> beside(conversation, sender, target, nowMs));
    }
  }

  /** An ack came over the channel: so entries of that conversation are taken there. */
  void handleDirectAck(UUID conversation, UUID target, long nowMs) {
    Sender sender = senders.get(conversation);
    boolean isNews =
        isAccepted(conversation, target)
            && unproven.getOrDefault(conversation, new HashSet<>()).remove(target);
    if (isNews && sender != null) {
      beside(conversation, sender, target, nowMs);
    }
  }

  private boolean isAccepted(UUID conversation, UUID target) {
    return rosters.directDevices(conversation).contains(target);
  }

  private void beside(UUID conversation, Sender sender, UUID target, long nowMs) {
    Beside beside = paths.besideOf(target);
    if (beside == Beside.LARGE
        && (!isAccepted(conversation, target)
            || unproven.getOrDefault(conversation, Set.of()).contains(target))) {
      beside = Beside.ALL;
    }
    sender.handleBeside(target, beside, paths.channelBytes(target), nowMs);
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
    if (path != Path.DIRECT) {
      unproven.values().forEach(waiting -> waiting.remove(target));
    }
    each(target, (_, sender) -> moved(sender, target, path, generation, nowMs));
  }

  @Override
  public void handleBeside(UUID target, Beside beside, long nowMs) {
    each(target, (conversation, sender) -> beside(conversation, sender, target, nowMs));
  }

  private void moved(Sender sender, UUID target, Path path, long generation, long nowMs) {
    beside(sender.stream().conversation(), sender, target, nowMs);
    sender.handlePath(target, path, generation, nowMs);
    sender.handleWritable(target, generation, paths.writable(target), nowMs);
  }

  private void each(UUID target, BiConsumer<UUID, Sender> action) {
    senders.forEach(
        (conversation, sender) -> {
          if (rosters.isMember(conversation, target)) {
            action.accept(conversation, sender);
          }
        });
  }
}
