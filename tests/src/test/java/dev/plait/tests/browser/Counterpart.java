package dev.plait.tests.browser;

import java.util.List;

/** One of ours, whom a foreign device talks with: the Java peer or the page. */
interface Counterpart extends AutoCloseable {
  String handle();

  String device();

  /** Begins a direct conversation. */
  String openDirect(String other);

  /** Accepts a conversation as soon as it hears of it. */
  void accept(String conversation);

  /** Says so many numbered messages, each that much longer than its number. */
  void say(String conversation, String prefix, int from, int count, int padding);

  /** The texts of a conversation that begin so, in the order in which it shows them. */
  List<String> heard(String conversation, String prefix);

  /** How it sends to the other device: {@code direct}, {@code relay} or {@code none}. */
  String path(String conversation);

  Tries tries(String conversation);

  /** Is told that it is on another network. */
  void networkChanged();

  @Override
  void close();

  /** What became of its channel to the other device (SIG-12). */
  record Tries(int restartsDone, int rebuilds, int givenUp) {}
}
