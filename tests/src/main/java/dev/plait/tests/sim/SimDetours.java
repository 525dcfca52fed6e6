package dev.plait.tests.sim;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What may go by the server although a channel carries the entries: what it cannot carry, while it
 * is late, and until somebody who is new in a conversation has acked something of it over the
 * channel (PTH-4).
 */
final class SimDetours {
  /** The most that an entry takes in a message beside its body. */
  private static final long AROUND_BYTES = 160 + 256;

  private final SimWorld world;
  private final int channelBytes;

  /** When the pings without answer were sent, by peer and number. */
  private final Map<UUID, TreeMap<Long, Long>> pings = new HashMap<>();

  private final Map<UUID, Set<UUID>> members = new HashMap<>();
  private final Map<UUID, Set<UUID>> fresh = new HashMap<>();

  SimDetours(SimWorld world, int channelBytes) {
    this.world = world;
    this.channelBytes = channelBytes;
  }

  /** The device starts: to it everybody may be new. */
  void started() {
    members.clear();
    fresh.clear();
  }

  /** Who signs in again is new. */
  void members(Frame.Roster roster) {
    UUID conversation = roster.conversation();
    Set<UUID> in = new HashSet<>();
    for (Member member : roster.members()) {
      in.addAll(member.signedIn());
    }
    members(conversation, in);
  }

  void gone(UUID conversation) {
    members(conversation, Set.of());
  }

  private void members(UUID conversation, Set<UUID> now) {
    Set<UUID> isNew = fresh.computeIfAbsent(conversation, _ -> new HashSet<>());
    isNew.retainAll(now);
    Set<UUID> before = members.getOrDefault(conversation, Set.of());
    now.stream().filter(one -> !before.contains(one)).forEach(isNew::add);
    members.put(conversation, now);
  }

  void acked(UUID peer, UUID conversation) {
    fresh.getOrDefault(conversation, new HashSet<>()).remove(peer);
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
  void check(UUID conversation, UUID peer, long bodyBytes) {
    boolean large = tooLarge(bodyBytes);
    world.counts.add(large ? Kind.DETOURS : Kind.HEDGES);
    TreeMap<Long, Long> unanswered = pings.getOrDefault(peer, new TreeMap<>());
    boolean late =
        !unanswered.isEmpty()
            && world.nowMs() >= unanswered.firstEntry().getValue() + SimScenario.PATHS.lateMs();
    boolean isNew = fresh.getOrDefault(conversation, Set.of()).contains(peer);
    if (!large && !late && !isNew) {
      throw new SimViolation("I7 hedge", "a post beside a channel that is not late");
    }
  }
}
