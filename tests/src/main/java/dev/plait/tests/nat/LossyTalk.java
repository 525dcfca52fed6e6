package dev.plait.tests.nat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.tests.scenario.Tally;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a talk through a network that loses packets (PTH-3).
 *
 * @param peers who talked, {@code java×java}
 * @param lastedMs how long it took
 * @param loss what the router has lost
 * @param rescue what both did to keep their channel, but for what followed a cut
 * @param pausesMs for each message, how long from saying it to its arrival, in ascending order
 * @param by how many messages came by each path
 * @param cuts what came of each time that the network was cut
 * @param tally the messages of both directions
 * @param equal whether both transcripts are the same
 * @param trouble why it was not played to its end; empty if it was
 */
record LossyTalk(
    String peers,
    long lastedMs,
    Network.Loss loss,
    Talker.Rescue rescue,
    List<Long> pausesMs,
    Map<String, Long> by,
    List<Cut> cuts,
    Tally tally,
    boolean equal,
    String trouble) {
  /**
   * Nothing passed but what goes by the server, until both sides had given up the channel.
   *
   * @param foundMs from the cut until they had; -1 for never
   * @param backMs from the end of the cut until the channel carried messages again; -1 for never
   */
  record Cut(long foundMs, long backMs) {}

  /** What a person still takes for at once; the goal for 19 messages of 20. */
  static final long PAUSE_LIMIT_MS = 500;

  /** A channel is dead after 16 s; this leaves room for a ping, and for a machine that is busy. */
  static final long FOUND_LIMIT_MS = 18_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  LossyTalk {
    pausesMs = pausesMs.stream().sorted().toList();
    by = new TreeMap<>(by);
    cuts = List.copyOf(cuts);
  }

  /** One that could not be played to its end. */
  static LossyTalk broken(String peers, Exception why) {
    return new LossyTalk(
        peers,
        0,
        new Network.Loss(0, 0),
        new Talker.Rescue(0, 0, 0, 0),
        List.of(),
        Map.of(),
        List.of(),
        new Tally(0, 0, 0, 0, 0),
        false,
        why.toString());
  }

  /** The pause that so many of a hundred messages do not exceed; -1 when there was none. */
  long pauseMs(int percentile) {
    int rank = (pausesMs.size() * percentile + 99) / 100;
    return pausesMs.isEmpty() ? -1 : pausesMs.get(Math.max(rank, 1) - 1);
  }

  boolean passed() {
    return faults().isEmpty();
  }

  /** The goals that were missed, in words. */
  List<String> faults() {
    if (!trouble.isEmpty()) {
      return List.of(trouble);
    }
    List<String> faults = new ArrayList<>();
    if (loss.lost() == 0 || tally.sent() == 0) {
      faults.add("nothing was lost on the way, or nothing said: it shows nothing");
    }
    if (rescue.deaths() > 0) {
      faults.add("a living channel was given up");
    }
    if (pauseMs(95) > PAUSE_LIMIT_MS) {
      faults.add("more than one message of twenty took longer than " + PAUSE_LIMIT_MS + " ms");
    }
    if (cuts.stream().anyMatch(cut -> cut.foundMs() < 0 || cut.foundMs() > FOUND_LIMIT_MS)) {
      faults.add("a dead channel was not given up within " + FOUND_LIMIT_MS + " ms");
    }
    if (cuts.stream().anyMatch(cut -> cut.backMs() < 0)) {
      faults.add("the channel did not come back after a cut");
    }
    if (!tally.clean()) {
      faults.add("not every message came once and in order");
    }
    if (!equal) {
      faults.add("the transcripts differ");
    }
    return faults;
  }

  /** For people; several lines. */
  String text() {
    Formatter text = new Formatter(Locale.ROOT);
    text.format("%s, %d s, %d messages%n", peers, lastedMs / 1_000, tally.sent());
    text.format("  packets lost     %d of %d%n", loss.lost(), loss.packets());
    text.format("  false deaths     %d%n", rescue.deaths());
    text.format("  hedges           %d%n", rescue.hedges());
    text.format("  ICE restarts     %d, rebuilds %d%n", rescue.iceRestarts(), rescue.rebuilds());
    text.format("  pauses           p50 %d ms, p95 %d ms", pauseMs(50), pauseMs(95));
    text.format(" (limit %d), p99 %d ms", PAUSE_LIMIT_MS, pauseMs(99));
    text.format(", longest %d ms%n", pauseMs(100));
    text.format("  came by          %s%n", by);
    for (Cut cut : cuts) {
      text.format("  cut              found out after %d ms", cut.foundMs());
      text.format(" (limit %d), back after %d ms%n", FOUND_LIMIT_MS, cut.backMs());
    }
    text.format("  messages         %d lost, %d repeated", tally.lost(), tally.duplicated());
    text.format(", %d out of order, transcripts ", tally.outOfOrder());
    text.format("%s%n  ", equal ? "equal" : "DIFFERENT");
    text.format("%s", passed() ? "as it should be" : "FAILED: " + String.join("; ", faults()));
    return text.toString();
  }

  ObjectNode json() {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("peers", peers).put("passed", passed()).put("lastedMs", lastedMs);
    tree.put("packets", loss.packets()).put("packetsLost", loss.lost());
    tree.put("falseDeaths", rescue.deaths()).put("hedges", rescue.hedges());
    tree.put("iceRestarts", rescue.iceRestarts()).put("rebuilds", rescue.rebuilds());
    tree.put("pauseP50Ms", pauseMs(50)).put("pauseP95Ms", pauseMs(95));
    tree.put("pauseP99Ms", pauseMs(99)).put("pauseMostMs", pauseMs(100));
    ObjectNode ways = tree.putObject("by");
    by.forEach(ways::put);
    var list = tree.putArray("cuts");
    cuts.forEach(cut -> list.addObject().put("foundMs", cut.foundMs()).put("backMs", cut.backMs()));
    return Report.withMessages(tree, tally, equal).put("reason", String.join("; ", faults()));
  }
}
