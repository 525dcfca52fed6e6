package dev.plait.tests.sim;

import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.KeptClock;
import dev.plait.protocol.clock.HybridClock;
import dev.plait.protocol.clock.TranscriptOrder;
import dev.plait.protocol.wire.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.UUID;

/** What a disk knows about time. */
final class SimTime {
  private long lastStamp;
  private long serverAheadMs;
  private long ownLastHlc;

  /** Everything is as there. */
  void become(SimTime other) {
    lastStamp = other.lastStamp;
    serverAheadMs = other.serverAheadMs;
    ownLastHlc = other.ownLastHlc;
  }

  void write(DiskWrite.LastStamp write) {
    lastStamp = write.hlc();
  }

  void write(DiskWrite.ServerClock write) {
    serverAheadMs = write.aheadMs();
  }

  /** The device has said something. */
  void said(long hlc) {
    ownLastHlc = Math.max(ownLastHlc, hlc);
  }

  /** CLK-1: a stamp is above all that the device has given, whatever its clock says. */
  void checkRises(long hlc) {
    if (Long.compareUnsigned(hlc, ownLastHlc) <= 0) {
      throw new SimViolation("CLK-1 stamp", "a new entry is stamped below an own one");
    }
  }

  /** What a start finds. */
  KeptClock load(SimTranscripts transcripts, long localMs) {
    long last = lastStamp;
    long mostHlc = KeptClock.mostHlc(lastStamp, localMs + serverAheadMs);
    TranscriptOrder most = new TranscriptOrder(mostHlc + 1, new UUID(0, 0), 0);
    List<Long> ahead = new ArrayList<>();
    for (NavigableMap<TranscriptOrder, Entry> rows : transcripts.all()) {
      TranscriptOrder latest = rows.lowerKey(most);
      last = latest == null ? last : Math.max(last, latest.hlc());
      rows.tailMap(most, true).keySet().stream()
          .limit(HybridClock.MAX_AHEAD_STAMPS)
          .forEach(row -> ahead.add(row.hlc()));
    }
    return new KeptClock(last, ahead, serverAheadMs);
  }
}
