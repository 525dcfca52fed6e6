package dev.plait.protocol.delivery;

import dev.plait.protocol.delivery.TargetItem.Custody;
import dev.plait.protocol.delivery.TargetItem.Flight;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one target device still lacks, and what of it is on its way. Owned by one {@link Sender}.
 *
 * <p>The {@code after} of an entry is computed when it is sent: the entry before it that this
 * target still lacks or, when it lacks none before, what it has acked. So a refused entry leaves no
 * hole.
 */
final class TargetQueue {
  static final long NEVER = Long.MAX_VALUE;

  final UUID device;
  final TreeMap<Long, TargetItem> items = new TreeMap<>();
  final Backoff resend;
  final Backoff retry;
  Path path = Path.NONE;
  long generation;
  boolean writable = true;

  /** Last seq addressed to the target. */
  long lastSeq;

  /** The target's cursor as last acked. */
  long deliveredThrough;

  /** The mark that goes with it (DLV-20). */
  long deliveredMark;

  /**
   * The highest cursor that it has ever acked; more than {@link #deliveredThrough} once it went
   * back.
   */
  long mostDelivered;

  /** The mark that went with it. */
  long mostMark;

  /** The first seq addressed to the device since it became a target. */
  long firstSeq;

  /** What a target that went back lacks and has not been read yet; null for nothing (DLV-23). */
  @Nullable Range missing;

  /** Whether some of that is being read. */
  boolean reading;

  /** What it said when it had gone back, until the first of that is read. */
  @Nullable StreamPosition wentBackTo;

  /** Since when it seems to have gone back; {@link #NEVER} for not at all. */
  long seemsBackSinceMs = NEVER;

  final Binding binding = new Binding(this);

  /** What of it can become read; outlives a time in which the device is no target. */
  final Unread unread;

  /** Nothing above was ever put on a path to the target. */
  long sentThrough;

  /** When rows with a broken chain were last cancelled: the generation, -1 for never. */
  long cancelGeneration = -1;

  /** Rows to cancel once it is on disk that they are no longer in custody; 0 for none. */
  long cancelThrough;

  /** Up to here {@code stored} was said before the rows were cancelled; 0 for nowhere. */
  long staleThrough;

  /** The cancel whose answer shows that they are: {@link #NEVER} before it is out. */
  long staleUntilRef = NEVER;

  /** Writes under way that end custody; until then nothing is posted, or a cancel would undo it. */
  int takingBack;

  RangeSet held = new RangeSet();
  long resendAtMs = NEVER;
  long retryAtMs = NEVER;
  int inFlightEntries;
  long inFlightBytes;
  private final Detour detour = new Detour(this);
  private int parked;
  private long scanFrom = 1;

  TargetQueue(UUID device, SenderLimits limits, long firstSeq, Unread unread) {
    this.device = device;
    this.firstSeq = firstSeq;
    this.unread = unread;
    this.resend = new Backoff(limits.resendMinMs(), limits.resendMaxMs());
    this.retry = new Backoff(limits.retryMinMs(), limits.retryMaxMs());
  }

  /** Takes over what the target's row on disk says. */
  void restore(
      long lastSeq, long deliveredThrough, long mark, long readThrough, List<Range> refused) {
    this.lastSeq = lastSeq;
    this.deliveredThrough = deliveredThrough;
    this.deliveredMark = mark;
    this.mostDelivered = deliveredThrough;
    this.mostMark = mark;
    unread.restore(firstSeq, deliveredThrough, readThrough, refused);
  }

  void add(TargetItem item) {
    items.put(item.seq(), item);
    if (item.flight == Flight.WAITING && detour.needs(item)) {
      item.flight = Flight.PARKED;
      detour.lookFrom(item.seq());
    }
    lastSeq = Math.max(lastSeq, item.seq());
    switch (item.flight) {
      case WAITING -> scanFrom = Math.min(scanFrom, item.seq());
      case PARKED -> parked++;
      case SENT -> throw new IllegalStateException("added in flight: " + item.seq());
    }
  }

  /**
   * The one place where {@code flight} changes: counts what is in flight. What the channel cannot
   * carry does not wait for it.
   */
  void fly(TargetItem item, Flight wanted) {
    Flight to = wanted == Flight.WAITING && detour.needs(item) ? Flight.PARKED : wanted;
    if (wanted == Flight.WAITING) {
      detour.lookFrom(item.seq());
    }
    if (item.flight == Flight.SENT) {
      inFlightEntries--;
      inFlightBytes -= item.out.bodyBytes;
    } else if (item.flight == Flight.PARKED) {
      parked--;
    }
    item.flight = to;
    switch (to) {
      case SENT -> {
        inFlightEntries++;
        inFlightBytes += item.out.bodyBytes;
        sentThrough = Math.max(sentThrough, item.seq());
      }
      case WAITING -> scanFrom = Math.min(scanFrom, item.seq());
      case PARKED -> parked++;
    }
  }

  void remove(TargetItem item) {
    fly(item, Flight.PARKED);
    parked--;
    items.remove(item.seq());
  }

  /** Nothing goes before what a target that went back lacks: it would take that for skipped. */
  long through(long throughSeq) {
    Range lost = missing;
    return lost == null ? throughSeq : Math.min(throughSeq, lost.fromSeq() - 1);
  }

  /** The first entry to send now, at most {@code throughSeq}; null when there is none. */
  @Nullable TargetItem nextWaiting(long throughSeq) {
    long most = through(throughSeq);
    if (items.isEmpty() || items.lastKey() < scanFrom) {
      return null;
    }
    for (TargetItem item : items.tailMap(scanFrom, true).values()) {
      if (item.seq() > most) {
        break;
      }
      if (item.flight == Flight.WAITING) {
        scanFrom = item.seq();
        return item;
      }
      scanFrom = item.seq() + 1;
    }
    return null;
  }

  /** The first entry to post now, at most {@code throughSeq}; null when there is none. */
  @Nullable TargetItem nextToPost(long throughSeq) {
    if (path == Path.RELAY) {
      return writable ? nextWaiting(throughSeq) : null;
    }
    return detour.next(throughSeq);
  }

  /** It is posted to the server: on a channel it may be sent over that as well. */
  void posted(TargetItem item, long nowMs) {
    if (path == Path.RELAY || detour.needs(item)) {
      fly(item, Flight.SENT);
    }
    sentThrough = Math.max(sentThrough, item.seq());
    armResend(nowMs);
  }

  /** The server has it no longer: it is posted again, where that is the way. */
  void postAgain(TargetItem item) {
    if (path == Path.RELAY || detour.needs(item)) {
      fly(item, Flight.WAITING);
    }
    detour.lookFrom(item.seq());
  }

  /** Whether the server can be asked to take entries for the target now. */
  boolean reachesServer() {
    return path == Path.RELAY || detour.open();
  }

  /** What goes by the server beside a channel, and the most bytes that the channel carries. */
  void beside(Beside what, int channelBytes) {
    detour.set(what, channelBytes);
  }

  /** The most bytes of a message on the channel. */
  int channelBytes() {
    return detour.channelBytes();
  }

  /** The server has it: on the relay that is enough, and where the channel cannot carry it. */
  void stored(TargetItem item) {
    if (path != Path.DIRECT || detour.needs(item)) {
      fly(item, Flight.PARKED);
    }
  }

  /** What {@code after} must say when {@code item} is sent now. */
  long afterOf(TargetItem item) {
    Long before = items.lowerKey(item.seq());
    return before != null ? before : deliveredThrough;
  }

  /** The highest entry whose row at the server, if there is one, has a broken chain; 0 for none. */
  long brokenThrough() {
    long through = 0;
    long before = deliveredThrough;
    for (TargetItem item : items.values()) {
      if (item.afterSeq > before) {
        through = item.seq();
      }
      before = item.seq();
    }
    return through;
  }

  /**
   * Makes everything that the path needs wait to be sent, from the start. The relay needs what the
   * server has not stored; a direct path all that the peer lacks, since it never waits for the
   * server, and the peer has said what it has before the path could begin (PTH-2).
   */
  void startPath() {
    if (path != Path.DIRECT) {
      held = new RangeSet();
    }
    for (TargetItem item : items.values()) {
      fly(item, item.custody == Custody.STORED ? Flight.PARKED : Flight.WAITING);
      if (item.custody == Custody.POSTED && detour.needs(item)) {
        fly(item, Flight.SENT);
      }
    }
    fillHoles();
    resend.reset();
    retry.reset();
    resendAtMs = NEVER;
    retryAtMs = NEVER;
  }

  /**
   * Makes what the server stored but the peer lacks wait to be sent directly. Again with each ack:
   * what the peer holds is not kept for sure, its hold buffer is bounded.
   */
  void fillHoles() {
    detour.lookAgain();
    if (parked == 0 || path != Path.DIRECT) {
      return;
    }
    for (TargetItem item : items.values()) {
      if (item.flight == Flight.PARKED && lacks(item) && !detour.needs(item)) {
        fly(item, Flight.WAITING);
      }
    }
  }

  /** Whether an entry in flight is to be sent again when no ack came. */
  boolean lacking(TargetItem item) {
    return item.flight == Flight.SENT && lacks(item);
  }

  /**
   * Whether the target says that it has not even a held copy. The first is lacked in any case: were
   * it held with an {@code after} that fits, it would have been handed over.
   */
  boolean lacks(TargetItem item) {
    return !held.contains(item.seq()) || items.firstKey() == item.seq();
  }

  void armResend(long nowMs) {
    if (inFlightEntries == 0) {
      resendAtMs = NEVER;
    } else if (resendAtMs == NEVER) {
      resendAtMs = nowMs + resend.peekMs();
    }
  }

  void progress(long nowMs) {
    resend.reset();
    retry.reset();
    resendAtMs = NEVER;
    armResend(nowMs);
  }

  @Override
  public String toString() {
    TargetItem first = items.firstEntry().getValue();
    return device
        + " lacks "
        + items.size()
        + " from "
        + first.seq()
        + " ("
        + first.status
        + ", "
        + first.custody
        + ", "
        + first.flight
        + ") on "
        + path
        + ", delivered "
        + deliveredThrough;
  }
}
