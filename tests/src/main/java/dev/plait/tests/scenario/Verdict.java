package dev.plait.tests.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What came of a scenario: both transcripts compared entry by entry, and what each side was told.
 *
 * @param tally both directions
 * @param falseReceipts receipts that no disk bears out
 * @param transcriptsEqual whether both databases hold the same entries
 * @param byPath how the entries came
 * @param acts what was played
 */
public record Verdict(
    Tally tally,
    long falseReceipts,
    boolean transcriptsEqual,
    Map<String, Long> byPath,
    List<Act> acts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Compares. */
  public static Verdict of(
      Side one,
      List<JsonNode> oneRows,
      Side other,
      List<JsonNode> otherRows,
      long falseReceipts,
      List<Act> acts) {
    Tally tally =
        oneWay(one, oneRows, other, otherRows).plus(oneWay(other, otherRows, one, oneRows));
    Map<String, Long> byPath = new TreeMap<>(Map.of("direct", 0L, "relay", 0L, "store", 0L));
    for (List<JsonNode> rows : List.of(oneRows, otherRows)) {
      rows.stream()
          .map(row -> row.path("by").asText())
          .filter(by -> !by.equals("self"))
          .forEach(by -> byPath.merge(by, 1L, Long::sum));
    }
    return new Verdict(tally, falseReceipts, same(oneRows, otherRows), byPath, acts);
  }

  /** What is in the sender's outbox was sent, also what it was killed before it could say so. */
  private static Tally oneWay(Side from, List<JsonNode> fromRows, Side to, List<JsonNode> toRows) {
    List<String> sent = texts(fromRows, true);
    Set<String> kept = new HashSet<>(sent);
    long forgotten = from.accepted().stream().filter(text -> !kept.contains(text)).count();
    List<String> has = texts(toRows, false);
    List<String> told = to.arrivals().stream().map(Side.Arrival::text).toList();
    Tally onDisk = Tally.of(sent, has);
    Tally handedOver = Tally.of(sent, told);
    return new Tally(
        sent.size() + forgotten,
        onDisk.delivered(),
        onDisk.lost() + forgotten,
        onDisk.duplicated() + handedOver.duplicated(),
        handedOver.outOfOrder());
  }

  private static List<String> texts(List<JsonNode> rows, boolean own) {
    return rows.stream()
        .filter(row -> row.path("by").asText().equals("self") == own)
        .map(row -> row.path("text").asText())
        .toList();
  }

  private static boolean same(List<JsonNode> one, List<JsonNode> other) {
    return keys(one).equals(keys(other));
  }

  private static List<String> keys(List<JsonNode> rows) {
    return rows.stream()
        .map(
            row ->
                String.join(
                    " ",
                    row.path("device").asText(),
                    row.path("epoch").asText(),
                    row.path("seq").asText(),
                    row.path("id").asText(),
                    row.path("hlc").asText(),
                    row.path("body").asText()))
        .toList();
  }

  /** Whether every promise was kept. */
  public boolean clean() {
    return tally.clean() && falseReceipts == 0 && transcriptsEqual;
  }

  /** One line for programs. */
  public String json() {
    ObjectNode line = JSON.createObjectNode();
    line.put("sent", tally.sent());
    line.put("delivered", tally.delivered());
    line.put("lost", tally.lost());
    line.put("duplicated", tally.duplicated());
    line.put("outOfOrder", tally.outOfOrder());
    line.put("falseReceipts", falseReceipts);
    line.put("transcriptsEqual", transcriptsEqual);
    line.set("byPath", JSON.valueToTree(byPath));
    line.set("acts", JSON.valueToTree(acts));
    return line.toString();
  }
}
