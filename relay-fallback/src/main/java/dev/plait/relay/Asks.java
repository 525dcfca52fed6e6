package dev.plait.relay;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.relay.Deadline.Reason;
import dev.plait.store.StoredPosition;
import dev.plait.store.StoredSeqs;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What a session asks of its own streams (DLV-9, DLV-12). One question goes to the store at a time;
 * one that it could not answer is asked again while the session lasts. Pure.
 */
final class Asks {
  /** Most streams that a session may wait for: 64 full frames. What exceeds it is refused. */
  static final int STREAMS = 16_384;

  /** Most streams of one question to the store: others wait as long. */
  private static final int TOGETHER = 16;

  private final Core core;

  Asks(Core core) {
    this.core = core;
  }

  /** The questions of one session. */
  static final class Waiting {
    private final ArrayDeque<Effect.ReadPositions> questions = new ArrayDeque<>();
    private int streams;
  }

  /** Asks; the answer ends with {@code ref}. */
  void add(DeviceQueue queue, long ref, List<StreamId> streams) {
    if (isRefused(queue, ref, streams)) {
      return;
    }
    Waiting waiting = queue.asks;
    boolean idle = waiting.questions.isEmpty();
    waiting.streams += streams.size();
    for (int from = 0; from < streams.size(); from += TOGETHER) {
      List<StreamId> some = streams.subList(from, Math.min(from + TOGETHER, streams.size()));
      waiting.questions.add(
          new Effect.ReadPositions(queue.account, queue.device, queue.session, ref, some));
    }
    if (idle) {
      askFirst(queue);
    }
  }

  /** Whether too much waits for one more question; the session is told then. */
  boolean isRefused(DeviceQueue queue, long ref, List<StreamId> streams) {
    if (queue.asks.streams + streams.size() <= STREAMS) {
      return false;
    }
    for (StreamId stream : streams) {
      core.send(
          queue.device,
          Answers.refusal(
              ref, stream, null, RefusalCode.UNAVAILABLE, List.of(), core.limits.retryAfterMs()));
    }
    return true;
  }

  /**
   * Asks what the store knows of a stream, unless a question that says it waits already. One that
   * is with the store does not count: its answer may be of before.
   */
  void addOnce(DeviceQueue queue, StreamId stream) {
    boolean waits =
        queue.asks.questions.stream().skip(1).anyMatch(one -> one.streams().contains(stream));
    if (!waits) {
      add(queue, 0, List.of(stream));
    }
  }

  void handlePositions(DeviceQueue queue, List<StoredPosition> positions) {
    Waiting waiting = queue.asks;
    Effect.ReadPositions question = waiting.questions.remove();
    waiting.streams -= question.streams().size();
    for (StoredPosition at : positions) {
      tell(queue, at);
    }
    question
        .streams()
        .forEach(stream -> core.send(queue.device, new Frame.Told(question.ref(), stream)));
    if (!waiting.questions.isEmpty()) {
      askFirst(queue);
    }
  }

  void handleFailed(DeviceQueue queue, long nowMs) {
    core.timers.set(Reason.ASK_RETRY, queue, nowMs + core.limits.retryAfterMs());
  }

  void handleRetry(DeviceQueue queue) {
    askFirst(queue);
  }

  private void askFirst(DeviceQueue queue) {
    core.effects.add(queue.asks.questions.element());
  }

  private void tell(DeviceQueue queue, StoredPosition at) {
    if (!at.stream().device().equals(queue.device)) {
      throw new IllegalStateException("positions of a foreign stream");
    }
    List<StoredSeqs.Piece> pieces =
        at.stored().isEmpty() ? List.of(new StoredSeqs.Piece(List.of(), 0)) : at.stored();
    for (StoredSeqs.Piece piece : pieces) {
      core.send(
          queue.device,
          new Frame.Receipt(
              at.stream(),
              at.target(),
              at.ackedSeq(),
              at.ackedMark(),
              List.of(),
              piece.seqs(),
              piece.mark(),
              null));
    }
    if (at.expiredThroughSeq() > at.deliveredThroughSeq()) {
      Range expired = new Range(at.deliveredThroughSeq() + 1, at.expiredThroughSeq());
      core.send(queue.device, Answers.expired(at.stream(), at.target(), List.of(expired)));
    }
  }
}
