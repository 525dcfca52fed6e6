package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.peer.Peer;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Says many texts in the background at a rate. Owned by the agent's reading thread. */
final class AgentSending {
  /** Most messages on their way to the outbox at once. */
  private static final int UNDER_WAY = 2_000;

  private final Peer peer;
  private final AgentOutput out;
  private @Nullable Thread running;
  private volatile boolean stopping;
  private long said;

  AgentSending(Peer peer, AgentOutput out) {
    this.peer = peer;
    this.out = out;
  }

  void start(UUID conversation, long count, long perSecond, String prefix, int length, long ref) {
    Thread before = running;
    if (before != null && before.isAlive()) {
      throw new IllegalStateException("a send is running; stop it first");
    }
    stopping = false;
    long from = said;
    running =
        Thread.ofPlatform()
            .name("plait-agent-send")
            .daemon(true)
            .start(() -> say(conversation, from, count, perSecond, prefix, length, ref));
  }

  private void say(
      UUID conversation,
      long from,
      long count,
      long perSecond,
      String prefix,
      int length,
      long ref) {
    Semaphore free = new Semaphore(UNDER_WAY);
    long startNanos = System.nanoTime();
    long n = 0;
    while (n < count && !stopping) {
      if (perSecond > 0) {
        LockSupport.parkNanos(startNanos + n * 1_000_000_000L / perSecond - System.nanoTime());
        if (System.nanoTime() - startNanos < n * 1_000_000_000L / perSecond) {
          continue;
        }
      }
      if (!acquire(free, 1)) {
        continue;
      }
      n++;
      one(conversation, pad(prefix + "-" + (from + n), length), free);
    }
    said = from + n;
    while (!acquire(free, UNDER_WAY) && !stopping) {
      Thread.onSpinWait();
    }
    out.sendDone(ref, n);
  }

  private void one(UUID conversation, String text, Semaphore free) {
    Outgoing outgoing = peer.send(conversation, Bodies.text(text));
    var _ =
        outgoing
            .accepted()
            .whenComplete(
                (place, refusal) -> {
                  if (refusal == null) {
                    out.accepted(place, outgoing.id(), text);
                  } else {
                    out.error(0, "not sent: " + refusal.getMessage());
                  }
                  free.release(); // told before sendDone is
                });
  }

  private static boolean acquire(Semaphore free, int permits) {
    try {
      return free.tryAcquire(permits, 200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String pad(String text, int length) {
    return text.length() >= length ? text : text + ".".repeat(length - text.length());
  }

  void stop() {
    stopping = true;
    Thread ending = running;
    if (ending != null) {
      try {
        ending.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
