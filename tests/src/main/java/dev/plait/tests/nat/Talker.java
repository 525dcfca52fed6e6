package dev.plait.tests.nat;

import java.util.List;

/** Somebody in a network who talks: a Java peer, or a page in a browser. Used by one thread. */
interface Talker extends AutoCloseable {
  /**
   * A message as it was handed over.
   *
   * @param by how it came: {@code direct}, {@code relay} or {@code store}
   */
  record Heard(String text, String by, long atMs) {}

  /**
   * How the other side is reached.
   *
   * @param via the path, {@code turn-tcp} for example
   * @param rttMs round trip, -1 for unknown
   * @param why what the user is told of it
   */
  record Way(String via, double rttMs, String why) {}

  /**
   * What it took to keep reaching the other side.
   *
   * @param hedges how often a pong was late, so that messages went by the server as well (PTH-3)
   * @param deaths how often the channel was given up
   * @param iceRestarts how often ICE was to begin anew, for trouble
   * @param rebuilds how often a new connection was to take the place of one
   */
  record Rescue(long hedges, long deaths, long iceRestarts, long rebuilds) {
    Rescue plus(Rescue other) {
      return new Rescue(
          hedges + other.hedges,
          deaths + other.deaths,
          iceRestarts + other.iceRestarts,
          rebuilds + other.rebuilds);
    }

    Rescue minus(Rescue other) {
      return new Rescue(
          hedges - other.hedges,
          deaths - other.deaths,
          iceRestarts - other.iceRestarts,
          rebuilds - other.rebuilds);
    }
  }

  /** What it runs on, {@code java} or {@code chromium}. */
  String software();

  /** The account's handle. */
  String handle();

  /** Signs up and waits until it is connected to the server. */
  void start() throws Exception;

  /** Begins a conversation and returns its id. */
  String open(String otherHandle) throws Exception;

  /** Takes part in a conversation that the other side has begun. */
  void join(String conversation) throws Exception;

  /** Begins to say {@code count} texts, the prefix and a number each. */
  void say(String prefix, int count) throws Exception;

  /** Waits until all that it has said is delivered. */
  void awaitDelivered() throws Exception;

  /** Waits until it has heard so many texts. */
  void awaitHeard(int count) throws Exception;

  Way way() throws Exception;

  /** Since it was started. */
  Rescue rescue() throws Exception;

  /** All texts it has said, in that order. */
  List<String> said() throws Exception;

  /** All texts that it was handed, in that order. */
  List<Heard> heard() throws Exception;

  /** The transcript: clock, device, number and text of each entry, in the order of I6. */
  List<String> transcript() throws Exception;
}
