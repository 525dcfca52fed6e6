package dev.plait.peer;

import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.EpochChange;
import dev.plait.peer.core.EpochStart;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.DataException;
import dev.plait.peer.outbox.DeviceData;
import dev.plait.turn.program.DatabaseFailure;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers the outbox anew on disk (DLV-22), after everything that was asked for before. Begun on
 * the peer's thread; works on the disk thread, where nothing else is written meanwhile. What the
 * disk refuses is tried again until it works.
 */
final class EpochDriver {
  private static final Logger LOG = LoggerFactory.getLogger(EpochDriver.class);

  /** How long after the disk could not be read it is asked again. */
  private static final long AGAIN_MS = 1_000;

  private final DeviceData data;
  private final PeerClock clock;
  private final ScheduledExecutorService owner;
  private final SecureRandom random = new SecureRandom();

  EpochDriver(DeviceData data, PeerClock clock, ScheduledExecutorService owner) {
    this.data = data;
    this.clock = clock;
    this.owner = owner;
  }

  /**
   * Begins another epoch.
   *
   * @param begun what the core said
   * @param done gets what is on disk then and what to tell, on the disk thread
   */
  void begin(CoreEffect.BeginEpoch begun, BiConsumer<DeviceState, PeerEvent> done) {
    LOG.warn(
        "another past of this device is known elsewhere ({}); a new epoch begins",
        begun.evidence());
    onDisk(
        List.of(),
        () -> {
          EpochStart start = new EpochStart(clock.nowMs(), begun.pauseMs());
          EpochChange change =
              EpochChange.of(data.load(), begun.lastIncarnation(), random.nextLong(), start);
          onDisk(
              List.of(new DiskWrite.EpochBegun(change)),
              () -> done.accept(data.load(), event(change)));
        });
  }

  /** Runs a step on the disk thread after those writes, and again later while it cannot read. */
  private void onDisk(List<DiskWrite> writes, Runnable step) {
    data.write(
        writes,
        _ -> {
          try {
            step.run();
          } catch (DataException e) {
            LOG.warn(
                "the disk cannot be read for a new epoch; trying again", DatabaseFailure.shown(e));
            later(() -> onDisk(List.of(), step));
          }
        });
  }

  private void later(Runnable task) {
    var _ = owner.schedule(task, AGAIN_MS, TimeUnit.MILLISECONDS);
  }

  private static PeerEvent event(EpochChange change) {
    long again = change.streams().stream().mapToLong(stream -> stream.moved().size()).sum();
    String said =
        again == 0
            ? ""
            : "What others had not confirmed is sent again ("
                + (again == 1 ? "1 message). " : again + " messages). ");
    return new PeerEvent.EpochBegun(
        "The data of this device went back to an earlier state, or a copy of it is in use. "
            + said
            + "What was said from here meanwhile has reached the server or others, but may be"
            + " missing here. Use each copy of the data under one device only; sign in anew for"
            + " another.",
        change.streams());
  }
}
