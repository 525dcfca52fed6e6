package dev.plait.peer.outbox;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Where the transcript has the ids of the entries of one write, from their device in their
 * conversation (DLV-21). One question for all of them. Used by the disk thread only.
 */
final class KnownIds {
  private record Place(long epoch, long seq) {}

  private final Map<UUID, Set<Place>> places = new HashMap<>();

  private KnownIds() {}

  /** Of a write that asks for none. */
  static KnownIds none() {
    return new KnownIds();
  }

  static KnownIds read(Handle handle, StreamId stream, List<AddressedEntry> entries) {
    KnownIds known = new KnownIds();
    handle
        .createQuery(
            "select id, epoch, seq from transcript where conversation = ? and device = ? and id ="
                + " any(?)")
        .bind(0, stream.conversation())
        .bind(1, stream.device())
        .bind(2, (Object) entries.stream().map(e -> e.entry().id()).toArray(UUID[]::new))
        .map((rs, c) -> known.add(rs.getObject(1, UUID.class), rs.getLong(2), rs.getLong(3)))
        .list();
    return known;
  }

  private boolean add(UUID id, long epoch, long seq) {
    return places.computeIfAbsent(id, _ -> new HashSet<>()).add(new Place(epoch, seq));
  }

  /**
   * Whether the id stands elsewhere; a row at its own place is of a commit that is repeated. One
   * that does not is taken to stand there from now on.
   */
  boolean standsElsewhere(StreamId stream, Entry entry) {
    Place own = new Place(stream.epoch(), entry.seq());
    boolean elsewhere =
        places.getOrDefault(entry.id(), Set.of()).stream().anyMatch(place -> !place.equals(own));
    if (!elsewhere) {
      add(entry.id(), own.epoch(), own.seq());
    }
    return elsewhere;
  }
}
