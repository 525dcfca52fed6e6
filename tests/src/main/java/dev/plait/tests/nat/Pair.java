package dev.plait.tests.nat;

import dev.plait.tests.scenario.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Two who talk, in networks of their own, in a conversation. Used by one thread. */
final class Pair<T extends Talker> implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 200;

  /** Makes one who sits in a network. */
  interface Seat<T extends Talker> {
    T sit(String handle, Network network, int host, Path folder) throws Exception;
  }

  private final Parts parts = new Parts();
  private final Network left;
  private final T ada;
  private final T grace;

  /**
   * Builds the networks and seats both; neither is connected yet.
   *
   * @param number no other pair's; names and addresses are made from it
   */
  Pair(
      Laboratory laboratory,
      int number,
      NetworkKind one,
      NetworkKind other,
      Seat<? extends T> first,
      Seat<? extends T> second)
      throws Exception {
    boolean together = one == other && one.shared();
    Path folder = laboratory.folder().resolve("pair-" + number);
    Files.createDirectories(folder);
    int net = 1 + 2 * number % 240;
    left = parts.add(new Network(laboratory.net(), one, net, together ? 2 : 1, folder));
    try {
      Network right =
          together ? left : parts.add(new Network(laboratory.net(), other, net + 1, 1, folder));
      // Who talks ends first: a process keeps its namespace in being.
      ada = parts.add(first.sit("ada" + number, left, 0, folder));
      grace = parts.add(second.sit("grace" + number, right, together ? 1 : 0, folder));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /**
   * Connects both; one opens the conversation and says a first text at once, which the other hears
   * when it has accepted; there is no channel that it could come by.
   *
   * @return when it said that, on this machine's clock
   */
  long meet() throws Exception {
    if (grace instanceof JavaTalker java) {
      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> start(java));
      ada.start();
      other.join();
    } else {
      ada.start();
      grace.start();
    }
    String conversation = ada.open(grace.handle());
    long saidAtMs = System.currentTimeMillis();
    ada.say("first", 1);
    grace.join(conversation);
    grace.awaitHeard(1);
    return saidAtMs;
  }

  private static void start(Talker talker) {
    try {
      talker.start();
    } catch (Exception e) {
      throw new IllegalStateException(talker.handle() + " cannot start", e);
    }
  }

  Network left() {
    return left;
  }

  T ada() {
    return ada;
  }

  T grace() {
    return grace;
  }

  /** Waits for a path, as long as it may take, and returns the one that is there then. */
  String awaitPath(String wanted, long mostMs) throws Exception {
    long endMs = System.currentTimeMillis() + mostMs;
    String path = path();
    while (!path.equals(wanted) && System.currentTimeMillis() < endMs) {
      Elapse.ms(LOOK_EVERY_MS);
      path = path();
    }
    return path;
  }

  /** The path between the two; when both use a TURN server of their own, both ways to it. */
  String path() throws Exception {
    String one = ada.way().via();
    String other = grace.way().via();
    if (one.equals(other) || other.equals("turn-remote")) {
      return one;
    }
    if (one.equals("turn-remote")) {
      return other;
    }
    if (one.startsWith("turn-") && other.startsWith("turn-")) {
      boolean sorted = one.compareTo(other) < 0;
      return (sorted ? one : other) + "+" + (sorted ? other : one).substring("turn-".length());
    }
    return one + "/" + other; // the two do not agree (yet)
  }

  /** Waits until all is delivered, and counts. */
  Tally tally() throws Exception {
    ada.awaitDelivered();
    grace.awaitDelivered();
    awaitHeard(ada, grace.said().size());
    awaitHeard(grace, ada.said().size());
    return oneWay(ada, grace).plus(oneWay(grace, ada));
  }

  /** What is delivered is on the disk; the application hears of it a moment later. */
  private static void awaitHeard(Talker by, int count) throws Exception {
    try {
      by.awaitHeard(count);
    } catch (TimeoutException e) {
      return; // it is counted as lost
    }
  }

  private static Tally oneWay(Talker from, Talker to) throws Exception {
    return Tally.of(from.said(), to.heard().stream().map(Talker.Heard::text).toList());
  }

  /** Whether both have the same transcript, with nothing in it but what was said. */
  boolean equal() throws Exception {
    List<String> transcript = ada.transcript();
    return transcript.equals(grace.transcript())
        && transcript.size() == ada.said().size() + grace.said().size();
  }

  @Override
  public void close() throws Exception {
    parts.close();
  }
}
