package dev.plait.relay;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.relay.Pending.Fate;
import dev.plait.store.AckedThrough;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what devices say they have: frees credit and custody, deletes rows, tells the sender. A
 * position in a stream that the device cannot have been addressed in is refused (DLV-19).
 */
final class Acks {
  private final Core core;
  private final Drain drain;

  Acks(Core core, Drain drain) {
    this.core = core;
    this.drain = drain;
  }

  /**
   * Takes one position.
   *
   * @param together whether both devices are in the conversation now
   * @param perhapsDurable whether rows may be on disk that this session has not seen
   */
  void take(
      DeviceQueue queue,
      StreamPosition position,
      @Nullable Bytes proof,
      boolean together,
      boolean perhapsDurable,
      long nowMs) {
    StreamId stream = position.stream();
    boolean addressed =
        (together && !stream.device().equals(queue.device))
            || queue.inFlight.knows(stream)
            || core.custody.knows(queue.device, stream);
    if (!addressed) {
      core.send(
          queue.device,
          Answers.refusal(0, stream, queue.device, RefusalCode.NOT_A_MEMBER, List.of(), 0));
      return;
    }
    InFlight.Acked acked = queue.inFlight.ack(stream, position.cursorSeq(), position.held());
    if (acked.entries() > 0) {
      queue.ackTimes.add(nowMs - acked.sentAtMs());
    }
    drain.watch(queue, nowMs);
    for (Pending pending : core.custody.through(queue.device, stream, position.cursorSeq())) {
      if (pending.state == Pending.State.COMMITTING) {
        pending.fate = Fate.DELETE;
        pending.acked = position;
      } else {
        core.drop(pending);
        core.left(pending, Effect.Outcome.DELIVERED, nowMs);
      }
    }
    // What is held above tells a device that went back from a position that is late (DLV-23).
    boolean wentBack = acked.holdsDurable() || (perhapsDurable && !position.held().isEmpty());
    if (wentBack || (position.cursorSeq() > 0 && (perhapsDurable || acked.durable()))) {
      core.effects.add(
          new Effect.DeleteThrough(
              queue.account,
              new AckedThrough(
                  stream, queue.device, position.cursorSeq(), position.mark(), wentBack)));
    }
    core.send(
        stream.device(),
        new Frame.Receipt(
            stream,
            queue.device,
            position.cursorSeq(),
            position.mark(),
            position.held(),
            List.of(),
            0,
            proof));
    drain.pump(queue, nowMs);
  }
}
