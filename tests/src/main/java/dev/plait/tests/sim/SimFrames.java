package dev.plait.tests.sim;

import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;
import java.util.function.ToLongFunction;

/** I7 on the wire: every frame that could be over a limit passes the decoder of the other side. */
final class SimFrames {
  /** Nothing lighter can have too many bytes, entries, ranges or streams. */
  private static final long LIGHT = 2_000;

  private SimFrames() {}

  /** Checks a frame that goes where messages have at most {@code mostBytes}. */
  static void check(Frame frame, Direction direction, int mostBytes) {
    if (frame instanceof Frame.Entries(_, _, var entries)) {
      checkAscending(entries);
    }
    if (weight(frame) < LIGHT) {
      return;
    }
    String text = FrameCodec.encode(frame);
    if (FrameCodec.decode(text, direction) instanceof Decoded.Bad(_, var rule, _)) {
      throw new SimViolation("I7 frame", frame.getClass().getSimpleName() + ", " + rule);
    }
    if (text.length() > mostBytes) {
      throw new SimViolation("I7 channel message", text.length() + " bytes");
    }
    if (direction == Direction.FROM_PEER
        && frame instanceof Frame.Entries(_, _, var entries)
        && entries.size() > 1
        && text.length() > Limits.CHANNEL_BATCH_BYTES) {
      throw new SimViolation("I7 channel batch", text.length() + " bytes");
    }
  }

  /** FRM-5, of light frames too: whoever gets another ends the session, and gets the same again. */
  private static void checkAscending(List<AddressedEntry> entries) {
    long previousSeq = 0;
    for (AddressedEntry one : entries) {
      if (one.entry().seq() <= previousSeq) {
        throw new SimViolation("FRM-5", one.entry().seq() + " after " + previousSeq);
      }
      previousSeq = one.entry().seq();
    }
  }

  private static long weight(Frame frame) {
    return switch (frame) {
      case Frame.Post(_, _, _, _, var entries) -> sum(entries, SimFrames::of);
      case Frame.Entries(_, _, var entries) -> sum(entries, one -> of(one.entry()));
      case Frame.Ack(var position, _) -> of(position);
      case Frame.Have(var in, var out) -> sum(in, SimFrames::of) + 100L * out.size();
      case Frame.Receipt(_, _, _, _, var held, var stored, _, _) ->
          40L * (held.size() + stored.size());
      case Frame.Refused refused -> 40L * refused.seqs().size();
      default -> 0;
    };
  }

  private static <T> long sum(List<T> parts, ToLongFunction<T> weight) {
    long sum = 0;
    for (T part : parts) {
      sum += weight.applyAsLong(part);
    }
    return sum;
  }

  private static long of(PostedEntry posted) {
    return of(posted.entry()) + 60L * posted.to().size();
  }

  private static long of(Entry entry) {
    return 100L + entry.body().size();
  }

  private static long of(StreamPosition position) {
    return 100 + 40L * position.held().size();
  }
}
