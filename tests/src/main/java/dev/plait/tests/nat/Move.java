package dev.plait.tests.nat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.tests.scenario.Tally;
import java.util.Locale;

/**
 * What came of a case in which the network changes in mid-stream.
 *
 * @param name of the case
 * @param expected the path at the end
 * @param actual the path that was there at the end; {@code none} when it did not come so far
 * @param pauseMs the longest silence between two arrivals while messages were being said
 * @param pauseLimitMs how long it may be
 * @param recoveredMs from the change back to {@code expected}, -1 for never
 * @param recoveredLimitMs how long that may take
 * @param tally the messages of both directions
 * @param equal whether both transcripts are the same
 * @param reason what the user is told of the path at the end, or why it was not played to its end
 */
record Move(
    String name,
    String expected,
    String actual,
    long pauseMs,
    long pauseLimitMs,
    long recoveredMs,
    long recoveredLimitMs,
    Tally tally,
    boolean equal,
    String reason) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One that could not be played to its end. */
  static Move broken(MovingCase moving, Exception why) {
    return new Move(
        moving.slug(),
        moving.after(),
        "none",
        -1,
        moving.pauseLimitMs(),
        -1,
        moving.recoveredLimitMs(),
        new Tally(0, 0, 0, 0, 0),
        false,
        why.toString());
  }

  boolean passed() {
    return actual.equals(expected)
        && pauseMs <= pauseLimitMs
        && recoveredMs >= 0
        && recoveredMs <= recoveredLimitMs
        && tally.clean()
        && tally.sent() > 0
        && equal;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-42s %-28s longest pause %d ms (limit %d), back after %d ms (limit %d)  %d lost, %d"
            + " repeated, %d out of order%s",
        name,
        expected + (actual.equals(expected) ? "" : ", was " + actual),
        pauseMs,
        pauseLimitMs,
        recoveredMs,
        recoveredLimitMs,
        tally.lost(),
        tally.duplicated(),
        tally.outOfOrder(),
        passed() ? "" : "   FAILED" + (actual.equals("none") ? ": " + reason : ""));
  }

  ObjectNode json() {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("case", name);
    tree.put("expected", expected);
    tree.put("actual", actual);
    tree.put("passed", passed());
    tree.put("pauseMs", pauseMs);
    tree.put("pauseLimitMs", pauseLimitMs);
    tree.put("recoveredMs", recoveredMs);
    tree.put("recoveredLimitMs", recoveredLimitMs);
    return Report.withMessages(tree, tally, equal).put("reason", reason);
  }
}
