package dev.plait.protocol.signaling;

/** Where the exchange of descriptions stands, and where it may go from there. */
enum SignalingState {
  /** No connection. */
  IDLE,
  /** The own offer is being made. */
  OFFERING,
  /** The own offer is out. */
  HAVE_LOCAL_OFFER,
  /** The other side's offer is being set, and the answer to it made. */
  ANSWERING,
  /** The answer to the own offer is being set. */
  TAKING_ANSWER,
  /** Both descriptions are set. */
  STABLE;

  /** The transition table. */
  boolean mayBecome(SignalingState to) {
    return switch (this) {
      case IDLE -> to == OFFERING || to == ANSWERING;
      case OFFERING -> to == HAVE_LOCAL_OFFER || to == IDLE;
      case HAVE_LOCAL_OFFER -> to == TAKING_ANSWER || to == ANSWERING || to == IDLE;
      case ANSWERING, TAKING_ANSWER -> to == STABLE || to == IDLE;
      case STABLE -> to == OFFERING || to == ANSWERING || to == IDLE;
    };
  }

  /** Whether an own offer is being made or out. */
  boolean offering() {
    return this == OFFERING || this == HAVE_LOCAL_OFFER;
  }

  /** Whether a description of the other side is being set. */
  boolean takingRemote() {
    return this == ANSWERING || this == TAKING_ANSWER;
  }
}
