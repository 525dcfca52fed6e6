package dev.plait.relay;

import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What was sent to one session and is not acked. Entries that the device holds behind a hole stay
 * known, so that they are not sent again, but use no credit: otherwise a full window of held
 * entries would keep out the one that fills the hole. Pure; lives as long as the session.
 */
final class InFlight {
  /**
   * Result of an ack: how many left, whether one of them, or of those that are held, was on disk,
   * when the oldest was sent.
   */
  record Acked(int entries, boolean durable, boolean holdsDurable, long sentAtMs) {}

  private static final class Sent {
    final long bytes;
    final long sentAtMs;
    boolean durable;
    boolean held;

    Sent(long bytes, boolean durable, long sentAtMs) {
      this.bytes = bytes;
      this.durable = durable;
      this.sentAtMs = sentAtMs;
    }
  }

  private final Map<StreamId, TreeMap<Long, Sent>> streams = new HashMap<>();
  private int entries;
  private long bytes;

  /** Entries that use credit. */
  int entries() {
    return entries;
  }

  /** Bytes that use credit. */
  long bytes() {
    return bytes;
  }

  boolean contains(StreamId stream, long seq) {
    TreeMap<Long, Sent> sent = streams.get(stream);
    return sent != null && sent.containsKey(seq);
  }

  /** Whether anything of the stream was sent and not acked. */
  boolean knows(StreamId stream) {
    return streams.containsKey(stream);
  }

  void add(StreamId stream, long seq, long size, boolean durable, long nowMs) {
    Sent before =
        streams
            .computeIfAbsent(stream, key -> new TreeMap<>())
            .put(seq, new Sent(size, durable, nowMs));
    if (before != null) {
      throw new IllegalStateException("sent twice in one session: " + stream + " " + seq);
    }
    entries++;
    bytes += size;
  }

  void markDurable(StreamId stream, long seq) {
    TreeMap<Long, Sent> sent = streams.get(stream);
    Sent one = sent == null ? null : sent.get(seq);
    if (one != null) {
      one.durable = true;
    }
  }

  Acked ack(StreamId stream, long cursorSeq, List<Range> held) {
    TreeMap<Long, Sent> sent = streams.get(stream);
    if (sent == null) {
      return new Acked(0, false, false, 0);
    }
    int count = 0;
    boolean durable = false;
    long oldestMs = Long.MAX_VALUE;
    Iterator<Sent> acked = sent.headMap(cursorSeq, true).values().iterator();
    while (acked.hasNext()) {
      Sent one = acked.next();
      acked.remove();
      count++;
      durable |= one.durable;
      oldestMs = Math.min(oldestMs, one.sentAtMs);
      hold(one);
    }
    boolean holdsDurable = markHeld(sent, held);
    if (sent.isEmpty()) {
      streams.remove(stream);
    }
    return new Acked(count, durable, holdsDurable, count == 0 ? 0 : oldestMs);
  }

  /**
   * Takes over what the device holds now; what it held before may have been dropped since. Whether
   * any of it is on disk.
   */
  private boolean markHeld(NavigableMap<Long, Sent> sent, List<Range> held) {
    boolean allNamed = held.size() < Limits.RANGES;
    long namedThrough = allNamed ? Long.MAX_VALUE : held.getLast().throughSeq();
    sent.headMap(namedThrough, true).values().forEach(this::drop);
    boolean durable = false;
    for (Range range : held) {
      for (Sent one : sent.subMap(range.fromSeq(), true, range.throughSeq(), true).values()) {
        hold(one);
        durable |= one.durable;
      }
    }
    return durable;
  }

  /** When the oldest entry that uses credit was sent; {@code Long.MAX_VALUE} for none. */
  long oldestSentMs() {
    long oldestMs = Long.MAX_VALUE;
    for (TreeMap<Long, Sent> sent : streams.values()) {
      for (Sent one : sent.values()) {
        oldestMs = one.held ? oldestMs : Math.min(oldestMs, one.sentAtMs);
      }
    }
    return oldestMs;
  }

  /** Forgets everything that the device has not said it holds, so that it is sent again. */
  void forgetLost() {
    streams.values().forEach(sent -> sent.values().removeIf(one -> !one.held));
    streams.values().removeIf(TreeMap::isEmpty);
    entries = 0;
    bytes = 0;
  }

  private void hold(Sent one) {
    if (!one.held) {
      one.held = true;
      entries--;
      bytes -= one.bytes;
    }
  }

  private void drop(Sent one) {
    if (one.held) {
      one.held = false;
      entries++;
      bytes += one.bytes;
    }
  }
}
