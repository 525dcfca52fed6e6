package dev.plait.relay;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every row that the relay holds in memory and has not answered for, with each sender's window,
 * what its account takes up, and the total. Pure.
 */
final class Custody {
  /** What a row takes beside body and part, about: objects, maps and a timer. */
  private static final long ROW_BYTES = 256;

  /**
   * An account has at most this part of what is left (Choudhury and Hahne, Dynamic queue length
   * thresholds, 1998): a fifth of all when it is alone, and for one more there is always room.
   */
  private static final int PART_OF_FREE = 4;

  private static final class Window {
    int entries;
    long bytes;
  }

  private final RelayLimits limits;
  private final Map<UUID, Map<StreamId, TreeMap<Long, Pending>>> byDevice = new HashMap<>();
  private final Map<UUID, Window> windows = new HashMap<>();
  private final Map<UUID, Long> bytesByAccount = new HashMap<>();
  private long bytes;

  Custody(RelayLimits limits) {
    this.limits = limits;
  }

  long bytes() {
    return bytes;
  }

  @Nullable Pending find(UUID device, StreamId stream, long seq) {
    TreeMap<Long, Pending> rows = byDevice.getOrDefault(device, Map.of()).get(stream);
    return rows == null ? null : rows.get(seq);
  }

  /** Whether anything of the stream is held for the device. */
  boolean knows(UUID device, StreamId stream) {
    return byDevice.getOrDefault(device, Map.of()).containsKey(stream);
  }

  /** Whether one more entry fits the sender's window. */
  boolean fitsWindow(UUID sender, int size) {
    Window window = windows.get(sender);
    return window == null
        || (window.entries < limits.windowEntries() && window.bytes + size <= limits.windowBytes());
  }

  int windowEntries(UUID sender) {
    Window window = windows.get(sender);
    return window == null ? 0 : window.entries;
  }

  long windowBytes(UUID sender) {
    Window window = windows.get(sender);
    return window == null ? 0 : window.bytes;
  }

  /** Whether one more entry fits the memory of the node, and the account's share of it. */
  boolean fitsMemory(UUID account, long size) {
    long own = bytesByAccount.getOrDefault(account, 0L);
    long free = limits.custodyBytes() - bytes;
    return size <= free && (own == 0 || own + size <= free / PART_OF_FREE);
  }

  /** What a row with such a part takes beside the body. */
  static long rowBytes(@Nullable Bytes part) {
    return ROW_BYTES + (part == null ? 0 : part.size());
  }

  void add(Pending pending) {
    InCustody of = pending.of;
    if (of.openTargets++ == 0) {
      Window window = windows.computeIfAbsent(of.stream.device(), key -> new Window());
      window.entries++;
      window.bytes += of.bytes();
      count(of.account, of.bytes());
    }
    count(of.account, rowBytes(pending.row.part()));
    byDevice
        .computeIfAbsent(pending.row.target(), key -> new HashMap<>())
        .computeIfAbsent(of.stream, key -> new TreeMap<>())
        .put(pending.seq(), pending);
  }

  /** The row has its answer; the entry leaves the window with its last one. */
  void settle(Pending pending) {
    InCustody of = pending.of;
    var streams = byDevice.get(pending.row.target());
    TreeMap<Long, Pending> rows = streams == null ? null : streams.get(of.stream);
    if (streams == null || rows == null || !rows.remove(pending.seq(), pending)) {
      throw new IllegalStateException("not in custody: " + of.stream + " " + pending.seq());
    }
    if (rows.isEmpty()) {
      streams.remove(of.stream);
    }
    if (streams.isEmpty()) {
      byDevice.remove(pending.row.target());
    }
    count(of.account, -rowBytes(pending.row.part()));
    if (--of.openTargets == 0) {
      release(of);
    }
  }

  /** Rows of one stream for one device up to a seq, ascending; a copy. */
  List<Pending> through(UUID device, StreamId stream, long throughSeq) {
    TreeMap<Long, Pending> rows = byDevice.getOrDefault(device, Map.of()).get(stream);
    return rows == null ? List.of() : List.copyOf(rows.headMap(throughSeq, true).values());
  }

  /** All rows for one device in the order they came; a copy. */
  List<Pending> of(UUID device) {
    List<Pending> all = new ArrayList<>();
    byDevice.getOrDefault(device, Map.of()).values().forEach(rows -> all.addAll(rows.values()));
    all.sort(Comparator.comparingLong(pending -> pending.ordinal));
    return all;
  }

  private void release(InCustody of) {
    count(of.account, -of.bytes());
    UUID sender = of.stream.device();
    Window window = windows.get(sender);
    if (window == null) {
      throw new IllegalStateException("no window for " + sender);
    }
    window.entries--;
    window.bytes -= of.bytes();
    if (window.entries == 0) {
      windows.remove(sender);
    }
  }

  private void count(UUID account, long more) {
    bytes += more;
    bytesByAccount.merge(account, more, (a, b) -> a + b == 0 ? null : a + b);
  }
}
