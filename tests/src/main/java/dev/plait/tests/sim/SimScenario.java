package dev.plait.tests.sim;

import dev.plait.peer.core.CoreSettings;
import dev.plait.protocol.delivery.ReceiverLimits;
import dev.plait.protocol.delivery.SenderLimits;
import dev.plait.protocol.path.PathLimits;
import dev.plait.protocol.wire.Limits;
import dev.plait.relay.RelayLimits;

/**
 * What one seed draws: topology, limits, how long and how rough. Limits are tiny so that they bind.
 *
 * @param channelBytes most of a message on a channel: in some seeds too few for the larger bodies
 * @param bodyMaxBytes of the larger bodies; may be more than is allowed, and is then refused
 * @param expiry whether queued entries expire within the run
 */
record SimScenario(
    int accounts,
    int devicesPerAccount,
    int faultMs,
    int messages,
    int faults,
    int delayMaxMs,
    int channelBytes,
    int queueEntries,
    int bodyMaxBytes,
    boolean expiry,
    SenderLimits sender,
    ReceiverLimits receiver,
    RelayLimits relay) {
  /** More than is ever said in a run. */
  private static final int ROOMY_QUEUE = 500;

  static final PathLimits PATHS = new PathLimits(400, 100, 150, 400, 900);

  /** How long the calm phase may take until everything has arrived. */
  static final int CALM_MS = 300_000;

  static SimScenario draw(SimWorld world) {
    boolean expiry = world.chance(15);
    boolean tight = world.chance(50);
    boolean lean = world.chance(30);
    int window = tight ? world.pick(3, 10) : 64;
    return new SimScenario(
        world.pick(2, 3),
        world.pick(1, 2),
        world.pick(3_000, 12_000),
        world.pick(20, 120),
        world.pick(0, 14),
        world.pick(2, 60),
        world.chance(40) ? world.pick(4_096, 4_300) : Limits.CHANNEL_FRAME_BYTES,
        tight ? world.pick(6, 30) : ROOMY_QUEUE,
        !lean && world.chance(20) ? Limits.BODY_BYTES + 2_000 : 3_000,
        expiry,
        new SenderLimits(
            tight ? world.pick(8, 40) : 500,
            lean ? world.pick(4, 16) << 10 : 1 << 20,
            tight ? world.pick(2, 8) : 64,
            lean ? 3 << 10 : 128 << 10,
            world.pick(1, 8),
            400,
            5_000,
            20,
            2_000),
        new ReceiverLimits(tight ? world.pick(4, 16) : 128, lean ? 3 << 10 : 1 << 20),
        new RelayLimits(
            20,
            100,
            3,
            world.pick(4, 32),
            tight ? world.pick(4, 12) : 64,
            lean ? 4 << 10 : 128 << 10,
            world.pick(2, 16),
            lean ? 2 << 10 : 64 << 10,
            window,
            lean ? 4 << 10 : 128 << 10,
            lean ? 8 << 10 : 4 << 20,
            100,
            1_500,
            expiry ? world.pick(500, 3_000) : 30L * 24 * 3_600_000,
            200));
  }

  /** Those of a device. */
  CoreSettings settings() {
    return new CoreSettings(Integer.MAX_VALUE, sender, receiver, PATHS);
  }
}
