package dev.plait.tests.sim;

import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.core.SendResult;
import dev.plait.protocol.wire.Limits;
import dev.plait.tests.sim.SimCounts.Kind;
import java.util.Optional;
import java.util.UUID;

/** Who holds a device: what is said to them, and what they do then. */
final class SimPerson {
  /** Out of a hundred arrived messages, after how many the person reads them all. */
  private static final int READ_CHANCE = 8;

  private SimPerson() {}

  /** Counts what was not taken; what is too large has to be among it. */
  static void count(SimWorld world, SendResult result, int bodyBytes) {
    if (result instanceof SendResult.Taken && bodyBytes > Limits.BODY_BYTES) {
      throw new SimViolation("I7 body", bodyBytes + " bytes taken");
    }
    if (result instanceof SendResult.NotTaken(SendResult.Refusal refusal)) {
      world.counts.add(
          switch (refusal) {
            case QUEUE_FULL -> Kind.QUEUE_FULL;
            case TOO_LARGE -> Kind.TOO_LARGE;
            case NOT_A_MEMBER, NOT_ACCEPTED -> Kind.NOT_A_MEMBER;
          });
    }
  }

  /** The conversation that is read now, if any is. */
  static Optional<UUID> readsSometimes(SimWorld world, PeerEvent event) {
    return event instanceof PeerEvent.MessageArrived(var stream, _, _) && world.chance(READ_CHANCE)
        ? Optional.of(stream.conversation())
        : Optional.empty();
  }
}
