package dev.plait.peer;

import dev.plait.peer.core.EpochChange;
import dev.plait.peer.core.PeerEvent;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the handle of an own entry when its status changes. Keeps the latest {@link #MOST} per
 * stream: an older message's status is in the database, its handle no longer hears of it. Owned by
 * the event thread.
 */
final class OutgoingBook {
  /** Two windows of the server: what is under way always has its handle. */
  static final int MOST = 20_000;

  private final Map<StreamId, TreeMap<Long, Outgoing>> byStream = new HashMap<>();

  void put(Outgoing.Place place, Outgoing outgoing) {
    TreeMap<Long, Outgoing> stream = byStream.computeIfAbsent(place.stream(), _ -> new TreeMap<>());
    stream.put(place.seq(), outgoing);
    if (stream.size() > MOST) {
      stream.pollFirstEntry();
    }
  }

  void handle(PeerEvent event) {
    switch (event) {
      case PeerEvent.StatusChanged(var stream, var device, var seqs, Status status) -> {
        for (Range range : seqs) {
          in(stream, range).forEach((seq, outgoing) -> outgoing.advance(device, status));
        }
      }
      case PeerEvent.Undelivered(var stream, var device, var seqs, var code, boolean retryable) -> {
        if (!retryable) {
          for (Range range : seqs) {
            in(stream, range).forEach((seq, outgoing) -> outgoing.neverDelivered(device, code));
          }
        }
      }
      case PeerEvent.TargetReplaced(var stream, var device, var by, var seqs) -> {
        for (Range range : seqs) {
          in(stream, range).forEach((seq, outgoing) -> outgoing.replace(device, by));
        }
      }
      case PeerEvent.EpochBegun(var _, var moved) -> moved.forEach(this::move);
      default -> {}
    }
  }

  private void move(EpochChange.Stream stream) {
    TreeMap<Long, Outgoing> before = byStream.get(stream.from());
    if (before != null) {
      for (EpochChange.Moved moved : stream.moved()) {
        Outgoing outgoing = before.remove(moved.oldSeq());
        if (outgoing != null) {
          put(new Outgoing.Place(stream.to(), moved.entry().entry().seq()), outgoing);
        }
      }
    }
  }

  private Map<Long, Outgoing> in(StreamId stream, Range range) {
    TreeMap<Long, Outgoing> open = byStream.get(stream);
    return open == null ? Map.of() : open.subMap(range.fromSeq(), true, range.throughSeq(), true);
  }
}
