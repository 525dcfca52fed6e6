package dev.plait.tests.sim;

import dev.plait.protocol.delivery.ReceiverLimits;
import dev.plait.protocol.delivery.SenderLimits;
import dev.plait.protocol.path.PathLimits;
import dev.plait.relay.RelayLimits;

/**
 * What one seed draws: topology, limits, how long and how rough. Limits are tiny so that they bind.
 *
 * @param expiry whether queued entries expire within the run
 */
record SimScenario(
    int accounts,
    int devicesPerAccount,
    int faultMs,
    int messages,
    int faults,
    int delayMaxMs,
    int queueEntries,
    boolean expiry,
    SenderLimits sender,
    ReceiverLimits receiver,
    RelayLimits relay) {
  static final PathLimits PATHS = new PathLimits(400, 700);

  /** How long the calm phase may take until everything has arrived. */
  static final int CALM_MS = 300_000;

  static SimScenario draw(SimWorld world) {
    boolean expiry = world.chance(15);
    boolean tight = world.chance(50);
    int window = tight ? world.pick(3, 10) : 64;
    return new SimScenario(
        world.pick(2, 3),
        world.pick(1, 2),
        world.pick(3_000, 12_000),
        world.pick(20, 120),
        world.pick(0, 14),
        world.pick(2, 60),
        tight ? world.pick(6, 30) : 500,
        expiry,
        new SenderLimits(
            tight ? world.pick(8, 40) : 500,
            64 << 10,
            tight ? world.pick(2, 8) : 64,
            16 << 10,
            world.pick(1, 8),
            400,
            5_000,
            20,
            2_000),
        new ReceiverLimits(tight ? world.pick(4, 16) : 128, 64 << 10),
        new RelayLimits(
            20,
            100,
            3,
            world.pick(4, 32),
            tight ? world.pick(4, 12) : 64,
            32 << 10,
            world.pick(2, 16),
            16 << 10,
            window,
            64 << 10,
            1 << 20,
            100,
            1_500,
            expiry ? world.pick(500, 3_000) : 30L * 24 * 3_600_000,
            200));
  }
}
