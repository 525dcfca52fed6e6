package dev.plait.tests.nat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.tests.scenario.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the laboratory tells at its end. Used by one thread. */
final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Cell> cells = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();

  List<Cell> cells() {
    return List.copyOf(cells);
  }

  void add(Cell cell) {
    cells.add(cell);
  }

  void add(Move move) {
    moves.add(move);
  }

  /** Whether all went as written down. */
  boolean passed() {
    return cells.stream().allMatch(Cell::passed) && moves.stream().allMatch(Move::passed);
  }

  static String head() {
    return String.format(
        Locale.ROOT,
        "%-42s %-14s %-13s %-13s %8s %8s %7s  %s",
        "case",
        "peers",
        "expected",
        "actual",
        "first ms",
        "found ms",
        "rtt ms",
        "messages");
  }

  static String line(Cell cell) {
    return String.format(
        Locale.ROOT,
        "%-42s %-14s %-13s %-13s %8s %8s %7s  %d lost, %d repeated, %d out of order%s",
        cell.name(),
        cell.peers(),
        cell.expected(),
        cell.actual(),
        cell.firstMessageMs() < 0 ? "-" : cell.firstMessageMs(),
        cell.directMs() < 0 ? "-" : cell.directMs(),
        cell.rttMs() < 0 ? "-" : Double.toString(cell.rttMs()),
        cell.tally().lost(),
        cell.tally().duplicated(),
        cell.tally().outOfOrder(),
        cell.passed() ? "" : "   FAILED: " + String.join("; ", cell.faults()));
  }

  String summary() {
    long good =
        cells.stream().filter(Cell::passed).count() + moves.stream().filter(Move::passed).count();
    return good + " of " + (cells.size() + moves.size()) + " as written down";
  }

  /** Adds what became of the messages. */
  static ObjectNode withMessages(ObjectNode tree, Tally tally, boolean transcriptsEqual) {
    return tree.put("sent", tally.sent())
        .put("lost", tally.lost())
        .put("duplicated", tally.duplicated())
        .put("outOfOrder", tally.outOfOrder())
        .put("transcriptsEqual", transcriptsEqual);
  }

  String json() {
    ObjectNode tree = JSON.createObjectNode();
    ArrayNode list = tree.putArray("cells");
    cells.forEach(cell -> list.add(cell.json()));
    ArrayNode moving = tree.putArray("moving");
    moves.forEach(move -> moving.add(move.json()));
    return tree.toString();
  }
}
