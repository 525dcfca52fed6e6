package dev.plait.peer.core;

import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a device finds on its disk when it starts.
 *
 * @param account its account
 * @param device itself
 * @param epoch drawn when this outbox was created, or numbered anew
 * @param epochStart when it was numbered anew
 * @param incarnations those of its latest starts and those that it took for its own with a new
 *     epoch, the present one first
 * @param clock the last stamp and the server's clock
 * @param rosters conversations
 * @param out own streams
 * @param in cursors of other devices' streams
 */
public record DeviceState(
    UUID account,
    UUID device,
    long epoch,
    EpochStart epochStart,
    List<Long> incarnations,
    KeptClock clock,
    KeptRosters rosters,
    List<OutStream> out,
    List<Cursor> in) {

  /** Copies the lists. */
  public DeviceState {
    incarnations = List.copyOf(incarnations);
    out = List.copyOf(out);
    in = List.copyOf(in);
  }

  /** A device that has never said or heard anything. */
  public static DeviceState empty(UUID account, UUID device, long epoch) {
    return new DeviceState(
        account,
        device,
        epoch,
        EpochStart.NEVER,
        List.of(),
        KeptClock.NONE,
        KeptRosters.NONE,
        List.of(),
        List.of());
  }

  /**
   * An own stream.
   *
   * @param stream its name
   * @param nextSeq the next number to give
   * @param targets what is known of each target
   * @param entries those that some target has not acked, ascending
   * @param givenUp those that were refused for a target, above what it has acked
   */
  public record OutStream(
      StreamId stream,
      long nextSeq,
      List<Target> targets,
      List<Pending> entries,
      List<GivenUp> givenUp) {
    /** Copies the lists. */
    public OutStream {
      targets = List.copyOf(targets);
      entries = List.copyOf(entries);
      givenUp = List.copyOf(givenUp);
    }

    /** Entries that were never on a path, ascending. */
    List<Entry> unsent() {
      return entries.stream().filter(Pending::unsent).map(Pending::entry).toList();
    }
  }

  /** An entry that was refused for good at a device; it may have got it all the same. */
  public record GivenUp(UUID device, long seq, UUID message) {}

  /**
   * One target of an own stream.
   *
   * @param device the target
   * @param firstSeq the first entry addressed to it since it became one
   * @param addressedSeq the last entry addressed to it
   * @param deliveredSeq its cursor as last heard
   * @param mark the mark of that cursor, 0 for unknown
   * @param readSeq the last of what its owner has read
   * @param refused those above that and through its cursor which it was refused or not sent
   */
  public record Target(
      UUID device,
      long firstSeq,
      long addressedSeq,
      long deliveredSeq,
      long mark,
      long readSeq,
      List<Range> refused) {
    /** Copies the list. */
    public Target {
      refused = List.copyOf(refused);
    }
  }

  /**
   * An entry that is not delivered everywhere.
   *
   * @param entry the entry, with the bytes as sent
   * @param to its open targets
   * @param unsent whether it was never on a path; then none after it was
   */
  public record Pending(Entry entry, List<PendingTarget> to, boolean unsent) {
    /** Copies the list. */
    public Pending {
      to = List.copyOf(to);
    }

    /** How far it has come at one of its targets, as far as the disk knows. */
    public Status status(PendingTarget target) {
      if (unsent) {
        return Status.QUEUED;
      }
      return target.stored() ? Status.STORED : Status.SENT;
    }
  }

  /**
   * One open target of an entry.
   *
   * @param device the target
   * @param afterSeq seq of the entry addressed to it before
   * @param part opaque bytes for it
   * @param stored whether the server has custody
   */
  public record PendingTarget(UUID device, long afterSeq, @Nullable Bytes part, boolean stored) {}

  /**
   * How far this device has committed another device's stream.
   *
   * @param stream the stream
   * @param seq last entry committed
   * @param mark the mark of that position
   * @param readSeq last entry that the owner has read
   */
  public record Cursor(StreamId stream, long seq, long mark, long readSeq) {
    /**
     * Whether it is of a stray, which has a stream of its own and nothing to come (DLV-21): only
     * who reads needs it.
     */
    public boolean isStray() {
      return mark == stream.epoch();
    }
  }
}
