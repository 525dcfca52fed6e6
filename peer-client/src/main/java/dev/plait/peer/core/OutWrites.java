package dev.plait.peer.core;

import dev.plait.protocol.delivery.Sender;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps and tells how far own entries have come. Owned by the peer's thread. */
final class OutWrites {
  private final Effects effects;

  OutWrites(Effects effects) {
    this.effects = effects;
  }

  /** Own entries have come further at a target, or never will; {@code code} for the latter. */
  void status(
      Sender sender, UUID target, List<Range> seqs, Status status, @Nullable RefusalCode code) {
    StreamId stream = sender.stream();
    switch (status) {
      case QUEUED, SENT -> {}
      case STORED -> effects.persistLazily(new DiskWrite.Stored(stream, target, seqs));
      case DELIVERED -> {
        StreamPosition at = sender.deliveredToKeep(target);
        if (at != null) {
          effects.persistLazily(new DiskWrite.Delivered(stream, target, at.cursorSeq(), at.mark()));
        }
      }
      case READ ->
          effects.persistLazily(new DiskWrite.Read(stream, target, seqs.getLast().throughSeq()));
      case REFUSED ->
          effects.persistLazily(
              new DiskWrite.NeverDelivered(
                  stream, target, seqs, code == null ? "unknown" : wireName(code)));
    }
    effects.tell(
        status == Status.REFUSED && code != null
            ? new PeerEvent.Undelivered(stream, target, seqs, code, false)
            : new PeerEvent.StatusChanged(stream, target, seqs, status));
  }

  private static String wireName(RefusalCode code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
