package dev.plait.protocol.signaling;

/**
 * What two devices say to each other while they negotiate; opaque to the server. Immutable. {@code
 * session} numbers the connection: positive, below 2^53, and grows with each attempt.
 */
public sealed interface SignalPayload {
  /** Longest session description in characters: escaped it still fits one signal payload. */
  int SDP_CHARS = 24 * 1024;

  /** Longest candidate line in characters. */
  int CANDIDATE_CHARS = 1024;

  /** Longest media identification tag in characters (RFC 8843 asks for short ones). */
  int MID_CHARS = 32;

  /** Longest {@code ufrag} in characters (RFC 8839 §5.4). */
  int UFRAG_CHARS = 256;

  /** Highest media line index: a data channel has one line. */
  int INDEX_MAX = 255;

  /** The connection that it belongs to. */
  long session();

  /**
   * An offer.
   *
   * @param session the connection
   * @param round counts the offers that this side made in the session, from 1
   * @param sdp the session description, with exactly one {@code a=fingerprint}
   */
  record Offer(long session, int round, String sdp) implements SignalPayload {
    /** Leaves the description out: it holds addresses. */
    @Override
    public String toString() {
      return "Offer[" + session + "/" + round + "]";
    }
  }

  /**
   * The answer to one offer.
   *
   * @param session the connection
   * @param round the round of the offer that it answers
   * @param sdp the session description, with exactly one {@code a=fingerprint}
   */
  record Answer(long session, int round, String sdp) implements SignalPayload {
    /** Leaves the description out: it holds addresses. */
    @Override
    public String toString() {
      return "Answer[" + session + "/" + round + "]";
    }
  }

  /**
   * A way to reach the sender (RFC 8838).
   *
   * @param session the connection
   * @param mid media identification tag
   * @param index media line index
   * @param candidate the candidate line
   * @param ufrag the {@code ice-ufrag} of the description that it belongs to; empty for unknown
   */
  record Candidate(long session, String mid, int index, String candidate, String ufrag)
      implements SignalPayload {
    /** One that does not tell which description it belongs to. */
    public Candidate(long session, String mid, int index, String candidate) {
      this(session, mid, index, candidate, "");
    }

    /** Leaves the candidate out: it is an address. */
    @Override
    public String toString() {
      return "Candidate[" + session + "]";
    }
  }

  /** The session is over and the sender does not want another one now. */
  record Bye(long session) implements SignalPayload {}
}
