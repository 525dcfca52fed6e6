package dev.plait.relay;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Gathers the answers of one turn, so that many rows become few frames. Pure. */
final class Answers {
  private record Stored(StreamId stream, UUID device) {}

  private record Refusal(long ref, StreamId stream, @Nullable UUID device, RefusalCode code) {}

  private final Map<Stored, TreeSet<Long>> stored = new LinkedHashMap<>();
  private final Map<Stored, Long> delivered = new LinkedHashMap<>();
  private final Map<Refusal, TreeSet<Long>> refused = new LinkedHashMap<>();

  void stored(StreamId stream, UUID device, long seq) {
    stored.computeIfAbsent(new Stored(stream, device), key -> new TreeSet<>()).add(seq);
  }

  /** The target had it before: cumulative, so everything up to it. */
  void delivered(StreamId stream, UUID device, long throughSeq) {
    delivered.merge(new Stored(stream, device), throughSeq, Math::max);
  }

  void refused(long ref, StreamId stream, @Nullable UUID device, RefusalCode code, long seq) {
    refused
        .computeIfAbsent(new Refusal(ref, stream, device, code), key -> new TreeSet<>())
        .add(seq);
  }

  void emit(long retryAfterMs, BiConsumer<UUID, ServerFrame> send) {
    delivered.forEach(
        (key, through) ->
            send.accept(
                key.stream().device(),
                new Frame.Receipt(
                    key.stream(), key.device(), through, List.of(), List.of(), null)));
    stored.forEach(
        (key, seqs) -> {
          for (List<Range> piece : Frames.pieces(Frames.ranges(seqs))) {
            send.accept(
                key.stream().device(),
                new Frame.Receipt(key.stream(), key.device(), 0, List.of(), piece, null));
          }
        });
    refused.forEach(
        (key, seqs) -> {
          for (List<Range> piece : Frames.pieces(Frames.ranges(seqs))) {
            send.accept(
                key.stream().device(),
                refusal(key.ref(), key.stream(), key.device(), key.code(), piece, retryAfterMs));
          }
        });
  }

  /** Deleted since the target did not come. */
  static Frame.Refused expired(StreamId stream, UUID device, List<Range> seqs) {
    return refusal(0, stream, device, RefusalCode.EXPIRED, seqs, 0);
  }

  static Frame.Refused refusal(
      long ref,
      StreamId stream,
      @Nullable UUID device,
      RefusalCode code,
      List<Range> seqs,
      long retryAfterMs) {
    return new Frame.Refused(
        ref, code, message(code), stream, device, seqs, waits(code) ? retryAfterMs : 0);
  }

  /** Whether a retry at once would be in vain; the new roster is there before its refusal. */
  private static boolean waits(RefusalCode code) {
    return code.retryable() && code != RefusalCode.ROSTER_CHANGED;
  }

  private static String message(RefusalCode code) {
    return switch (code) {
      case QUEUE_FULL -> "The device's queue is full; keep the entries and try later.";
      case EXPIRED -> "The device did not come for 30 days; the entries were deleted.";
      case NOT_A_MEMBER -> "Not in this conversation.";
      case FORBIDDEN -> "That is another device's stream.";
      case TOO_LARGE -> "The body is over the limit; split it, and address what follows anew.";
      case ROSTER_CHANGED -> "The roster has changed; address the entries anew.";
      case CONFLICT -> "The same stream and seq came before with other bytes.";
      case UNAVAILABLE -> "The server cannot keep entries now; keep them and try later.";
      case WINDOW_EXCEEDED -> "Too many unanswered entries; wait for receipts.";
      default -> "Refused.";
    };
  }
}
