package dev.plait.tests.nat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.tests.scenario.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of one pair of networks.
 *
 * @param name the two kinds, {@code symmetric×full-cone}
 * @param peers who sat in them, {@code java×java}
 * @param expected the path written down beforehand
 * @param actual the path that was taken; {@code none} when the cell could not be played to its end
 * @param firstMessageBy how the first message came, {@code relay} for example
 * @param firstMessageMs from {@code send} to the first message's arrival, -1 for never
 * @param directMs from that {@code send} to the path beside the relay, -1 for never
 * @param rttMs round trip by the path that was taken, -1 for unknown
 * @param tally the messages of both directions
 * @param equal whether both transcripts are the same
 * @param reason what the user is told of the path, or why the cell was not played to its end
 */
record Cell(
    String name,
    String peers,
    String expected,
    String actual,
    String firstMessageBy,
    long firstMessageMs,
    long directMs,
    double rttMs,
    Tally tally,
    boolean equal,
    String reason) {
  /** Messages that each side says on the path that was found. */
  static final int MESSAGES = 500;

  /** The first message waits for no path; this leaves room for a machine with much to do. */
  static final long FIRST_MESSAGE_LIMIT_MS = 5_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Tally NOTHING = new Tally(0, 0, 0, 0, 0);

  /** One that could not be played to its end. */
  static Cell broken(Expectation expectation, Exception why) {
    return new Cell(
        expectation.name(),
        expectation.peers(),
        expectation.path(),
        "none",
        "none",
        -1,
        -1,
        -1,
        NOTHING,
        false,
        why.toString());
  }

  /** Whether it went as written down, and nothing was lost, repeated or reordered. */
  boolean passed() {
    return faults().isEmpty();
  }

  /** What did not go as written down, in words. */
  List<String> faults() {
    if (actual.equals("none")) {
      return List.of(reason);
    }
    List<String> faults = new ArrayList<>();
    if (!actual.equals(expected)) {
      faults.add("another path");
    }
    if (!firstMessageBy.equals("relay") || firstMessageMs > FIRST_MESSAGE_LIMIT_MS) {
      faults.add("the first message came by " + firstMessageBy + " in " + firstMessageMs + " ms");
    }
    if (tally.sent() != 1 + 2 * MESSAGES) {
      faults.add(tally.sent() + " messages were said");
    }
    if (!tally.clean()) {
      faults.add("not every message came once and in order");
    }
    if (!equal) {
      faults.add("the transcripts differ");
    }
    return faults;
  }

  ObjectNode json() {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("case", name);
    tree.put("peers", peers);
    tree.put("expected", expected);
    tree.put("actual", actual);
    tree.put("passed", passed());
    tree.put("firstMessageBy", firstMessageBy);
    tree.put("firstMessageMs", firstMessageMs);
    tree.put("directMs", directMs);
    tree.put("rttMs", rttMs);
    return Report.withMessages(tree, tally, equal).put("reason", reason);
  }
}
