package dev.plait.peer.core;

import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.delivery.ReceiveEffect;
import dev.plait.protocol.delivery.Receiver;
import dev.plait.protocol.delivery.ReceiverLimits;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Other devices' streams: one receiving half each. What is handed over goes to the disk with its
 * cursor in one transaction; only then is it acked and told. Owned by the peer's thread.
 */
final class InStreams {
  /** Entries on their way to the disk. */
  private record Writing(
      long ticket,
      Receiver receiver,
      StreamId stream,
      List<AddressedEntry> entries,
      ArrivedBy by,
      boolean strays) {
    StreamId streamOf(AddressedEntry addressed) {
      return strays ? DiskWrite.Strays.placeOf(stream, addressed.entry()) : stream;
    }
  }

  /**
   * Most streams of one device in one conversation that hold something; each may take up the
   * holding limit. A device speaks in one at a time.
   */
  static final int HOLDING_STREAMS = 8;

  /** The most that a position without ranges takes as JSON. */
  private static final int POSITION_BYTES = 224;

  /** The most that one range takes: two numbers of 16 digits. */
  private static final int RANGE_BYTES = 36;

  private final ReceiverLimits limits;
  private final Effects effects;
  private final BiConsumer<StreamId, AddressedEntry> committed;
  private final Map<StreamId, Receiver> receivers = new LinkedHashMap<>();

  /** How many streams of a device there are in a conversation: with two, an id may come twice. */
  private final Map<Speaker, Integer> epochs = new HashMap<>();

  private final Queue<Writing> writing = new ArrayDeque<>();
  private final Holes holes = new Holes();
  private final NewStreams newStreams = new NewStreams();

  /**
   * Makes one.
   *
   * @param committed told of each entry once it is durable, before the application is
   */
  InStreams(
      ReceiverLimits limits, Effects effects, BiConsumer<StreamId, AddressedEntry> committed) {
    this.limits = limits;
    this.effects = effects;
    this.committed = committed;
  }

  void restore(DeviceState.Cursor cursor) {
    StreamId stream = cursor.stream();
    if (cursor.isStray()) {
      count(stream); // nothing more comes in it
    } else {
      begin(stream, cursor.seq(), cursor.mark());
    }
  }

  private Receiver begin(StreamId stream, long cursorSeq, long mark) {
    Receiver receiver = new Receiver(stream, limits, cursorSeq, mark);
    receivers.put(stream, receiver);
    count(stream);
    return receiver;
  }

  private void count(StreamId stream) {
    epochs.merge(Speaker.of(stream), 1, Integer::sum);
  }

  /**
   * Takes entries that came by {@code path}. What is of one stream too many is dropped without ack,
   * and comes again (DLV-10).
   *
   * @return null, or the rule that the sender broke
   */
  @Nullable String handleEntries(Frame.Entries frame, Path path, long generation, long nowMs) {
    StreamId stream = frame.stream();
    Receiver known = receivers.get(stream);
    boolean holds = known != null && known.hasHoles();
    if ((!holds && holes.holdIn(HOLDING_STREAMS, stream))
        || (known == null && !newStreams.take(stream, nowMs))) {
      return null;
    }
    Receiver receiver = known == null ? begin(stream, 0, Marks.NONE) : known;
    receiver.handleEntries(frame.entries(), path, generation);
    holes.handleChange(receiver, nowMs);
    return drain(stream, receiver);
  }

  /** Everything up to the ticket is durable: ack and tell. */
  void handleDurable(long throughTicket, Map<Long, Set<UUID>> known, long nowMs) {
    for (Writing next = writing.peek();
        next != null && next.ticket() <= throughTicket;
        next = writing.peek()) {
      writing.remove();
      if (next.strays()) {
        next.receiver().handleStraysCommitted(next.entries().size());
      } else {
        next.receiver().handleCommitted(next.entries().getLast().entry().seq(), null);
        holes.handleProgress(next.receiver(), nowMs);
      }
      tell(next, known.getOrDefault(next.ticket(), Set.of()));
      String broken = drain(next.stream(), next.receiver());
      if (broken != null) {
        throw new IllegalStateException("a commit broke a rule: " + broken);
      }
    }
  }

  private void tell(Writing written, Set<UUID> known) {
    for (AddressedEntry addressed : written.entries()) {
      StreamId stream = written.streamOf(addressed);
      if (!written.strays() || !known.contains(addressed.entry().id())) {
        committed.accept(stream, addressed);
      }
      if (!known.contains(addressed.entry().id())) {
        effects.tell(new PeerEvent.MessageArrived(stream, addressed.entry(), written.by()));
      }
    }
  }

  private @Nullable String drain(StreamId stream, Receiver receiver) {
    String broken = null;
    for (ReceiveEffect effect = receiver.poll(); effect != null; effect = receiver.poll()) {
      switch (effect) {
        case ReceiveEffect.HandOver(var entries, var from, long mark) -> {
          long cursor = entries.getLast().entry().seq();
          ArrivedBy by = arrivedBy(from);
          boolean again = epochs.getOrDefault(Speaker.of(stream), 0) > 1;
          var write = new DiskWrite.Received(stream, entries, cursor, mark, by, again);
          long ticket = effects.persist(List.of(write));
          writing.add(new Writing(ticket, receiver, stream, entries, by, false));
        }
        case ReceiveEffect.HandOverStrays(var entries, var from) -> {
          ArrivedBy by = arrivedBy(from);
          long ticket = effects.persist(List.of(new DiskWrite.Strays(stream, entries, by)));
          writing.add(new Writing(ticket, receiver, stream, entries, by, true));
        }
        case ReceiveEffect.SendAck(var path, var generation, var position, var proof) -> {
          Frame.Ack ack = new Frame.Ack(position, proof);
          effects.add(
              path == Path.DIRECT
                  ? new CoreEffect.ToPeer(stream.device(), generation, ack)
                  : new CoreEffect.ToServer(ack));
        }
        case ReceiveEffect.PeerViolation(var rule) -> broken = rule;
      }
    }
    return broken;
  }

  private static ArrivedBy arrivedBy(Path from) {
    return switch (from) {
      case DIRECT -> ArrivedBy.DIRECT;
      case STORE -> ArrivedBy.STORE;
      case RELAY, NONE -> ArrivedBy.RELAY;
    };
  }

  /**
   * Positions of the streams that match, in frames of at most {@link Limits#HAVE_STREAMS} that fit
   * a channel whatever they hold.
   *
   * @param channelBytes most bytes of a message on it
   */
  List<List<StreamPosition>> positions(int channelBytes, Predicate<StreamId> which) {
    int most = Math.min(Limits.CHANNEL_BATCH_BYTES, channelBytes);
    List<List<StreamPosition>> frames = new ArrayList<>();
    List<StreamPosition> frame = new ArrayList<>();
    int bytes = 0;
    for (Map.Entry<StreamId, Receiver> entry : receivers.entrySet()) {
      if (which.test(entry.getKey())) {
        StreamPosition position = entry.getValue().position();
        int size = POSITION_BYTES + position.held().size() * RANGE_BYTES;
        if (frame.size() == Limits.HAVE_STREAMS || (bytes > 0 && bytes + size > most)) {
          frames.add(frame);
          frame = new ArrayList<>();
          bytes = 0;
        }
        frame.add(position);
        bytes += size;
      }
    }
    if (!frame.isEmpty()) {
      frames.add(frame);
    }
    return frames;
  }

  /**
   * While something is held the sender hears now and then what is lacking: it may have been away
   * when this was said, or think that it was delivered (DLV-23).
   *
   * @param say takes the device and the ack
   */
  void handleTimeout(BiConsumer<UUID, Frame.Ack> say, long nowMs) {
    holes.handleTimeout(
        receiver ->
            say.accept(receiver.stream().device(), new Frame.Ack(receiver.position(), null)),
        receiver -> {
          receiver.handleHoleGivenUp();
          holes.handleChange(receiver, nowMs);
          drain(receiver.stream(), receiver);
        },
        nowMs);
  }

  /** When {@link #handleTimeout} is due. */
  long deadlineMs() {
    return holes.deadlineMs();
  }

  /** The largest of any stream. */
  long most(ToLongFunction<Receiver> what) {
    long most = 0;
    for (Receiver receiver : receivers.values()) {
      most = Math.max(most, what.applyAsLong(receiver));
    }
    return most;
  }
}
