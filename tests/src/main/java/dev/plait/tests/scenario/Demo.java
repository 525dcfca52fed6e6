package dev.plait.tests.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plait.protocol.wire.StreamId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * The main job, played with real processes: a node, and ada and grace, who talk all the time while
 * the direct path, one of them, and the node go away and come back.
 */
final class Demo {
  private static final int DIRECT = 1_000;
  private static final int CUT = 600;
  private static final int AWAY = 500;
  private static final int BACK = 300;

  /** Slow enough that a switch falls into the stream, fast enough to be a load. */
  private static final int PER_SECOND = 100;

  private final Path folder;
  private final PrintStream out;
  private final List<Act> acts = new ArrayList<>();
  private long falseReceipts;

  Demo(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  Verdict play() throws IOException, InterruptedException, TimeoutException {
    out.println("Starting a node, ada and grace, each in a process of its own …");
    try (NodeProcess node = NodeProcess.start(folder);
        Side ada = new Side("ada", node.uri(), folder);
        Side grace = new Side("grace", node.uri(), folder)) {
      ada.start();
      grace.start();
      grace.join(ada.open("grace"));
      direct(ada, grace);
      cut(ada, grace);
      away(node, ada, grace);
      back(ada, grace);
      List<JsonNode> adaRows = ada.transcript();
      return Verdict.of(ada, adaRows, grace, grace.transcript(), falseReceipts, acts);
    }
  }

  private void direct(Side ada, Side grace)
      throws IOException, InterruptedException, TimeoutException {
    out.println("Act 1, direct: " + DIRECT + " messages each way over a data channel");
    ada.send("a0", 1, 0);
    ada.awaitDelivered();
    ada.awaitPath("direct");
    grace.awaitPath("direct");
    long startMs = System.currentTimeMillis();
    ada.send("a1", DIRECT, 0);
    grace.send("g1", DIRECT, 0);
    settle(ada, grace);
    done(ada, grace, "direct", startMs, 0);
  }

  private void cut(Side ada, Side grace)
      throws IOException, InterruptedException, TimeoutException {
    out.println("Act 2, cut: the direct path turns into a black hole in mid-stream");
    long startMs = System.currentTimeMillis();
    int heard = grace.arrivals().size();
    ada.send("a2", CUT, PER_SECOND);
    grace.send("g2", CUT, PER_SECOND);
    grace.awaitArrivals(heard + CUT / 4);
    ada.blackHole(true);
    grace.blackHole(true);
    ada.awaitPath("relay");
    grace.awaitPath("relay");
    settle(ada, grace);
    done(ada, grace, "cut", startMs, Math.max(gapMs(ada, startMs), gapMs(grace, startMs)));
  }

  private void away(NodeProcess node, Side ada, Side grace)
      throws IOException, InterruptedException, TimeoutException {
    out.println("Act 3, away: grace is killed with -9, then the node; both come back");
    long startMs = System.currentTimeMillis();
    int heard = grace.arrivals().size();
    ada.send("a3", AWAY, PER_SECOND);
    grace.send("g3", AWAY, PER_SECOND);
    grace.awaitArrivals(heard + AWAY / 5);
    grace.kill();
    UUID conversation = UUID.fromString(ada.conversation());
    UUID adaDevice = UUID.fromString(ada.device());
    falseReceipts +=
        Receipts.falselyDelivered(grace.data(), conversation, adaDevice, ada.deliveredSeq());
    ada.awaitStored(AWAY / 5);
    node.kill();
    StreamId stream = Receipts.streamOf(grace.data(), conversation, adaDevice);
    falseReceipts +=
        Receipts.falselyStored(node.data(), stream, UUID.fromString(grace.device()), ada.stored());
    node.restart();
    ada.awaitOnline();
    ada.awaitSent();
    long returnedMs = System.currentTimeMillis();
    grace.start();
    grace.send("g4", AWAY / 5, PER_SECOND);
    settle(ada, grace);
    long firstMs =
        grace.arrivals().stream()
            .mapToLong(Side.Arrival::atMs)
            .filter(atMs -> atMs >= returnedMs)
            .min()
            .orElse(returnedMs);
    done(ada, grace, "away", startMs, firstMs - returnedMs);
  }

  private void back(Side ada, Side grace)
      throws IOException, InterruptedException, TimeoutException {
    out.println("Act 4, back: the channel is rebuilt and the conversation is direct again");
    long startMs = System.currentTimeMillis();
    ada.blackHole(false);
    ada.send("a5", BACK, PER_SECOND);
    grace.send("g5", BACK, PER_SECOND);
    ada.awaitPath("direct");
    grace.awaitPath("direct");
    settle(ada, grace);
    ada.send("a6", BACK, 0);
    grace.send("g6", BACK, 0);
    settle(ada, grace);
    done(ada, grace, "back", startMs, Math.max(gapMs(ada, startMs), gapMs(grace, startMs)));
  }

  private static void settle(Side ada, Side grace) throws InterruptedException, TimeoutException {
    ada.awaitDelivered();
    grace.awaitDelivered();
  }

  /** The longest silence between two arrivals since a time. */
  private static long gapMs(Side side, long sinceMs) {
    long gap = 0;
    long lastMs = 0;
    for (Side.Arrival arrival : side.arrivals()) {
      if (arrival.atMs() >= sinceMs) {
        gap = lastMs == 0 ? 0 : Math.max(gap, arrival.atMs() - lastMs);
        lastMs = arrival.atMs();
      }
    }
    return gap;
  }

  private void done(Side ada, Side grace, String name, long startMs, long pauseMs) {
    acts.add(new Act(name, System.currentTimeMillis() - startMs, pauseMs));
    List<String> counts = new ArrayList<>();
    for (String by : List.of("direct", "relay", "store")) {
      long count = 0;
      for (Side side : List.of(ada, grace)) {
        count += side.count(arrival -> arrival.by().equals(by) && arrival.atMs() >= startMs);
      }
      counts.add(by + " " + count);
    }
    out.printf(
        Locale.ROOT,
        "  %s in %.1f s%s%n",
        String.join(", ", counts),
        acts.getLast().durationMs() / 1000.0,
        pauseMs == 0 ? "" : "; longest pause " + pauseMs + " ms");
  }
}
