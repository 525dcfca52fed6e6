package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives what one target lacks to others that stand for it from now on (DLV-26). The server has
 * moved what it kept for it, perhaps not to all of them: each is sent everything again, and what is
 * there already is answered so. Stateless.
 */
final class Replacement {
  private Replacement() {}

  /** Moves all; returns what of it the old target still lacked. */
  static List<Range> move(TargetQueue from, List<TargetQueue> to, Outbox outbox) {
    RangeSet moved = new RangeSet();
    List<TargetItem> items = new ArrayList<>(from.items.values());
    for (TargetQueue queue : to) {
      queue.firstSeq = Math.min(queue.firstSeq, from.firstSeq);
      from.binding.copyTo(queue.binding);
      for (TargetItem item : items) {
        add(queue, item, outbox);
      }
      queue.lastSeq = Math.max(queue.lastSeq, from.lastSeq);
    }
    for (TargetItem item : items) {
      moved.add(item.seq());
      from.remove(item);
      outbox.settled(item);
    }
    return moved.toList();
  }

  private static void add(TargetQueue queue, TargetItem item, Outbox outbox) {
    if (item.seq() > queue.deliveredThrough && !queue.items.containsKey(item.seq())) {
      outbox.addTarget(item.out);
      Status status = item.status == Status.QUEUED ? Status.QUEUED : Status.SENT;
      queue.add(new TargetItem(item.out, item.afterSeq, item.part, status));
    }
  }
}
