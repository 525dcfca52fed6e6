package dev.plait.relay;

import dev.plait.relay.Deadline.Reason;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Pending deadlines, one per (reason, subject); subjects are compared by identity. Pure. */
final class Timers {
  /** A deadline that has come. */
  record Due(Reason reason, Object subject) {}

  private record Timer(long atMs, long ordinal, Due due) {}

  private final TreeSet<Timer> ordered =
      new TreeSet<>(Comparator.comparingLong(Timer::atMs).thenComparingLong(Timer::ordinal));
  private final Map<Due, Timer> byKey = new HashMap<>();
  private long nextOrdinal;

  void set(Reason reason, Object subject, long atMs) {
    cancel(reason, subject);
    Timer timer = new Timer(atMs, nextOrdinal++, new Due(reason, subject));
    ordered.add(timer);
    byKey.put(timer.due(), timer);
  }

  /** Sets unless it is set already. */
  void setIfAbsent(Reason reason, Object subject, long atMs) {
    if (!byKey.containsKey(new Due(reason, subject))) {
      set(reason, subject, atMs);
    }
  }

  void cancel(Reason reason, Object subject) {
    Timer timer = byKey.remove(new Due(reason, subject));
    if (timer != null) {
      ordered.remove(timer);
    }
  }

  @Nullable Due takeDue(long nowMs) {
    if (ordered.isEmpty() || ordered.first().atMs() > nowMs) {
      return null;
    }
    Due due = ordered.first().due();
    cancel(due.reason(), due.subject());
    return due;
  }

  @Nullable Deadline next() {
    if (ordered.isEmpty()) {
      return null;
    }
    Timer first = ordered.first();
    return new Deadline(first.atMs(), first.due().reason());
  }
}
