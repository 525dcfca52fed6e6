package dev.plait.peer;

import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.core.EpochChange;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.outbox.DeviceData;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers the outbox anew on disk (DLV-22), after everything that was asked for before. Called on
 * the peer's thread; works on the disk thread.
 */
final class EpochDriver {
  private static final Logger LOG = LoggerFactory.getLogger(EpochDriver.class);

  private final DeviceData data;
  private final PeerClock clock;
  private final SecureRandom random = new SecureRandom();

  EpochDriver(DeviceData data, PeerClock clock) {
    this.data = data;
    this.clock = clock;
  }

  /**
   * Begins another epoch.
   *
   * @param done gets what is on disk then and what to tell, on the disk thread
   */
  void begin(String evidence, BiConsumer<DeviceState, PeerEvent> done) {
    LOG.warn("another past of this device is known elsewhere ({}); a new epoch begins", evidence);
    data.write(
        List.of(),
        _ -> {
          EpochChange change = EpochChange.of(data.load(), random.nextLong(), clock.nowMs());
          data.write(
              List.of(new DiskWrite.EpochBegun(change)),
              _ -> done.accept(data.load(), event(change)));
        });
  }

  private static PeerEvent event(EpochChange change) {
    long again = change.streams().stream().mapToLong(stream -> stream.moved().size()).sum();
    return new PeerEvent.EpochBegun(
        "The data of this device went back to an earlier state, or a copy of it is in use."
            + " What others had not confirmed is sent again"
            + (again == 1 ? " (1 message)." : " (" + again + " messages).")
            + " Use each copy of the data under one device only; sign in anew for another.",
        change.streams());
  }
}
