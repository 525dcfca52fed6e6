package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a {@link Sender} wants done, in this order. */
public sealed interface SendEffect {

  /**
   * Post to the server, in one frame.
   *
   * @param entries in seq order, each with those of its targets that the relay serves
   */
  record Post(List<PostedEntry> entries) implements SendEffect {
    /** Copies the list. */
    public Post {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Send over the data channel, in one frame.
   *
   * @param target the peer's device
   * @param generation path generation; the driver drops the effect when the channel is another one
   * @param entries in seq order
   */
  record SendDirect(UUID target, long generation, List<AddressedEntry> entries)
      implements SendEffect {
    /** Copies the list. */
    public SendDirect {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Tell the application, and keep it for {@link StreamLog#restore}; losing the last few in a crash
   * does no harm.
   *
   * @param target the target device
   * @param seqs the entries concerned; for {@code READ} only those with a lower status
   * @param status never lower than what was told before
   * @param code why, for {@code REFUSED} only
   */
  record StatusChanged(UUID target, List<Range> seqs, Status status, @Nullable RefusalCode code)
      implements SendEffect {
    /** Copies the list. */
    public StatusChanged {
      seqs = List.copyOf(seqs);
    }
  }

  /**
   * The server has custody for every target that lacks these; they no longer count as waiting.
   * Their bytes and addresses must stay readable until {@link Forget}: {@link NeedFromTranscript}
   * may ask.
   */
  record Custody(List<Range> seqs) implements SendEffect {
    /** Copies the list. */
    public Custody {
      seqs = List.copyOf(seqs);
    }
  }

  /**
   * The stored status of these at one target no longer holds: commit {@code SENT} for them and call
   * {@link Sender#handleTakenBack}; the {@link CancelRows} follows then, since a crash in between
   * would lose them.
   */
  record CustodyTakenBack(UUID target, List<Range> seqs) implements SendEffect {
    /** Copies the list. */
    public CustodyTakenBack {
      seqs = List.copyOf(seqs);
    }
  }

  /**
   * Others stand for a target (DLV-26): keep that each of them was addressed as it was, what was
   * stored for it being {@code SENT} again, and forget it. Losing that in a crash does no harm: the
   * roster says so again.
   *
   * @param target the box
   * @param by the devices
   * @param seqs what the target lacked
   */
  record Replaced(UUID target, List<UUID> by, List<Range> seqs) implements SendEffect {
    /** Copies the lists. */
    public Replaced {
      by = List.copyOf(by);
      seqs = List.copyOf(seqs);
    }
  }

  /** Settled at every target: delete from the outbox (the application's transcript is its own). */
  record Forget(List<Range> seqs) implements SendEffect {
    /** Copies the list. */
    public Forget {
      seqs = List.copyOf(seqs);
    }
  }

  /**
   * Send the server a cancel for one target; if it is away, do nothing: it is asked again.
   *
   * @param ref the frame's, which its answer repeats to {@link Sender#handleTold}
   */
  record CancelRows(UUID target, long throughSeq, long ref) implements SendEffect {}

  /** Read these entries from disk and call {@link Sender#handleTranscript}. */
  record NeedFromTranscript(List<Range> seqs) implements SendEffect {
    /** Copies the list. */
    public NeedFromTranscript {
      seqs = List.copyOf(seqs);
    }
  }

  /**
   * Read again what was said to a target from {@code fromSeq} to {@code throughSeq} and is lost
   * there, leaving out what was refused for it, and call {@link Sender#handleAgain} (DLV-23).
   *
   * @param most how many entries to read at most, the lowest
   */
  record NeedAgain(UUID target, long fromSeq, long throughSeq, int most) implements SendEffect {}

  /**
   * Somebody knows more of this stream, or something else under its numbers: the outbox went back
   * in time, or a copy of it is in use. Nothing of what was said was taken. A new epoch follows
   * (DLV-22), unless that was so just now: then the other side breaks the protocol.
   *
   * @param target who said it, or whom the server spoke of
   * @param evidence what, for the log and the close frame
   */
  record Forked(UUID target, String evidence) implements SendEffect {}
}
