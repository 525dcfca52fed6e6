package dev.plait.protocol.codec;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.PresenceState;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.Renamed;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws frames within all limits; one seed, one frame. */
final class RandomFrames {
  private final Random random;

  RandomFrames(long seed) {
    random = new Random(seed);
  }

  /** Every frame that {@code direction} allows, one of each type. */
  List<Frame> each(Direction direction) {
    return switch (direction) {
      case FROM_CLIENT ->
          List.of(
              new Frame.Hello(
                  Frame.VERSION, uuid(), text(1), incarnations(), natural(), natural(), text(0)),
              new Frame.Post(natural(), uuid(), random.nextLong(), natural(), posted()),
              new Frame.Cancel(natural(), uuid(), random.nextLong(), uuid(), seq()),
              ack(),
              have(),
              new Frame.Signal(uuid(), uuid(), text(1)),
              new Frame.Presence(null, pick(PresenceState.values()), 0),
              new Frame.Typing(uuid(), null, random.nextBoolean()),
              new Frame.Token(text(1)),
              new Frame.Ping(natural()),
              new Frame.Pong(natural(), natural()));
      case FROM_SERVER ->
          List.of(
              new Frame.Welcome(
                  uuid(), uuid(), natural(), natural(), 1, 1024, 1 << 22, random.nextLong()),
              new Frame.Roster(
                  uuid(), natural(), pick(ConversationKind.values()), text(0), members()),
              new Frame.Gone(uuid(), natural()),
              new Frame.Changes(natural(), random.nextBoolean()),
              new Renamed(uuid(), natural(), text(0)),
              new Frame.Told(natural(), stream()),
              entries(),
              receipt(),
              new Frame.Refused(
                  natural(),
                  pick(RefusalCode.values()),
                  text(0),
                  random.nextBoolean() ? stream() : null,
                  random.nextBoolean() ? uuid() : null,
                  ranges(1),
                  natural()),
              new Frame.Live(),
              new Frame.Signal(uuid(), uuid(), text(1)),
              new Frame.Presence(uuid(), pick(PresenceState.values()), natural()),
              new Frame.Typing(uuid(), uuid(), random.nextBoolean()),
              new Frame.TokenAccepted(natural()),
              new Frame.Bye(pick(CloseCode.values()), text(0), natural()),
              new Frame.Ping(natural()),
              new Frame.Pong(natural(), natural()));
      case FROM_PEER ->
          List.of(
              entries(),
              ack(),
              have(),
              new Frame.Ping(natural()),
              new Frame.Pong(natural(), natural()),
              new Frame.Fin(),
              new Frame.FinAck());
    };
  }

  private Frame entries() {
    long seq = 0;
    List<AddressedEntry> list = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      seq += random.nextInt(1, 4);
      list.add(
          new AddressedEntry(entry(seq), random.nextLong(seq), bytesOrNull(Limits.PART_BYTES)));
    }
    return new Frame.Entries(stream(), random.nextBoolean(), list);
  }

  private List<PostedEntry> posted() {
    long seq = Limits.SEQ_END - 100;
    List<PostedEntry> list = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      seq += random.nextInt(1, 4);
      long at = seq;
      list.add(
          new PostedEntry(
              entry(seq),
              some(
                  1,
                  () ->
                      new Address(
                          uuid(),
                          random.nextBoolean() ? at - 1 : random.nextLong(at),
                          bytesOrNull(Limits.PART_BYTES)))));
    }
    return list;
  }

  private Entry entry(long seq) {
    return new Entry(seq, uuid(), random.nextLong(), bytes(200));
  }

  private Frame ack() {
    return new Frame.Ack(position(), bytesOrNull(Limits.PROOF_BYTES));
  }

  private Frame have() {
    return new Frame.Have(some(0, this::position), some(0, this::stream));
  }

  private Frame receipt() {
    long delivered = natural();
    List<Range> stored = ranges(1);
    return new Frame.Receipt(
        stream(),
        uuid(),
        delivered,
        delivered == 0 ? 0 : random.nextLong(),
        ranges(1),
        stored,
        stored.isEmpty() ? 0 : random.nextLong(),
        bytesOrNull(Limits.PROOF_BYTES));
  }

  private StreamPosition position() {
    long cursor = random.nextLong(1L << 50);
    return new StreamPosition(
        stream(), cursor, cursor == 0 ? 0 : random.nextLong(), ranges(cursor + 1));
  }

  private StreamId stream() {
    return new StreamId(uuid(), uuid(), random.nextLong());
  }

  private List<Long> incarnations() {
    return random.longs(random.nextInt(3)).distinct().boxed().toList();
  }

  private List<Range> ranges(long from) {
    long next = from;
    List<Range> list = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      long start = next + random.nextInt(3);
      long through = start + random.nextInt(3);
      list.add(new Range(start, through));
      next = through + 2;
    }
    return list;
  }

  private List<Member> members() {
    return some(
        0,
        () -> {
          List<UUID> devices = some(0, this::uuid);
          return new Member(
              uuid(),
              text(1),
              text(0),
              natural(),
              random.nextBoolean(),
              random.nextBoolean(),
              devices,
              devices.stream().filter(_ -> random.nextInt(3) == 0).toList());
        });
  }

  private <T> List<T> some(int min, Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(min, 5); i > 0; i--) {
      list.add(element.get());
    }
    return list;
  }

  private long seq() {
    return random.nextLong(1, Limits.SEQ_END);
  }

  private long natural() {
    return random.nextInt(4) == 0 ? 0 : random.nextLong(Limits.SEQ_END);
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private Bytes bytes(int max) {
    byte[] value = new byte[random.nextInt(max + 1)];
    random.nextBytes(value);
    return Bytes.of(value);
  }

  private @Nullable Bytes bytesOrNull(int max) {
    return random.nextBoolean() ? bytes(max) : null;
  }

  private String text(int min) {
    String[] pieces = {"a", "\"", "\\", "\n", "\u0000", "ü", "€", "😀", "</", "{}"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(min, 20); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  private <E> E pick(E[] values) {
    return values[random.nextInt(values.length)];
  }
}
