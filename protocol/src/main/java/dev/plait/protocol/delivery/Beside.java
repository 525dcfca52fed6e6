package dev.plait.protocol.delivery;

/** What goes by the server beside an open channel (DLV-8, PTH-3). */
public enum Beside {
  /** Nothing: the server is not reachable. */
  NONE,
  /** What the channel cannot carry. */
  LARGE,
  /** Everything that the target lacks: the channel is late with an answer. */
  ALL
}
