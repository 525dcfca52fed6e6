package dev.plait.peer.core;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An outbox numbered anew (DLV-22): what some target has not acked, in order, from 1 in another
 * epoch, under its old ids and stamps. What every target has keeps its place in the old epoch.
 *
 * @param epoch the new epoch
 * @param start when it was begun
 * @param incarnations of the device from now on: the present one, the one that was not its own, if
 *     that was the evidence, and those before (SES-11)
 * @param streams one for each own stream there was, also those with nothing to say again
 */
public record EpochChange(
    long epoch, EpochStart start, List<Long> incarnations, List<Stream> streams) {
  /** Copies the lists. */
  public EpochChange {
    incarnations = List.copyOf(incarnations);
    streams = List.copyOf(streams);
  }

  /**
   * One own stream.
   *
   * @param from the stream as it was
   * @param to the same conversation in the new epoch
   * @param moved what is said again, ascending
   */
  public record Stream(StreamId from, StreamId to, List<Moved> moved) {
    /** Copies the list. */
    public Stream {
      moved = List.copyOf(moved);
    }
  }

  /**
   * An entry with its new number.
   *
   * @param oldSeq its number in the old epoch
   * @param entry with the targets that lack it
   * @param unsent whether it was never on a path; then none after it was
   */
  public record Moved(long oldSeq, PostedEntry entry, boolean unsent) {}

  /**
   * Numbers what is open in {@code state} anew.
   *
   * @param lastIncarnation that was the evidence, 0 for other evidence
   * @param epoch drawn at random
   */
  public static EpochChange of(
      DeviceState state, long lastIncarnation, long epoch, EpochStart start) {
    List<Stream> streams = new ArrayList<>();
    for (DeviceState.OutStream out : state.out()) {
      StreamId to = new StreamId(out.stream().conversation(), out.stream().device(), epoch);
      streams.add(new Stream(out.stream(), to, moved(out)));
    }
    return new EpochChange(epoch, start, incarnations(state, lastIncarnation), streams);
  }

  private static List<Long> incarnations(DeviceState state, long foreign) {
    List<Long> known = new ArrayList<>(state.incarnations());
    if (foreign != 0 && !known.isEmpty() && !known.contains(foreign)) {
      known.add(1, foreign);
    }
    return known.subList(0, Math.min(known.size(), Limits.INCARNATIONS));
  }

  private static List<Moved> moved(DeviceState.OutStream out) {
    List<Moved> moved = new ArrayList<>();
    Map<UUID, Long> lastSeqs = new HashMap<>();
    for (DeviceState.Pending pending : out.entries()) {
      Entry old = pending.entry();
      long seq = moved.size() + 1L;
      List<Address> to = new ArrayList<>();
      for (DeviceState.PendingTarget target : pending.to()) {
        long afterSeq = lastSeqs.getOrDefault(target.device(), 0L);
        to.add(new Address(target.device(), afterSeq, target.part()));
        lastSeqs.put(target.device(), seq);
      }
      Entry entry = new Entry(seq, old.id(), old.hlc(), old.body());
      moved.add(new Moved(old.seq(), new PostedEntry(entry, to), pending.unsent()));
    }
    return moved;
  }
}
