package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** One entry as it stands at one target. */
final class TargetItem {
  /** What the server has of it. */
  enum Custody {
    /** Nothing that we know of. */
    NONE,
    /** Posted in this session and not answered. */
    POSTED,
    /** Committed (I3). */
    STORED
  }

  /** What the present path has of it. */
  enum Flight {
    /** To be sent. */
    WAITING,
    /** Sent in this generation. */
    SENT,
    /** Need not be sent here: the server or the target's hold buffer has it. */
    PARKED
  }

  final OutEntry out;

  /** As prepared, or as in the server's row once the chain was mended. */
  long afterSeq;

  final @Nullable Bytes part;
  Status status;
  Custody custody = Custody.NONE;

  /** Whether the server has said in this session that it is stored. */
  boolean confirmed;

  Flight flight = Flight.WAITING;

  TargetItem(OutEntry out, long afterSeq, @Nullable Bytes part, Status status) {
    this.out = out;
    this.afterSeq = afterSeq;
    this.part = part;
    this.status = status;
  }

  long seq() {
    return out.seq;
  }

  /** The most bytes that it takes in a message of a channel. */
  int channelBytes() {
    return FrameSizes.entryBytes(out.bodyBytes) + FrameSizes.partBytes(part);
  }
}
