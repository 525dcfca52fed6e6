package dev.plait.tests.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.tests.scenario.Verdict;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What was exercised, and how often something was wrong. Belongs to one thread. */
final class CrashCounts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);
  private int runs;
  private int absent;
  private int direct;
  private int findings;
  private long sent;

  void add(CrashPlan plan) {
    runs++;
    absent += plan.absent() ? 1 : 0;
    direct += plan.direct() ? 1 : 0;
    plan.blows().forEach(blow -> blow.victims().forEach(this::kill));
    if (plan.absent()) {
      kill(Victim.RECEIVER);
    }
  }

  private void kill(Victim victim) {
    kills.merge(victim, 1, Integer::sum);
  }

  /** Adds what a run compared, all that its world had said until then. */
  void add(Verdict verdict) {
    sent += verdict.tally().sent();
  }

  void finding() {
    findings++;
  }

  int runs() {
    return runs;
  }

  int findings() {
    return findings;
  }

  /** One line for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%d runs, %d with the receiver absent, %d with data channels; killed: %s;"
            + " %,d messages compared; %d findings",
        runs,
        absent,
        direct,
        kills,
        sent,
        findings);
  }

  /** One line for programs. */
  String json() {
    ObjectNode line = JSON.createObjectNode();
    line.put("runs", runs);
    line.put("findings", findings);
    line.put("absent", absent);
    line.put("direct", direct);
    kills.forEach(
        (victim, times) -> line.put(victim.name().toLowerCase(Locale.ROOT) + "Kills", (int) times));
    line.put("messagesCompared", sent);
    return line.toString();
  }
}
