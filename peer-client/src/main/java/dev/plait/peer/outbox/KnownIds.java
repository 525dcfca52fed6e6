package dev.plait.peer.outbox;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Which ids of the entries of one write the transcript has, from their device in their conversation
 * (DLV-21). One question for all of them. Used by the disk thread only.
 */
final class KnownIds {
  private final Set<UUID> ids;

  private KnownIds(Set<UUID> ids) {
    this.ids = ids;
  }

  /** Of a write that asks for none. */
  static KnownIds none() {
    return new KnownIds(new HashSet<>());
  }

  static KnownIds read(Handle handle, StreamId stream, List<AddressedEntry> entries) {
    return new KnownIds(
        new HashSet<>(
            handle
                .createQuery(
                    "select id from transcript where conversation = ? and device = ? and id ="
                        + " any(?)")
                .bind(0, stream.conversation())
                .bind(1, stream.device())
                .bind(2, (Object) entries.stream().map(e -> e.entry().id()).toArray(UUID[]::new))
                .mapTo(UUID.class)
                .list()));
  }

  /** Whether the id is there, under whatever number; one that is not is from now on. */
  boolean contains(Entry entry) {
    return !ids.add(entry.id());
  }
}
