package dev.plait.tests.chaos;

import dev.plait.tests.scenario.Side;
import dev.plait.tests.scenario.Verdict;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Plays one plan: load, kills, restarts; then everything must have arrived. */
final class CrashRun {
  private final CrashWorld world;
  private final CrashPlan plan;
  private long falseReceipts;
  private int lives;

  CrashRun(CrashWorld world, CrashPlan plan) {
    this.world = world;
    this.plan = plan;
  }

  /**
   * Plays it.
   *
   * @throws TimeoutException when something that had to happen does not: a finding, too
   */
  Verdict play() throws IOException, InterruptedException, TimeoutException {
    say(Victim.SENDER, plan.messages());
    if (plan.absent()) {
      world.kill(Victim.RECEIVER);
    } else {
      say(Victim.RECEIVER, plan.messages() / 4);
    }
    for (Blow blow : plan.blows()) {
      strike(blow);
    }
    if (plan.absent()) {
      if (plan.custodyFirst()) {
        world.sender().awaitCustody();
      }
      returns(Victim.RECEIVER);
    }
    world.sender().awaitDelivered();
    world.receiver().awaitDelivered();
    return world.compare(falseReceipts);
  }

  private void strike(Blow blow) throws IOException, InterruptedException, TimeoutException {
    pause(blow.afterMs());
    for (Victim victim : blow.victims()) {
      world.kill(victim);
    }
    pause(blow.downMs());
    for (Victim victim : blow.victims()) {
      returns(victim);
    }
  }

  /** Looks at the disk first: what was promised until now must be on it. */
  private void returns(Victim victim) throws IOException, InterruptedException, TimeoutException {
    falseReceipts += world.falseReceipts(victim);
    world.restart(victim);
    if (victim != Victim.SERVER) {
      say(victim, plan.messages() / 4);
    }
  }

  /** No text is said twice: a peer counts from 1 again in each of its lives. */
  private void say(Victim who, int messages) throws IOException {
    Side side = who == Victim.SENDER ? world.sender() : world.receiver();
    side.send(plan.seed() + "-" + lives++, messages, plan.perSecond());
  }

  /** A kill at a random moment is what is tested, so here time itself is waited for. */
  private static void pause(int ms) {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    for (long leftNs = endNs - System.nanoTime(); leftNs > 0; leftNs = endNs - System.nanoTime()) {
      LockSupport.parkNanos(leftNs);
    }
  }
}
