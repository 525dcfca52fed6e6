package dev.plait.peer.rtc;

/** What became of a frame given to a channel. Taken is not delivered: only an ack is. */
public enum SendOutcome {
  /** On its way. */
  TAKEN,
  /** Over the hard limit of buffered bytes; wait for writable. */
  FULL,
  /** Larger than the other side takes. */
  TOO_LARGE,
  /** No open channel. */
  CLOSED
}
