package dev.plait.relay;

import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.util.UUID;

/**
 * A posted entry with at least one target that has no answer yet. Shared by its rows; the account
 * is the sender's.
 */
final class InCustody {
  final UUID account;
  final StreamId stream;
  final Entry entry;
  final long ref;
  int openTargets;

  InCustody(UUID account, StreamId stream, Entry entry, long ref) {
    this.account = account;
    this.stream = stream;
    this.entry = entry;
    this.ref = ref;
  }

  int bytes() {
    return entry.body().size();
  }
}
