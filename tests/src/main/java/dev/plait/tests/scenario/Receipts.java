package dev.plait.tests.scenario;

import dev.plait.peer.outbox.DeviceData;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.store.StoredPosition;
import dev.plait.store.jdbc.Database;
import dev.plait.store.jdbc.DatabaseConfig;
import dev.plait.store.jdbc.JdbcQueueStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Checks receipts against the disks of those that were killed, before they start again. It looks at
 * copies, so that whoever starts again finds what the kill has left.
 */
public final class Receipts {
  private Receipts() {}

  /**
   * Counts entries of a sender called delivered that the killed receiver does not have on its disk.
   *
   * @param data the receiver's folder; nobody may write to it
   */
  public static long falselyDelivered(Path data, UUID conversation, UUID sender, long deliveredSeq)
      throws IOException {
    try (DiskCopy copy = DiskCopy.ofFolder(data);
        DeviceData disk = DeviceData.open(copy.path())) {
      long has =
          disk.transcript(conversation, Integer.MAX_VALUE).stream()
              .filter(row -> row.stream().device().equals(sender))
              .filter(row -> row.entry().seq() <= deliveredSeq)
              .count();
      return Math.max(0, deliveredSeq - has);
    }
  }

  /**
   * Counts entries called stored that the killed node neither has on its disk nor knows as
   * delivered.
   *
   * @param data the node's folder; nobody may write to it
   * @param stream the sender's stream
   * @param stored seqs that the sender was told are stored for {@code target}
   */
  public static long falselyStored(Path data, StreamId stream, UUID target, List<Long> stored)
      throws IOException {
    try (DiskCopy copy = DiskCopy.ofFolder(data);
        Database disk = Database.open(DatabaseConfig.h2File(copy.path().resolve("plait")))) {
      List<StoredPosition> positions =
          new JdbcQueueStore(disk)
              .positions(List.of(stream)).stream()
                  .filter(position -> position.target().equals(target))
                  .toList();
      return stored.stream().filter(seq -> positions.stream().noneMatch(p -> has(p, seq))).count();
    }
  }

  private static boolean has(StoredPosition position, long seq) {
    return seq <= position.deliveredThroughSeq()
        || position.stored().stream()
            .flatMap(piece -> piece.seqs().stream())
            .anyMatch(range -> range.contains(seq));
  }

  /** The one stream that a device has in a conversation, as a receiver's disk names it. */
  static StreamId streamOf(Path data, UUID conversation, UUID device) throws IOException {
    try (DiskCopy copy = DiskCopy.ofFolder(data);
        DeviceData disk = DeviceData.open(copy.path())) {
      List<StreamId> streams = new ArrayList<>();
      for (TranscriptEntry row : disk.transcript(conversation, Integer.MAX_VALUE)) {
        if (row.stream().device().equals(device) && !streams.contains(row.stream())) {
          streams.add(row.stream());
        }
      }
      if (streams.size() != 1) {
        throw new IllegalStateException(device + " has " + streams.size() + " streams");
      }
      return streams.getFirst();
    }
  }
}
