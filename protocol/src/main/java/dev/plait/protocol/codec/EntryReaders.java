package dev.plait.protocol.codec;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamId;
import java.util.List;

/** Reads the frames that carry entries, and the one that takes them back. */
final class EntryReaders {
  private EntryReaders() {}

  static Frame post(Fields in) throws BadJsonException {
    List<PostedEntry> entries =
        in.list("entries", 1, Limits.FRAME_ENTRIES, EntryReaders::postedEntry);
    return new Frame.Post(
        in.naturalOrZero("ref"),
        in.uuid("conv"),
        in.unsigned("epoch"),
        in.natural("rosterVersion"),
        entries);
  }

  static Frame cancel(Fields in) throws BadJsonException {
    return new Frame.Cancel(
        in.naturalOrZero("ref"),
        in.uuid("conv"),
        in.unsigned("epoch"),
        in.uuid("target"),
        in.seq("through"));
  }

  static Frame entries(Fields in) throws BadJsonException {
    List<AddressedEntry> entries =
        in.list("entries", 1, Limits.FRAME_ENTRIES, EntryReaders::addressedEntry);
    return new Frame.Entries(stream(in), in.flag("stored"), entries);
  }

  static StreamId stream(Fields in) throws BadJsonException {
    return new StreamId(in.uuid("conv"), in.uuid("device"), in.unsigned("epoch"));
  }

  private static PostedEntry postedEntry(Fields in) throws BadJsonException {
    // A body over the limit is read as far as the frame goes: the server refuses it by its seq.
    Entry entry = entry(in, Limits.FRAME_BYTES);
    List<Address> to = in.list("to", 1, Limits.TARGETS, one -> address(one, entry.seq()));
    return new PostedEntry(entry, to);
  }

  private static Address address(Fields in, long seq) throws BadJsonException {
    return new Address(
        in.uuid("target"), after(in, seq), in.bytesOrNull("part", Limits.PART_BYTES));
  }

  private static AddressedEntry addressedEntry(Fields in) throws BadJsonException {
    Entry entry = entry(in, Limits.BODY_BYTES);
    return new AddressedEntry(
        entry, after(in, entry.seq()), in.bytesOrNull("part", Limits.PART_BYTES));
  }

  private static Entry entry(Fields in, int bodyBytes) throws BadJsonException {
    return new Entry(in.seq("seq"), in.uuid("id"), in.unsigned("hlc"), in.bytes("body", bodyBytes));
  }

  private static long after(Fields in, long seq) throws BadJsonException {
    return in.integer("after", 0, seq - 1, seq - 1);
  }
}
