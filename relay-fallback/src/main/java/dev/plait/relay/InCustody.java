package dev.plait.relay;

import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;

/** A posted entry with at least one target that has no answer yet. Shared by its rows. */
final class InCustody {
  final StreamId stream;
  final Entry entry;
  final long ref;
  int openTargets;

  InCustody(StreamId stream, Entry entry, long ref) {
    this.stream = stream;
    this.entry = entry;
    this.ref = ref;
  }

  int bytes() {
    return entry.body().size();
  }
}
