package dev.plait.tests.nat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.tests.scenario.Tally;

/**
 * What came of one pair of networks.
 *
 * @param name the two kinds, {@code symmetric×full-cone}
 * @param peers who sat in them, {@code java×java}
 * @param expected the path written down beforehand
 * @param actual the path that was taken
 * @param firstMessageMs from {@code send} to the first message's arrival
 * @param directMs from then to the first use of a channel, -1 for never
 * @param rttMs round trip by the path that was taken, -1 for unknown
 * @param tally the messages of both directions
 * @param equal whether both transcripts are the same
 * @param reason what the user is told of the path
 */
record Cell(
    String name,
    String peers,
    String expected,
    String actual,
    long firstMessageMs,
    long directMs,
    double rttMs,
    Tally tally,
    boolean equal,
    String reason) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether it went as written down, and nothing was lost, repeated or reordered. */
  boolean passed() {
    return actual.equals(expected) && tally.clean() && tally.sent() > 0 && equal;
  }

  ObjectNode json() {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("case", name);
    tree.put("peers", peers);
    tree.put("expected", expected);
    tree.put("actual", actual);
    tree.put("passed", passed());
    tree.put("firstMessageMs", firstMessageMs);
    tree.put("directMs", directMs);
    tree.put("rttMs", rttMs);
    return Report.withMessages(tree, tally, equal).put("reason", reason);
  }
}
