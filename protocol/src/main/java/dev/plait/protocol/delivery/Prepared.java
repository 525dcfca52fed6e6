package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.RefusalCode;

/** What {@link Sender#prepare} says. */
public sealed interface Prepared {
  /**
   * Numbered and addressed. The driver commits it to the outbox together with the stream's next seq
   * and each target's last seq, then calls {@link Sender#handleCommitted}.
   *
   * @param entry the bytes as they will be sent
   */
  record Accepted(PostedEntry entry) implements Prepared {}

  /**
   * Nothing was kept (I7).
   *
   * @param code {@code QUEUE_FULL} when the outbox is full, {@code TOO_LARGE} over a size limit
   */
  record Refused(RefusalCode code) implements Prepared {}
}
