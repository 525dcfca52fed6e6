package dev.plait.peer.core;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.List;
import java.util.UUID;

/**
 * One change of what a device keeps on disk. The core asks for them in order and goes on when the
 * driver says that they are durable; several in one request are one transaction.
 */
public sealed interface DiskWrite {

  /** Whether the change must be on disk before the core may act on it (I2, I4). */
  default boolean urgent() {
    return false;
  }

  /**
   * An own entry: outbox, one row per target, and transcript.
   *
   * @param stream own stream
   * @param entry as it will be sent; a resend never encodes again
   * @param unsent whether it is on no path before {@link LetGo}
   */
  record Sent(StreamId stream, PostedEntry entry, boolean unsent) implements DiskWrite {
    @Override
    public boolean urgent() {
      return true;
    }
  }

  /** Own entries that were never on a path say something else, under their numbers and ids. */
  record Reworded(StreamId stream, List<Entry> entries) implements DiskWrite {
    /** Copies the list. */
    public Reworded {
      entries = List.copyOf(entries);
    }

    @Override
    public boolean urgent() {
      return true;
    }
  }

  /** Own entries up to {@code throughSeq} may be on a path from now on: they stay as they are. */
  record LetGo(StreamId stream, long throughSeq) implements DiskWrite {
    @Override
    public boolean urgent() {
      return true;
    }
  }

  /**
   * Entries of another device: transcript rows and cursor together.
   *
   * @param stream whose log
   * @param entries in seq order
   * @param cursorSeq the new cursor: the last entry's seq
   * @param mark the mark of the cursor
   * @param by how they came
   * @param again whether some may have come before under another number: those whose id the
   *     transcript has from that device in that conversation are not kept twice
   */
  record Received(
      StreamId stream,
      List<AddressedEntry> entries,
      long cursorSeq,
      long mark,
      ArrivedBy by,
      boolean again)
      implements DiskWrite {
    /** Copies the list. */
    public Received {
      entries = List.copyOf(entries);
    }

    @Override
    public boolean urgent() {
      return true;
    }
  }

  /**
   * Entries beside the order; those whose id is known are not kept twice (DLV-21). Each has a
   * cursor of its own, for what is read of it.
   *
   * @param stream whose log; its places at their numbers are taken by others
   */
  record Strays(StreamId stream, List<AddressedEntry> entries, ArrivedBy by) implements DiskWrite {
    /** The stream of its own in which such an entry is kept: its epoch is the mark of the entry. */
    public static StreamId placeOf(StreamId stream, Entry entry) {
      return new StreamId(
          stream.conversation(), stream.device(), Marks.next(Marks.NONE, entry.seq(), entry.id()));
    }

    /** Copies the list. */
    public Strays {
      entries = List.copyOf(entries);
    }

    @Override
    public boolean urgent() {
      return true;
    }
  }

  /** The outbox is numbered anew, in another epoch; replaces all that is kept of own streams. */
  record EpochBegun(EpochChange change) implements DiskWrite {
    @Override
    public boolean urgent() {
      return true;
    }
  }

  /** A target has committed everything up to {@code throughSeq}, and what the mark binds it to. */
  record Delivered(StreamId stream, UUID device, long throughSeq, long mark) implements DiskWrite {}

  /** The server has taken custody of these entries for a target. */
  record Stored(StreamId stream, UUID device, List<Range> seqs) implements DiskWrite {
    /** Copies the list. */
    public Stored {
      seqs = List.copyOf(seqs);
    }
  }

  /** These entries will never reach a target; {@code code} is the refusal's wire name. */
  record NeverDelivered(StreamId stream, UUID device, List<Range> seqs, String code)
      implements DiskWrite {
    /** Copies the list. */
    public NeverDelivered {
      seqs = List.copyOf(seqs);
    }
  }

  /** A target's owner has read everything up to {@code throughSeq}. */
  record Read(StreamId stream, UUID device, long throughSeq) implements DiskWrite {}

  /** The outbox bodies of these entries are no longer needed; the transcript keeps its own. */
  record Forget(StreamId stream, List<Range> seqs) implements DiskWrite {
    /** Copies the list. */
    public Forget {
      seqs = List.copyOf(seqs);
    }
  }

  /** A target left; its rows go. */
  record TargetGone(StreamId stream, UUID device) implements DiskWrite {}

  /**
   * Others stand for a target: they were addressed as it was, and lack what it lacks (DLV-26).
   *
   * @param by the devices
   */
  record TargetReplaced(StreamId stream, UUID device, List<UUID> by) implements DiskWrite {
    /** Copies the list. */
    public TargetReplaced {
      by = List.copyOf(by);
    }
  }

  /** The server's custody no longer holds for these: they are sent again after a restart. */
  record CustodyTakenBack(StreamId stream, UUID device, List<Range> seqs) implements DiskWrite {
    /** Copies the list. */
    public CustodyTakenBack {
      seqs = List.copyOf(seqs);
    }

    @Override
    public boolean urgent() {
      return true;
    }
  }

  /** The members of a conversation as last told by the server. */
  record RosterKept(Frame.Roster roster) implements DiskWrite {}

  /** This account is no longer in the conversation; the transcript stays. */
  record RosterGone(UUID conversation) implements DiskWrite {}

  /** Which changes the conversations kept so far show (SES-14). */
  record ChangesKnown(KnownChanges known) implements DiskWrite {}

  /** This account has read another device's stream up to {@code throughSeq}. */
  record OwnRead(StreamId stream, long throughSeq) implements DiskWrite {}

  /** The last stamp given or observed (CLK-1). */
  record LastStamp(long hlc) implements DiskWrite {}

  /** How far the server's clock is ahead of this machine's, as just heard (CLK-3). */
  record ServerClock(long aheadMs) implements DiskWrite {}
}
