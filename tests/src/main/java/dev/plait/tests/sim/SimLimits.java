package dev.plait.tests.sim;

import dev.plait.peer.core.CoreLoad;
import dev.plait.protocol.wire.Range;
import java.util.List;

/** Holds what one device has in memory and in its outbox to its limits (I7). */
final class SimLimits {
  /** More than any device has: for each one entry that is read again passes a full outbox. */
  private static final int TARGETS = 8;

  private final SimScenario scenario;
  private final SimChecker checker;
  private long cameBack;
  private long cameBackBytes;

  SimLimits(SimScenario scenario, SimChecker checker) {
    this.scenario = scenario;
    this.checker = checker;
  }

  /** A device that begins with this, on a copy of a disk: there it may have come back. */
  void begins(CoreLoad load) {
    cameBack = load.outboxEntries();
    cameBackBytes = load.outboxBytes();
  }

  /** An entry that the server had taken over is in the outbox again; that may not be refused. */
  void comesBack(long bytes) {
    cameBack++;
    cameBackBytes += bytes;
  }

  /** Every queue of the device. */
  void check(CoreLoad load) {
    SimViolation.atMost("I7 hold", load.pendingEntries(), scenario.receiver().pendingEntries());
    SimViolation.atMost("I7 hold bytes", load.pendingBytes(), scenario.receiver().pendingBytes());
    SimViolation.atMost("I7 window", load.unansweredEntries(), scenario.relay().windowEntries());
    long again = checker.disksGoBack() ? TARGETS : 0;
    long most = scenario.sender().outboxEntries() + cameBack + again;
    SimViolation.atMost("I7 outbox", load.outboxEntries(), most);
    long mostBytes =
        scenario.sender().outboxBytes() + cameBackBytes + again * scenario.bodyMaxBytes();
    SimViolation.atMost("I7 outbox bytes", load.outboxBytes(), mostBytes);
    // One entry passes, whatever its size, or it would never.
    if (load.unansweredEntries() > 1) {
      SimViolation.atMost(
          "I7 window bytes", load.unansweredBytes(), scenario.relay().windowBytes());
    }
  }

  /** Bodies that come back into memory at a time. */
  void checkTranscriptRead(List<Range> seqs) {
    long entries = seqs.stream().mapToLong(r -> r.throughSeq() - r.fromSeq() + 1).sum();
    SimViolation.atMost("I7 transcript read", entries, scenario.sender().transcriptEntries());
  }
}
