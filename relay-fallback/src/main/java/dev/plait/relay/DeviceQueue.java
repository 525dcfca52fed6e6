package dev.plait.relay;

import dev.plait.protocol.wire.StreamId;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * One session of one device: from connect to disconnect or takeover. Pure.
 *
 * <p>DRAINING → LIVE when the backlog is through; LIVE → DRAINING when the credit is used up or the
 * socket does not take more; both → OFFLINE for good. In LIVE every row on disk for the device is
 * in flight in this session.
 */
final class DeviceQueue {
  /** Where new entries for the device go. */
  enum State {
    /** Nobody there: to the batch. The end of this object. */
    OFFLINE,
    /** To the batch, and then by page. */
    DRAINING,
    /** Forwarded at once. */
    LIVE
  }

  /** What is going on with pages. */
  enum Paging {
    /** None is asked for. */
    IDLE,
    /** One is on its way. */
    ASKED,
    /** The store failed; waiting for the next try. */
    WAITING
  }

  private record Key(StreamId stream, long seq) {}

  final UUID account;
  final UUID device;
  final long session;
  final InFlight inFlight = new InFlight();
  final AckTimes ackTimes = new AckTimes();
  final Asks.Waiting asks = new Asks.Waiting();
  private final RelayLimits limits;
  private final Set<Key> unseen = new HashSet<>();
  private boolean rung;
  private State state = State.DRAINING;
  private long lastGraceAtMs;
  Paging paging = Paging.IDLE;
  long pageRequestId;
  long pagedThrough;

  /** Something before {@link #pagedThrough} must be sent again, after the rest of the queue. */
  boolean lost;

  boolean writable = true;
  boolean announced;

  DeviceQueue(SessionId session, RelayLimits limits) {
    this.account = session.account();
    this.device = session.device();
    this.session = session.number();
    this.limits = limits;
  }

  State state() {
    return state;
  }

  void transition(State to) {
    if (state == State.OFFLINE) {
      throw new IllegalStateException("OFFLINE is the end, not " + to);
    }
    state = to;
  }

  int creditEntries() {
    return limits.creditEntries() - inFlight.entries();
  }

  long creditBytes() {
    return limits.creditBytes() - inFlight.bytes();
  }

  /** One entry may overdraw the bytes, so that the largest one passes any limit. */
  boolean hasCredit() {
    return creditEntries() > 0 && creditBytes() > 0;
  }

  /** Whether a page is worth asking for: half a page of credit, or nothing on its way. */
  boolean hasCreditForPage() {
    return inFlight.entries() == 0
        || (creditEntries() >= Math.max(1, limits.pageEntries() / 2)
            && creditBytes() >= Math.max(1, limits.pageBytes() / 2));
  }

  /** When the grace of an entry forwarded now ends; never before that of an earlier one. */
  long graceEndsMs(long nowMs) {
    lastGraceAtMs = Math.max(lastGraceAtMs, nowMs + ackTimes.graceMs(limits));
    return lastGraceAtMs;
  }

  /** A page is asked for: it will see every commit handled so far. */
  void clearUnseen() {
    unseen.clear();
    rung = false;
  }

  /** A row was committed that the page under way may have missed. */
  void noteCommitted(StreamId stream, long seq) {
    unseen.add(new Key(stream, seq));
  }

  /** A page brought a row, or it went away. */
  void noteSeen(StreamId stream, long seq) {
    unseen.remove(new Key(stream, seq));
  }

  /** Rows came from elsewhere, which the page under way may have missed. */
  void noteRung() {
    rung = true;
  }

  boolean seenAll() {
    return unseen.isEmpty() && !rung;
  }
}
