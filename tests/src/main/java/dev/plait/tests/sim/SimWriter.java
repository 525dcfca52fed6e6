package dev.plait.tests.sim;

import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DiskWrite;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Writes in order and syncs after a moment; a crash before that loses the write. */
final class SimWriter {
  private final SimWorld world;
  private final SimWatch watch;
  private final ArrayDeque<CoreEffect.Persist> unsynced = new ArrayDeque<>();
  private long lastCommitMs;

  SimWriter(SimWorld world, SimWatch watch) {
    this.world = world;
    this.watch = watch;
  }

  void started() {
    lastCommitMs = world.nowMs();
  }

  void crash() {
    unsynced.clear();
  }

  /** Takes a write; returns when it is to be synced. */
  long accept(CoreEffect.Persist write) {
    unsynced.add(write);
    lastCommitMs = Math.max(lastCommitMs, world.nowMs() + world.pick(0, 6));
    return lastCommitMs;
  }

  /**
   * Syncs the first that waits; returns its ticket.
   *
   * @param known takes the ids of received entries that the disk had, by ticket
   */
  long syncNext(Map<Long, Set<UUID>> known) {
    CoreEffect.Persist write = unsynced.remove();
    Set<UUID> ids = known.computeIfAbsent(write.ticket(), _ -> new HashSet<>());
    for (DiskWrite one : write.writes()) {
      ids.addAll(watch.synced(one));
    }
    return write.ticket();
  }

  /** Syncs all that waits, in order; returns the last ticket, 0 for none. */
  long syncAll(Map<Long, Set<UUID>> known) {
    long through = 0;
    while (!unsynced.isEmpty()) {
      through = Math.max(through, syncNext(known));
    }
    return through;
  }
}
