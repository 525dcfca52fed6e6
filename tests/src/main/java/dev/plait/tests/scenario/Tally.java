package dev.plait.tests.scenario;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what was sent with what arrived, one direction of one conversation.
 *
 * @param sent messages the sender's peer accepted
 * @param delivered of these, how many the receiver has
 * @param lost of these, how many it has not
 * @param duplicated how often one came again
 * @param outOfOrder how often one came after one that was sent later
 */
public record Tally(long sent, long delivered, long lost, long duplicated, long outOfOrder) {

  /**
   * Counts.
   *
   * @param sent texts in the order accepted, each once
   * @param arrived texts in the order handed over
   */
  public static Tally of(List<String> sent, List<String> arrived) {
    Map<String, Integer> positions = new HashMap<>();
    for (String text : sent) {
      positions.put(text, positions.size());
    }
    Set<String> seen = new HashSet<>();
    long duplicated = 0;
    long outOfOrder = 0;
    int last = -1;
    for (String text : arrived) {
      if (!seen.add(text)) {
        duplicated++;
        continue;
      }
      int position = positions.getOrDefault(text, -1);
      if (position < last) {
        outOfOrder++;
      }
      last = Math.max(last, position);
    }
    long delivered = sent.stream().filter(seen::contains).count();
    return new Tally(sent.size(), delivered, sent.size() - delivered, duplicated, outOfOrder);
  }

  /** Both directions together. */
  public Tally plus(Tally other) {
    return new Tally(
        sent + other.sent,
        delivered + other.delivered,
        lost + other.lost,
        duplicated + other.duplicated,
        outOfOrder + other.outOfOrder);
  }

  /** Whether nothing is wrong. */
  public boolean clean() {
    return lost == 0 && duplicated == 0 && outOfOrder == 0;
  }
}
