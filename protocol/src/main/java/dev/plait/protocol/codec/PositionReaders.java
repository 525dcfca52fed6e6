package dev.plait.protocol.codec;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;

/** Reads the frames that say what became of entries: ack, have, receipt, refused. */
final class PositionReaders {
  private PositionReaders() {}

  static Frame ack(Fields in) throws BadJsonException {
    return new Frame.Ack(position(in), in.bytesOrNull("proof", Limits.PROOF_BYTES));
  }

  static Frame have(Fields in) throws BadJsonException {
    List<StreamPosition> positions =
        in.list("in", 0, Limits.HAVE_STREAMS, PositionReaders::position);
    List<StreamId> streams = in.list("out", 0, Limits.HAVE_STREAMS, EntryReaders::stream);
    return new Frame.Have(positions, streams);
  }

  static Frame receipt(Fields in) throws BadJsonException {
    long deliveredThroughSeq = in.naturalOrZero("delivered");
    List<Range> stored = RangeReader.ranges(in, "stored");
    return new Frame.Receipt(
        EntryReaders.stream(in),
        in.uuid("target"),
        deliveredThroughSeq,
        mark(in, "mark", deliveredThroughSeq != 0),
        RangeReader.ranges(in, "held"),
        stored,
        mark(in, "storedMark", !stored.isEmpty()),
        in.bytesOrNull("proof", Limits.PROOF_BYTES));
  }

  static Frame refused(Fields in) throws BadJsonException {
    RefusalCode code = Scalars.constant(RefusalCode.values(), in.string("code", Limits.TEXT_CHARS));
    if (code == null) {
      throw in.bad("code", "is not a refusal code");
    }
    boolean aboutStream = in.has("conv") || in.has("device") || in.has("epoch");
    return new Frame.Refused(
        in.naturalOrZero("ref"),
        code,
        in.stringOrEmpty("message", Limits.TEXT_CHARS),
        aboutStream ? EntryReaders.stream(in) : null,
        in.uuidOrNull("target"),
        RangeReader.ranges(in, "seqs"),
        in.naturalOrZero("retryAfterMs"));
  }

  private static StreamPosition position(Fields in) throws BadJsonException {
    long cursorSeq = in.natural("cursor");
    return new StreamPosition(
        EntryReaders.stream(in),
        cursorSeq,
        mark(in, "mark", cursorSeq != 0),
        RangeReader.ranges(in, "held"));
  }

  /** A position alone says nothing: what names entries has a mark, what names none has none. */
  private static long mark(Fields in, String name, boolean needed) throws BadJsonException {
    if (in.has(name) != needed) {
      throw in.bad(name, needed ? "is missing" : "is of nothing");
    }
    return needed ? in.unsigned(name) : 0;
  }
}
