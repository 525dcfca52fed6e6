package dev.plait.protocol.signaling;

/**
 * What became of one rung of the recovery ladder since the start (SIG-12). Each request ends in one
 * of the other three; one at most is open.
 *
 * @param requested how often it was asked for
 * @param notNeeded ended by itself before anything was begun
 * @param succeeded begun, and it helped
 * @param failed did not help, or not in time
 */
public record RungCounters(long requested, long notNeeded, long succeeded, long failed) {
  /** Of a rung that was never asked for. */
  public static final RungCounters NONE = new RungCounters(0, 0, 0, 0);

  /** Short, in the order of the fields: {@code 3/1/2/0}. */
  @Override
  public String toString() {
    return requested + "/" + notNeeded + "/" + succeeded + "/" + failed;
  }
}
