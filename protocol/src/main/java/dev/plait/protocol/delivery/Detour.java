package dev.plait.protocol.delivery;

import dev.plait.protocol.delivery.TargetItem.Custody;
import dev.plait.protocol.wire.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What of one target's entries goes by the server although a channel is open: what the channel
 * cannot carry, and everything while it is late with an answer. What the server has of it is in the
 * custody of each item; how it stands on the channel does not change. Owned by one {@link
 * TargetQueue}.
 */
final class Detour {
  private final TargetQueue queue;
  private Beside beside = Beside.NONE;
  private int channelBytes = Limits.CHANNEL_FRAME_BYTES;
  private long scanFrom = 1;

  Detour(TargetQueue queue) {
    this.queue = queue;
  }

  void set(Beside what, int bytes) {
    beside = what;
    channelBytes = Math.min(bytes, Limits.CHANNEL_FRAME_BYTES);
    scanFrom = 1;
  }

  int channelBytes() {
    return channelBytes;
  }

  /** Whether there is a channel, and the server beside it. */
  boolean open() {
    return queue.path == Path.DIRECT && beside != Beside.NONE;
  }

  /** Whether there is a channel that cannot carry {@code item}, however long it waits. */
  boolean needs(TargetItem item) {
    return queue.path == Path.DIRECT
        && FrameSizes.ENTRIES_OVERHEAD + item.channelBytes() > channelBytes;
  }

  /** An entry may have to be posted again. */
  void lookFrom(long seq) {
    scanFrom = Math.min(scanFrom, seq);
  }

  /** What the target holds has changed: what it dropped is lacked again. */
  void lookAgain() {
    if (beside == Beside.ALL) {
      scanFrom = 1;
    }
  }

  /** The first entry to post now, at most {@code throughSeq}; null when there is none. */
  @Nullable TargetItem next(long throughSeq) {
    if (!open()) {
      return null;
    }
    for (TargetItem item : queue.items.tailMap(scanFrom, true).values()) {
      if (item.seq() > queue.through(throughSeq)) {
        break;
      }
      scanFrom = item.seq();
      if (item.custody == Custody.NONE
          && (needs(item) || (beside == Beside.ALL && queue.lacks(item)))) {
        return item;
      }
      scanFrom = item.seq() + 1;
    }
    return null;
  }
}
