package dev.plait.turn.check;

/** What the server said to one address, asked for by permission and by channel. */
record PeerAnswer(ForbiddenPeer peer, Answer permission, Answer channel) {
  /** To one of the two questions. */
  enum Answer {
    REFUSED,
    PERMITTED,
    /** The server has no relayed address of the peer's family, so the question cannot be asked. */
    NOT_ASKED
  }

  boolean isOpen() {
    return permission == Answer.PERMITTED || channel == Answer.PERMITTED;
  }

  boolean isAsked() {
    return permission != Answer.NOT_ASKED;
  }
}
