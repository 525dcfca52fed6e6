package dev.plait.tests.sim;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that come to be called otherwise. Draws from a source of its own, so that a seed in
 * which nobody does runs as it did before there was this class.
 */
final class SimRenames {
  /** Out of a hundred seeds, in how many somebody is called otherwise. */
  private static final int CHANCE = 20;

  private static final int MOST_CHANGES = 6;

  private final SimWorld world;
  private final SimServer server;
  private final List<SimDevice> devices;
  private final SplittableRandom random;
  private int names;

  SimRenames(SimWorld world, SimServer server, List<SimDevice> devices) {
    this.world = world;
    this.server = server;
    this.devices = devices;
    this.random = new SplittableRandom(world.seed() ^ 0x6e616d65);
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
    world.counts.add(Kind.RENAMES);
    world.trace("world", "renamed", account.getLeastSignificantBits(), ++names);
    server.rename(account, "name " + names);
  }

  /**
   * Whether each device that has been told all calls those who take part as the server does
   * (SES-15).
   */
  boolean settled() {
    return firstWrong() == null;
  }

  /** A roster with another name than the server has; null for none. */
  @Nullable String firstWrong() {
    for (SimDevice device : devices) {
      SimLink link = device.link();
      if (link != null && link.hasToldAll()) {
        for (Frame.Roster known : Objects.requireNonNull(device.core()).conversations()) {
          Frame.Roster now = server.frameFor(known.conversation(), device.id);
          if (now != null && !names(known).entrySet().containsAll(namesOfThoseIn(now).entrySet())) {
            return device + " shows " + names(known) + ", and it is " + names(now);
          }
        }
      }
    }
    return null;
  }

  private static Map<UUID, String> names(Frame.Roster roster) {
    return roster.members().stream()
        .collect(Collectors.toMap(Member::account, Member::displayName));
  }

  private static Map<UUID, String> namesOfThoseIn(Frame.Roster roster) {
    return roster.members().stream()
        .filter(SimRosters::takesPart)
        .collect(Collectors.toMap(Member::account, Member::displayName));
  }
}
