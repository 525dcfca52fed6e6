package dev.plait.protocol.delivery;

import dev.plait.protocol.wire.Entry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One entry of the own stream as long as some target lacks it. */
final class OutEntry {
  final long seq;
  final UUID id;
  int bodyBytes;

  /** Null while only the disk has the bytes. */
  @Nullable Entry entry;

  /** Whether it is durable: what is not may still be taken back, and is never forgotten. */
  boolean committed;

  /** Whether the bytes have been asked back from the transcript. */
  boolean requested;

  /** Targets that have neither acked nor finally been refused it. */
  int unsettled;

  /** Of these, targets for which the server has not taken custody. */
  int unstored;

  /** Targets for which it is posted in this session and not answered. */
  int unanswered;

  OutEntry(Entry entry) {
    this.seq = entry.seq();
    this.id = entry.id();
    this.bodyBytes = entry.body().size();
    this.entry = entry;
  }
}
