package dev.plait.tests.sim;

import dev.plait.tests.sim.SimCounts.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Accounts that leave a conversation, or block it, and come back. Draws from a source of its own,
 * so that a seed in which nobody leaves runs as it did before there was this class.
 */
final class SimMembership {
  /** Out of a hundred seeds, in how many accounts come and go. */
  private static final int CHANCE = 30;

  private static final int MOST_CHANGES = 6;

  private final SimWorld world;
  private final SimServer server;
  private final UUID conversation;
  private final List<SimDevice> devices;
  private final SplittableRandom random;

  /** Who is away has blocked the conversation, and stays in the roster, without devices. */
  private final boolean blocks;

  private final Set<UUID> away = new LinkedHashSet<>();

  SimMembership(SimWorld world, SimServer server, UUID conversation, List<SimDevice> devices) {
    this.world = world;
    this.server = server;
    this.conversation = conversation;
    this.devices = devices;
    this.blocks = (world.seed() & 1) != 0;
    this.random = new SplittableRandom(~world.seed());
  }

  void plan(int withinMs) {
    if (random.nextInt(100) < CHANCE) {
      for (int i = random.nextInt(1, MOST_CHANGES + 1); i > 0; i--) {
        world.at(random.nextInt(withinMs), this::change);
      }
    }
  }

  /** Also while the node is down: then the change was made on another. */
  private void change() {
    UUID account = devices.get(random.nextInt(devices.size())).account;
    if (!away.remove(account)) {
      away.add(account);
    }
    world.counts.add(Kind.MEMBER_CHANGES);
    world.trace("world", "members", account.getLeastSignificantBits(), away.size());
    Map<UUID, List<UUID>> members =
        byAccount(devices.stream().filter(device -> !away.contains(device.account)).toList());
    if (blocks) {
      away.forEach(member -> members.put(member, List.of()));
    }
    server.setMembers(conversation, members);
  }

  static Map<UUID, List<UUID>> byAccount(List<SimDevice> devices) {
    return devices.stream()
        .collect(
            Collectors.groupingBy(
                device -> device.account,
                LinkedHashMap::new,
                Collectors.mapping(device -> device.id, Collectors.toList())));
  }
}
