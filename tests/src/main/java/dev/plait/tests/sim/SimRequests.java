package dev.plait.tests.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Accounts that are asked into the conversation of all and accept later, at the end at the latest.
 * Draws from a source of its own, as {@link SimMembership} does.
 */
final class SimRequests {
  /** Percent of runs with such accounts. */
  private static final int CHANCE = 35;

  private final SimWorld world;
  private final SimServer server;
  private final UUID conversation;
  private final SplittableRandom random;
  private final Map<UUID, List<UUID>> asked = new LinkedHashMap<>();

  /** Asks some, but never all. */
  SimRequests(SimWorld world, SimServer server, UUID conversation, List<SimDevice> devices) {
    this.world = world;
    this.server = server;
    this.conversation = conversation;
    this.random = new SplittableRandom(world.seed() ^ 0x0a5ced);
    Map<UUID, List<UUID>> accounts = SimMembership.byAccount(devices);
    if (random.nextInt(100) < CHANCE) {
      accounts.forEach(
          (account, members) -> {
            if (asked.size() < accounts.size() - 1 && random.nextInt(100) < 50) {
              asked.put(account, members);
              server.ask(conversation, account, members);
            }
          });
    }
  }

  void plan(int withinMs) {
    asked.forEach((account, _) -> world.at(random.nextInt(withinMs), () -> accept(account)));
  }

  /** There are no faults any more: who has not accepted does, also what was put back to before. */
  void end() {
    asked.keySet().forEach(this::accept);
  }

  private void accept(UUID account) {
    server.accept(conversation, account, asked.getOrDefault(account, List.of()));
  }
}
