package dev.plait.protocol.delivery;

import dev.plait.protocol.delivery.TargetItem.Custody;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.PostedEntry;
import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries that somebody lacks, with the counts that say when the outbox may forget one. Owned
 * by one {@link Sender}.
 */
final class Outbox {
  private final TreeMap<Long, OutEntry> entries = new TreeMap<>();
  private final SenderLimits limits;
  private final RelayWindow window;
  private final RangeSet forgotten = new RangeSet();
  private final RangeSet custody = new RangeSet();
  private int waitingEntries;
  private long waitingBytes;

  Outbox(SenderLimits limits, RelayWindow window) {
    this.limits = limits;
    this.window = window;
  }

  boolean fits(int bodyBytes) {
    return waitingEntries < limits.outboxEntries()
        && waitingBytes + bodyBytes <= limits.outboxBytes();
  }

  OutEntry add(PostedEntry posted) {
    OutEntry out = new OutEntry(posted.entry());
    entries.put(out.seq, out);
    return out;
  }

  /** Counts one more target, which still lacks the entry. */
  void addTarget(OutEntry out) {
    out.unsettled++;
    if (out.unstored++ == 0) {
      custody.remove(out.seq, out.seq);
      waitingEntries++;
      waitingBytes += out.bodyBytes;
    }
  }

  @Nullable OutEntry get(long seq) {
    return entries.get(seq);
  }

  /** Takes back an entry that was never committed. */
  void discard(long seq) {
    OutEntry out = entries.remove(seq);
    if (out != null && out.unstored > 0) {
      waitingEntries--;
      waitingBytes -= out.bodyBytes;
    }
  }

  /** It is durable, so it goes as soon as nobody lacks it; an entry for nobody at once. */
  void committed(OutEntry out) {
    out.committed = true;
    forgetIfSettled(out);
  }

  private void forgetIfSettled(OutEntry out) {
    if (out.committed && out.unsettled == 0) {
      entries.remove(out.seq);
      forgotten.add(out.seq);
    }
  }

  /** Takes a place in the session's window if the entry has none yet. */
  boolean post(OutEntry out) {
    return out.unanswered > 0 || window.tryAcquire(out.bodyBytes);
  }

  void posted(TargetItem item) {
    item.custody = Custody.POSTED;
    item.out.unanswered++;
  }

  /** The server answered, or the session in which it was asked is gone. */
  void unpost(TargetItem item) {
    if (item.custody == Custody.POSTED) {
      item.custody = Custody.NONE;
      if (--item.out.unanswered == 0) {
        window.release(item.out.bodyBytes);
      }
    }
  }

  void stored(TargetItem item) {
    unpost(item);
    item.custody = Custody.STORED;
    lowerUnstored(item.out);
    if (item.out.unstored == 0 && item.out.unsettled > 0) {
      custody.add(item.out.seq);
    }
    dropBody(item.out);
  }

  void takeBack(TargetItem item) {
    unpost(item);
    if (item.custody == Custody.STORED) {
      item.custody = Custody.NONE;
      custody.remove(item.seq(), item.seq());
      if (item.out.unstored++ == 0) {
        waitingEntries++;
        waitingBytes += item.out.bodyBytes;
      }
    }
  }

  /** The target has acked it, was finally refused it, or is gone. */
  void settled(TargetItem item) {
    unpost(item);
    OutEntry out = item.out;
    if (item.custody != Custody.STORED) {
      lowerUnstored(out);
    }
    out.unsettled--;
    if (out.unsettled == 0) {
      custody.remove(out.seq, out.seq);
      forgetIfSettled(out);
    } else if (out.unstored == 0 && item.custody != Custody.STORED) {
      custody.add(out.seq);
      dropBody(out);
    }
  }

  /** Leaves the bytes to the disk when the server has custody. */
  void dropBody(OutEntry out) {
    if (out.unstored == 0) {
      out.entry = null;
      out.requested = false;
    }
  }

  /** The bytes as sent, or others of what was never sent. */
  void restoreBody(Entry entry) {
    OutEntry out = entries.get(entry.seq());
    if (out != null) {
      if (out.unstored > 0) {
        waitingBytes += entry.body().size() - out.bodyBytes;
      }
      out.bodyBytes = entry.body().size();
      out.entry = entry;
      out.requested = false;
    }
  }

  void flush(ArrayDeque<SendEffect> effects) {
    if (!custody.isEmpty()) {
      effects.add(new SendEffect.Custody(custody.toList()));
      custody.clear();
    }
    if (!forgotten.isEmpty()) {
      effects.add(new SendEffect.Forget(forgotten.toList()));
      forgotten.clear();
    }
  }

  int waitingEntries() {
    return waitingEntries;
  }

  long waitingBytes() {
    return waitingBytes;
  }

  private void lowerUnstored(OutEntry out) {
    if (--out.unstored == 0) {
      waitingEntries--;
      waitingBytes -= out.bodyBytes;
    }
    if (out.unstored < 0 || waitingEntries < 0) {
      throw new IllegalStateException("outbox count of " + out.seq);
    }
  }
}
