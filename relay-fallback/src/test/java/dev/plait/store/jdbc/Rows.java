package dev.plait.store.jdbc;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.QueueRow;
import java.util.UUID;

/** Makes rows for tests; the entry of (stream, seq) is always the same. */
final class Rows {
  static final long NOW_MS = 1_700_000_000_000L;

  private Rows() {}

  static StreamId stream() {
    return new StreamId(UUID.randomUUID(), UUID.randomUUID(), -3);
  }

  static QueueRow row(UUID target, StreamId stream, long seq) {
    return row(target, stream, seq, "body " + seq, NOW_MS);
  }

  static QueueRow row(UUID target, StreamId stream, long seq, String body, long acceptedAtMs) {
    UUID id = new UUID(stream.conversation().getMostSignificantBits(), seq);
    Entry entry = new Entry(seq, id, -seq, Bytes.utf8(body));
    Bytes part = seq % 2 == 0 ? Bytes.utf8("p" + seq) : null;
    return new QueueRow(target, null, stream, entry, seq - 1, part, false, acceptedAtMs);
  }

  /** The same as somebody's. */
  static QueueRow by(UUID account, QueueRow row) {
    return new QueueRow(
        row.target(),
        account,
        row.stream(),
        row.entry(),
        row.afterSeq(),
        row.part(),
        row.request(),
        row.acceptedAtMs());
  }

  /** The same for a target whose account has not accepted. */
  static QueueRow request(UUID target, StreamId stream, long seq, String body) {
    QueueRow row = row(target, stream, seq, body, NOW_MS);
    return new QueueRow(target, null, stream, row.entry(), seq - 1, row.part(), true, NOW_MS);
  }
}
