package dev.plait.peer;

import dev.plait.peer.outbox.DataException;
import dev.plait.turn.program.DatabaseFailure;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads of the disk beside the peer's thread, so that it does not wait for them. A core waits for
 * each answer, so one that the disk refuses is asked again until it is there.
 */
final class DiskReads {
  private static final Logger LOG = LoggerFactory.getLogger(DiskReads.class);

  /** How long after a refusal it is asked again. */
  private static final long AGAIN_MS = 1_000;

  private final ScheduledExecutorService owner;

  DiskReads(ScheduledExecutorService owner) {
    this.owner = owner;
  }

  /** Asks {@code question} on a thread of its own; {@code answer} runs on the peer's. */
  <T> void read(Supplier<T> question, Consumer<T> answer) {
    var _ =
        Thread.ofVirtual()
            .name("plait-read")
            .start(
                () -> {
                  try {
                    T found = question.get();
                    owner.execute(() -> answer.accept(found));
                  } catch (IllegalStateException | RejectedExecutionException e) {
                    LOG.debug("closed before the disk has answered", e);
                  } catch (DataException e) {
                    LOG.warn("the disk cannot be read; trying again", DatabaseFailure.shown(e));
                    var _ =
                        owner.schedule(
                            () -> read(question, answer), AGAIN_MS, TimeUnit.MILLISECONDS);
                  }
                });
  }
}
