package dev.plait.store.jdbc;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Bodies, each kept once while rows need it. For one transaction that holds the streams; used by
 * its thread.
 */
final class BodyTable {
  private record Key(StreamId stream, long seq) {}

  private static final String SEQ = StreamTarget.STREAM + " and seq = :seq";

  private final Handle handle;
  private final Map<Key, Entry> known = new HashMap<>();
  private final Map<Key, Entry> fresh = new LinkedHashMap<>();
  private final Map<Key, Integer> uses = new LinkedHashMap<>();

  BodyTable(Handle handle) {
    this.handle = handle;
  }

  /** Reads what is kept of these entries. */
  void load(StreamId stream, Collection<Long> seqs) {
    StreamTarget.bindStream(
            handle.createQuery(
                "select seq, id, hlc, body from queue_body where "
                    + StreamTarget.STREAM
                    + " and seq between :from and :through and seq in (<seqs>)"),
            stream)
        .bind("from", Collections.min(seqs))
        .bind("through", Collections.max(seqs))
        .bindList("seqs", seqs)
        .map(
            (rs, ctx) ->
                new Entry(
                    rs.getLong("seq"),
                    rs.getObject("id", UUID.class),
                    rs.getLong("hlc"),
                    Bytes.of(rs.getBytes("body"))))
        .forEach(entry -> known.put(new Key(stream, entry.seq()), entry));
  }

  /** What is kept or about to be kept under this number. */
  @Nullable Entry find(StreamId stream, long seq) {
    return known.get(new Key(stream, seq));
  }

  /** One more row needs this entry. */
  void use(StreamId stream, Entry entry) {
    Key key = new Key(stream, entry.seq());
    if (known.putIfAbsent(key, entry) == null) {
      fresh.put(key, entry);
    }
    uses.merge(key, 1, Integer::sum);
  }

  /** One row less needs this entry. */
  void release(StreamId stream, long seq) {
    uses.merge(new Key(stream, seq), -1, Integer::sum);
  }

  /** Writes what {@link #use} and {@link #release} said; unused bodies go. */
  void save() {
    insertFresh();
    PreparedBatch counts =
        handle.prepareBatch("update queue_body set refs = refs + :change where " + SEQ);
    PreparedBatch deletes =
        handle.prepareBatch("delete from queue_body where " + SEQ + " and refs <= 0");
    uses.forEach(
        (key, change) -> {
          if (!fresh.containsKey(key)) {
            bind(counts, key).bind("change", change).add();
          }
          if (change < 0) {
            bind(deletes, key).add();
          }
        });
    if (counts.size() > 0) {
      counts.execute();
    }
    if (deletes.size() > 0) {
      deletes.execute();
    }
  }

  private void insertFresh() {
    PreparedBatch inserts =
        handle.prepareBatch(
            "insert into queue_body (conversation, sender, epoch, seq, id, hlc, body, refs) values"
                + " (:conversation, :sender, :epoch, :seq, :id, :hlc, :body, :refs)");
    fresh.forEach(
        (key, entry) ->
            bind(inserts, key)
                .bind("id", entry.id())
                .bind("hlc", entry.hlc())
                .bind("body", entry.body().toArray())
                .bind("refs", uses.get(key))
                .add());
    if (inserts.size() > 0) {
      inserts.execute();
    }
  }

  private static PreparedBatch bind(PreparedBatch batch, Key key) {
    return StreamTarget.bindStream(batch, key.stream()).bind("seq", key.seq());
  }
}
