package dev.plait.tests.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plait.tests.scenario.Tally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTest {
  private static final int ALL = 1 + 2 * Cell.MESSAGES;
  private static final Tally CLEAN = new Tally(ALL, ALL, 0, 0, 0);

  @Test
  void aCellThatWentAsWrittenDownPasses() {
    assertThat(cell("turn-udp", "relay", 80, CLEAN, true).faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "direct, relay, 80, 1001, 0, 0, 0, true, another path",
    "relay, relay, 80, 1001, 0, 0, 0, true, another path",
    "turn-udp, direct, 80, 1001, 0, 0, 0, true, the first message came by direct",
    "turn-udp, relay, 5001, 1001, 0, 0, 0, true, the first message came by relay in 5001 ms",
    "turn-udp, relay, 80, 1000, 0, 0, 0, true, 1000 messages were said",
    "turn-udp, relay, 80, 1001, 1, 0, 0, true, not every message",
    "turn-udp, relay, 80, 1001, 0, 1, 0, true, not every message",
    "turn-udp, relay, 80, 1001, 0, 0, 1, true, not every message",
    "turn-udp, relay, 80, 1001, 0, 0, 0, false, the transcripts differ"
  })
  void whateverElseHappensIsAFault(
      String actual,
      String firstBy,
      long firstMs,
      long sent,
      long lost,
      long duplicated,
      long outOfOrder,
      boolean equal,
      String fault) {
    Tally tally = new Tally(sent, sent - lost, lost, duplicated, outOfOrder);

    Cell cell = cell(actual, firstBy, firstMs, tally, equal);

    assertThat(cell.faults()).singleElement().asString().startsWith(fault);
    assertThat(Report.line(cell)).endsWith("FAILED: " + cell.faults().getFirst());
  }

  @Test
  void oneFailedCellFailsTheReportAndIsInItWithItsReason() {
    Report report = new Report();
    report.add(cell("turn-udp", "relay", 80, CLEAN, true));
    assertThat(report.passed()).isTrue();

    Expectation first = Expectation.all().getFirst();
    report.add(Cell.broken(first, new IllegalStateException("a page did not load")));

    assertThat(report.passed()).isFalse();
    assertThat(report.summary()).isEqualTo("1 of 2 as written down");
    assertThat(report.json()).contains("a page did not load", first.name());
  }

  @Test
  void aMovingCaseThatWasNotPlayedToItsEndFails() {
    Move broken = Move.broken(MovingCase.ROAM, new IllegalStateException("it was not direct"));

    assertThat(broken.passed()).isFalse();
    assertThat(broken.line()).contains("FAILED", "it was not direct");
  }

  @Test
  void theJsonHasTheFieldsThatScriptsRead() {
    ObjectNode json = cell("turn-udp", "relay", 80, CLEAN, true).json();

    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "case",
            "peers",
            "expected",
            "actual",
            "firstMessageMs",
            "directMs",
            "rttMs",
            "lost",
            "duplicated",
            "outOfOrder",
            "reason");
  }

  private static Cell cell(
      String actual, String firstBy, long firstMs, Tally tally, boolean equal) {
    return new Cell(
        "symmetric×symmetric",
        "java×java",
        "turn-udp",
        actual,
        firstBy,
        firstMs,
        400,
        0.5,
        tally,
        equal,
        "no direct path");
  }
}
