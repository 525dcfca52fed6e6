package dev.plait.relay;

import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.store.StoredSeqs;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Gathers the answers of one turn, so that many rows become few frames. Pure. */
final class Answers {
  private record Stored(StreamId stream, UUID device) {}

  private record Refusal(long ref, StreamId stream, @Nullable UUID device, RefusalCode code) {}

  /** Ids by seq: rows are committed in any order. */
  private final Map<Stored, TreeMap<Long, UUID>> stored = new LinkedHashMap<>();

  private final Map<Stored, StreamPosition> delivered = new LinkedHashMap<>();
  private final Set<StreamId> asked = new LinkedHashSet<>();
  private final Map<Refusal, TreeSet<Long>> refused = new LinkedHashMap<>();

  void stored(StreamId stream, UUID device, Entry entry) {
    stored
        .computeIfAbsent(new Stored(stream, device), key -> new TreeMap<>())
        .put(entry.seq(), entry.id());
  }

  /** The target has said so: cumulative, so everything up to it. */
  void delivered(UUID device, StreamPosition position) {
    delivered.merge(
        new Stored(position.stream(), device),
        position,
        (one, two) -> two.cursorSeq() >= one.cursorSeq() ? two : one);
  }

  /** The target had it before: what it said then the store knows, with its mark. */
  void ask(StreamId stream) {
    asked.add(stream);
  }

  /** Streams whose senders are to be told what the store knows. */
  Set<StreamId> toAsk() {
    return asked;
  }

  void refused(long ref, StreamId stream, @Nullable UUID device, RefusalCode code, long seq) {
    refused
        .computeIfAbsent(new Refusal(ref, stream, device, code), key -> new TreeSet<>())
        .add(seq);
  }

  void emit(long retryAfterMs, BiConsumer<UUID, ServerFrame> send) {
    delivered.forEach(
        (key, at) ->
            send.accept(
                key.stream().device(),
                new Frame.Receipt(
                    key.stream(),
                    key.device(),
                    at.cursorSeq(),
                    at.mark(),
                    List.of(),
                    List.of(),
                    0,
                    null)));
    stored.forEach(
        (key, ids) -> {
          StoredSeqs seqs = new StoredSeqs();
          ids.forEach(seqs::add);
          for (StoredSeqs.Piece piece : seqs.pieces()) {
            send.accept(
                key.stream().device(),
                new Frame.Receipt(
                    key.stream(), key.device(), 0, 0, List.of(), piece.seqs(), piece.mark(), null));
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
