package dev.plait.protocol.path;

import dev.plait.protocol.delivery.Beside;
import dev.plait.protocol.delivery.Path;

/** What a {@link PathSelector} wants done, in this order. */
public sealed interface PathEffect {
  /** Send a ping with this number over the channel. */
  record SendPing(long n) implements PathEffect {}

  /**
   * Entries go another way from here.
   *
   * @param path {@code NONE}, {@code RELAY} or {@code DIRECT}
   * @param generation higher than any before; late events of the old path are told by it (I5)
   */
  record PathChanged(Path path, long generation, PathReason reason) implements PathEffect {}

  /**
   * Something else goes by the server beside the channel that carries the entries. In a new session
   * with the server it begins with {@code NONE}.
   */
  record BesideChanged(Beside beside) implements PathEffect {}

  /** What silenced the channel may have silenced the server, too: it has to answer now. */
  record ServerDoubted() implements PathEffect {}

  /**
   * Recover the channel; entries already go another way. Comes again with each further missed pong,
   * until the channel answers or is closed.
   */
  record ChannelDead(long channel, PathReason reason) implements PathEffect {}
}
