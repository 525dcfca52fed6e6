package dev.plait.relay;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.store.QueueRow;
import org.jspecify.annotations.Nullable;

/** One target of an entry in custody, until it is acked, committed, refused or cancelled. */
final class Pending {
  /** Where it is. */
  enum State {
    /** Sent to a live device, within its grace. */
    FORWARDED,
    /** In the open batch. */
    BATCHED,
    /** In the commit under way. */
    COMMITTING
  }

  /** What happens after the commit under way. */
  enum Fate {
    /** The sender hears stored. */
    KEEP,
    /** Acked meanwhile: the row is deleted. */
    DELETE,
    /** Taken back meanwhile: the row is deleted, not delivered. */
    CANCEL
  }

  final InCustody of;
  final QueueRow row;
  final long ordinal;
  State state = State.BATCHED;
  Fate fate = Fate.KEEP;

  /** What was acked meanwhile; for {@link Fate#DELETE} only. */
  @Nullable StreamPosition acked;

  Pending(InCustody of, QueueRow row, long ordinal) {
    this.of = of;
    this.row = row;
    this.ordinal = ordinal;
  }

  long seq() {
    return row.entry().seq();
  }

  long bytes() {
    return Frames.bytes(addressed());
  }

  AddressedEntry addressed() {
    return new AddressedEntry(row.entry(), row.afterSeq(), row.part());
  }
}
