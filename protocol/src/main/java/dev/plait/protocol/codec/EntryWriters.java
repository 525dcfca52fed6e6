package dev.plait.protocol.codec;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the frames that carry entries and those that say what became of them. */
final class EntryWriters {
  private EntryWriters() {}

  static void post(Frame.Post post, Out out) throws IOException {
    out.type("post");
    out.numberUnlessZero("ref", post.ref());
    out.uuid("conv", post.conversation());
    out.unsigned("epoch", post.epoch());
    out.number("rosterVersion", post.rosterVersion());
    out.list("entries", post.entries(), entry -> postedEntry(entry, out));
  }

  static void cancel(Frame.Cancel cancel, Out out) throws IOException {
    out.type("cancel");
    out.numberUnlessZero("ref", cancel.ref());
    out.uuid("conv", cancel.conversation());
    out.unsigned("epoch", cancel.epoch());
    out.uuid("target", cancel.device());
    out.number("through", cancel.throughSeq());
  }

  static void entries(Frame.Entries entries, Out out) throws IOException {
    out.type("entries");
    stream(entries.stream(), out);
    out.flag("stored", entries.stored());
    out.list("entries", entries.entries(), entry -> addressedEntry(entry, out));
  }

  static void ack(Frame.Ack ack, Out out) throws IOException {
    out.type("ack");
    position(ack.position(), out);
    out.bytes("proof", ack.proof());
  }

  static void have(Frame.Have have, Out out) throws IOException {
    out.type("have");
    out.list("in", have.in(), position -> position(position, out));
    out.list("out", have.out(), stream -> stream(stream, out));
  }

  static void receipt(Frame.Receipt receipt, Out out) throws IOException {
    out.type("receipt");
    stream(receipt.stream(), out);
    out.uuid("target", receipt.device());
    out.numberUnlessZero("delivered", receipt.deliveredThroughSeq());
    if (receipt.deliveredThroughSeq() != 0) {
      out.unsigned("mark", receipt.mark());
    }
    out.ranges("held", receipt.held());
    out.ranges("stored", receipt.stored());
    if (!receipt.stored().isEmpty()) {
      out.unsigned("storedMark", receipt.storedMark());
    }
    out.bytes("proof", receipt.proof());
  }

  static void refused(Frame.Refused refused, Out out) throws IOException {
    out.type("refused");
    out.numberUnlessZero("ref", refused.ref());
    out.word("code", refused.code());
    out.stringUnlessEmpty("message", refused.message());
    StreamId stream = refused.stream();
    if (stream != null) {
      stream(stream, out);
    }
    out.uuid("target", refused.device());
    out.ranges("seqs", refused.seqs());
    out.numberUnlessZero("retryAfterMs", refused.retryAfterMs());
  }

  private static void postedEntry(PostedEntry posted, Out out) throws IOException {
    entry(posted.entry(), out);
    out.list("to", posted.to(), address -> address(address, posted.entry().seq(), out));
  }

  private static void address(Address address, long seq, Out out) throws IOException {
    out.uuid("target", address.device());
    addressing(address.afterSeq(), seq, address.part(), out);
  }

  private static void addressedEntry(AddressedEntry addressed, Out out) throws IOException {
    entry(addressed.entry(), out);
    addressing(addressed.afterSeq(), addressed.entry().seq(), addressed.part(), out);
  }

  private static void addressing(long afterSeq, long seq, @Nullable Bytes part, Out out)
      throws IOException {
    if (afterSeq != seq - 1) {
      out.number("after", afterSeq);
    }
    out.bytes("part", part);
  }

  private static void entry(Entry entry, Out out) throws IOException {
    out.number("seq", entry.seq());
    out.uuid("id", entry.id());
    out.unsigned("hlc", entry.hlc());
    out.bytes("body", entry.body());
  }

  private static void position(StreamPosition position, Out out) throws IOException {
    stream(position.stream(), out);
    out.number("cursor", position.cursorSeq());
    if (position.cursorSeq() != 0) {
      out.unsigned("mark", position.mark());
    }
    out.ranges("held", position.held());
  }

  static void stream(StreamId stream, Out out) throws IOException {
    out.uuid("conv", stream.conversation());
    out.uuid("device", stream.device());
    out.unsigned("epoch", stream.epoch());
  }
}
