package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Receiver} wants done, in this order. */
public sealed interface ReceiveEffect {

  /**
   * Commit transcript rows, the cursor (the last seq) and its mark in one transaction, then call
   * {@link Receiver#handleCommitted}.
   *
   * @param entries in seq order, to be taken as a whole
   * @param from the path on which they came: {@code RELAY}, {@code DIRECT} or {@code STORE}
   * @param mark the mark of the cursor (DLV-20)
   */
  record HandOver(List<AddressedEntry> entries, Path from, long mark) implements ReceiveEffect {
    /** Copies the list. */
    public HandOver {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Commit those of these entries whose ids are not in the transcript of their device and
   * conversation, beside the order and without touching the cursor, then call {@link
   * Receiver#handleStraysCommitted} (DLV-21).
   *
   * @param entries under numbers at or below the cursor, whose own place holds something else or is
   *     not remembered
   * @param from the path on which they came
   */
  record HandOverStrays(List<AddressedEntry> entries, Path from) implements ReceiveEffect {
    /** Copies the list. */
    public HandOverStrays {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Send an ack.
   *
   * @param path {@code RELAY} or {@code DIRECT}
   * @param generation as given with the entries; the driver drops the effect when it is another
   * @param position cursor and held runs
   * @param proof of the last commit, if it had one
   */
  record SendAck(Path path, long generation, StreamPosition position, @Nullable Bytes proof)
      implements ReceiveEffect {}

  /**
   * The sender broke the protocol; nothing of the frame was taken.
   *
   * @param rule which rule, for the log and the close frame
   */
  record PeerViolation(String rule) implements ReceiveEffect {}
}
