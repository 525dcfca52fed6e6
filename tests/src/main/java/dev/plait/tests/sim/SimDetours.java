package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What may go by the server although a channel carries the entries: what it cannot carry, or while
 * it is late.
 */
final class SimDetours {
  /** The most that an entry takes in a message beside its body. */
  private static final long AROUND_BYTES = 160 + 256;

  private final SimWorld world;
  private final int channelBytes;

  /** When the pings without answer were sent, by peer and number. */
  private final Map<UUID, TreeMap<Long, Long>> pings = new HashMap<>();

  SimDetours(SimWorld world, int channelBytes) {
    this.world = world;
    this.channelBytes = channelBytes;
  }

  void channelOpen(UUID peer) {
    pings.put(peer, new TreeMap<>());
  }

  void asked(UUID peer, long n) {
    pings.computeIfAbsent(peer, _ -> new TreeMap<>()).put(n, world.nowMs());
  }

  void answered(UUID peer, long n) {
    pings.computeIfAbsent(peer, _ -> new TreeMap<>()).headMap(n, true).clear();
  }

  /** Whether the channel can never carry an entry with such a body. */
  boolean tooLarge(long bodyBytes) {
    return AROUND_BYTES + (bodyBytes + 2) / 3 * 4 > channelBytes;
  }

  /** I7: the server is spared what the channel carries well. */
  void check(UUID peer, long bodyBytes) {
    boolean large = tooLarge(bodyBytes);
    world.counts.add(large ? Kind.DETOURS : Kind.HEDGES);
    TreeMap<Long, Long> unanswered = pings.getOrDefault(peer, new TreeMap<>());
    boolean late =
        !unanswered.isEmpty()
            && world.nowMs() >= unanswered.firstEntry().getValue() + SimScenario.PATHS.lateMs();
    if (!large && !late) {
      throw new SimViolation("I7 hedge", "a post beside a channel that is not late");
    }
  }
}
