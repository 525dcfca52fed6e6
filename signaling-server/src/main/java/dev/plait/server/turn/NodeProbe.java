package dev.plait.server.turn;

/** Finds out whether a TURN server does its work. Safe from any thread. */
interface NodeProbe {
  /**
   * Takes an allocation and gives it back; blocks for a few seconds at most.
   *
   * @param url RFC 7065
   */
  Result probe(String url);

  /** What came of it. */
  sealed interface Result {}

  /** It gave an allocation. */
  record Works() implements Result {}

  /**
   * It gave none.
   *
   * @param fault one short word for meters
   * @param reason for the log
   */
  record Fails(String fault, String reason) implements Result {}
}
