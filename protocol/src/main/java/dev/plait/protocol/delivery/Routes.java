package dev.plait.protocol.delivery;

import dev.plait.protocol.delivery.TargetItem.Custody;

/** Applies a change of the way to a target to its queue (DLV-8). Owned by one {@link Sender}. */
final class Routes {
  private final Outbox outbox;
  private final Facts facts;

  Routes(Outbox outbox, Facts facts) {
    this.outbox = outbox;
    this.facts = facts;
  }

  /** Another path: everything unacked is sent again in order. */
  void path(TargetQueue queue, Path path, long generation) {
    queue.path = path;
    queue.generation = generation;
    queue.writable = true;
    if (path != Path.DIRECT) {
      unpost(queue);
    }
    queue.startPath();
    if (path == Path.RELAY) {
      facts.cancelThrough(queue, queue.brokenThrough());
    }
  }

  /** Another use of the server beside a channel. Without it nothing that was posted counts. */
  void beside(TargetQueue queue, Beside beside, int channelBytes) {
    queue.beside(beside, channelBytes);
    if (queue.path == Path.DIRECT && beside == Beside.NONE) {
      queue.retryAtMs = TargetQueue.NEVER;
      for (TargetItem item : queue.items.values()) {
        if (item.custody == Custody.POSTED) {
          outbox.unpost(item);
          queue.postAgain(item);
        }
      }
    }
  }

  private void unpost(TargetQueue queue) {
    for (TargetItem item : queue.items.values()) {
      outbox.unpost(item);
      outbox.dropBody(item.out);
    }
  }
}
