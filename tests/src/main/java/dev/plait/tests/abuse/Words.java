package dev.plait.tests.abuse;

import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one device of an attacker says, frame by frame. */
final class Words {
  /** With these a frame to a full group is nearly as long as one may be. */
  private static final int ENTRIES = 16;

  private final Crowd crowd;
  private final UUID device;
  private final Wire wire;
  private final long epoch = ThreadLocalRandom.current().nextLong();
  private long lastSeq;

  Words(Crowd crowd, Stranger device, Wire wire) {
    this.crowd = crowd;
    this.device = device.device();
    this.wire = wire;
  }

  Supplier<String> of(Attack attack) {
    return switch (attack) {
      case MANY_TARGETS -> () -> FrameCodec.encode(post(ENTRIES, null));
      case MANY_PARTS -> () -> FrameCodec.encode(post(1, Bytes.of(new byte[Limits.PART_BYTES])));
      case MANY_QUESTIONS -> () -> FrameCodec.encode(question());
      case MANY_CANCELS -> () -> FrameCodec.encode(cancel());
      case MANY_ACKS -> () -> FrameCodec.encode(acks());
      case MANY_NAMES, MANY_GROUPS ->
          throw new IllegalArgumentException(attack + " is no matter of frames");
    };
  }

  private Frame post(int entries, @Nullable Bytes part) {
    List<PostedEntry> posted =
        IntStream.range(0, entries).mapToObj(_ -> entry(++lastSeq, part)).toList();
    return new Frame.Post(1, crowd.group(), epoch, wire.rosterVersion(crowd.group()), posted);
  }

  private PostedEntry entry(long seq, @Nullable Bytes part) {
    return new PostedEntry(
        new Entry(seq, UUID.randomUUID(), seq, Bytes.utf8("x")),
        crowd.puppets().stream().map(to -> new Address(to, seq - 1, part)).toList());
  }

  private Frame question() {
    List<StreamId> streams =
        IntStream.range(0, Limits.HAVE_STREAMS).mapToObj(_ -> stream(device)).toList();
    return new Frame.Have(List.of(), streams);
  }

  private Frame cancel() {
    long another = ThreadLocalRandom.current().nextLong();
    return new Frame.Cancel(1, crowd.group(), another, crowd.puppets().getFirst(), 1_000_000);
  }

  private Frame acks() {
    List<StreamPosition> positions =
        IntStream.range(0, Limits.HAVE_STREAMS)
            .mapToObj(_ -> stream(crowd.puppets().getFirst()))
            .map(stream -> new StreamPosition(stream, 1, 1, List.of()))
            .toList();
    return new Frame.Have(positions, List.of());
  }

  private StreamId stream(UUID sender) {
    return new StreamId(crowd.group(), sender, ThreadLocalRandom.current().nextLong());
  }
}
