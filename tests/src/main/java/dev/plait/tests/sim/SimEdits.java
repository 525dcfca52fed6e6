package dev.plait.tests.sim;

import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Messages that are edited or deleted by their sender at any moment: before there is a path, while
 * they wait, under way, later (CNT-5). Draws from a source of its own, as {@link SimMembership}
 * does.
 */
final class SimEdits {
  /** Out of a hundred seeds, in how many something is edited or deleted. */
  private static final int CHANCE = 35;

  private static final int MOST_MESSAGES = 12;
  private static final int MOST_AMENDMENTS = 3;

  /** Out of a hundred messages, how many are said by who is cut off, and by who crashes then. */
  private static final int CUT_OFF_CHANCE = 60;

  private static final int CRASH_CHANCE = 20;

  private final SimWorld world;
  private final SimWords words;
  private final List<SimDevice> devices;
  private final SplittableRandom random;
  private int said;

  SimEdits(SimWorld world, SimWords words, List<SimDevice> devices) {
    this.world = world;
    this.words = words;
    this.devices = devices;
    this.random = new SplittableRandom(world.seed() ^ 0xED17);
  }

  void plan(UUID conversation, int withinMs) {
    if (random.nextInt(100) < CHANCE) {
      words.watch();
      for (int i = random.nextInt(1, MOST_MESSAGES + 1); i > 0; i--) {
        planMessage(conversation, devices.get(random.nextInt(devices.size())), withinMs);
      }
    }
  }

  private void planMessage(UUID conversation, SimDevice device, int withinMs) {
    int atMs = random.nextInt(withinMs);
    int lasting = random.nextInt(1, 2_000);
    if (random.nextInt(100) < CUT_OFF_CHANCE) {
      world.at(atMs, () -> device.cutOff(true));
      world.at(atMs + lasting, () -> device.cutOff(false));
    }
    int sayAtMs = atMs + random.nextInt(lasting);
    UUID[] message = new UUID[1];
    world.at(sayAtMs, () -> message[0] = say(device, conversation, new Content.Text(newWords())));
    if (random.nextInt(100) < CRASH_CHANCE) {
      int crashAtMs = Math.min(sayAtMs + random.nextInt(lasting), withinMs - 1);
      world.at(crashAtMs, device::crash);
      world.at(crashAtMs + random.nextInt(lasting), device::start);
    }
    int amendAtMs = sayAtMs;
    for (int i = random.nextInt(MOST_AMENDMENTS + 1); i > 0; i--) {
      amendAtMs +=
          random.nextInt(random.nextBoolean() ? 10 : random.nextBoolean() ? 500 : withinMs);
      boolean deletes = random.nextInt(3) == 0;
      world.at(
          amendAtMs,
          () ->
              say(
                  device,
                  conversation,
                  deletes
                      ? new Content.Delete(message[0])
                      : new Content.Edit(message[0], newWords())));
    }
  }

  private static UUID say(SimDevice device, UUID conversation, Content content) {
    return device.say(conversation, ContentCodec.encode(content));
  }

  /** Some of them too long for what is left of an outbox. */
  private String newWords() {
    return ++said + " words" + "-".repeat(random.nextInt(5) == 0 ? random.nextInt(1_500) : 0);
  }
}
