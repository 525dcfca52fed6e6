package dev.plait.protocol.codec;

import static dev.plait.protocol.codec.Plain.number;
import static dev.plait.protocol.codec.Plain.text;
import static dev.plait.protocol.codec.Plain.value;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entries and ranges in vectors, written as in frames; not checked when read, since the cores check
 * too.
 */
final class PlainEntries {
  private static final UUID NOBODY = new UUID(0, 0);

  private PlainEntries() {}

  static List<Map<?, ?>> maps(Map<?, ?> from, String name) {
    List<Map<?, ?>> maps = new ArrayList<>();
    for (Object each : (List<?>) value(from, name)) {
      maps.add((Map<?, ?>) each);
    }
    return maps;
  }

  static Entry entry(Map<?, ?> json) {
    return new Entry(
        number(json, "seq"),
        uuid(json, "id"),
        Long.parseUnsignedLong(text(json, "hlc")),
        bytes(json, "body"));
  }

  static AddressedEntry addressed(Map<?, ?> json) {
    return new AddressedEntry(entry(json), after(json, number(json, "seq")), part(json));
  }

  static PostedEntry posted(Map<?, ?> json) {
    long seq = number(json, "seq");
    return new PostedEntry(
        entry(json),
        maps(json, "to").stream()
            .map(to -> new Address(uuid(to, "target"), after(to, seq), part(to)))
            .toList());
  }

  static UUID uuid(Map<?, ?> from, String name) {
    return UUID.fromString(text(from, name));
  }

  static Bytes bytes(Map<?, ?> from, String name) {
    return Bytes.fromBase64(text(from, name));
  }

  static @Nullable Bytes part(Map<?, ?> from) {
    return from.containsKey("part") ? bytes(from, "part") : null;
  }

  /** Ranges; none when the field is left out. */
  static List<Range> ranges(Map<?, ?> from, String name) {
    List<Range> ranges = new ArrayList<>();
    if (from.containsKey(name)) {
      for (Object each : (List<?>) value(from, name)) {
        List<?> range = (List<?>) each;
        ranges.add(new Range((Long) range.get(0), (Long) range.get(1)));
      }
    }
    return ranges;
  }

  static List<List<Long>> json(List<Range> ranges) {
    return ranges.stream().map(r -> List.of(r.fromSeq(), r.throughSeq())).toList();
  }

  static Object postedJson(List<PostedEntry> entries) {
    return entriesOf(new Frame.Post(0, NOBODY, 0, 0, entries));
  }

  static Object addressedJson(List<AddressedEntry> entries) {
    return entriesOf(new Frame.Entries(new StreamId(NOBODY, NOBODY, 0), false, entries));
  }

  private static Object entriesOf(Frame frame) {
    try {
      return value(JsonTree.read(FrameCodec.encode(frame)), "entries");
    } catch (BadJsonException e) {
      throw new AssertionError(e);
    }
  }

  private static long after(Map<?, ?> from, long seq) {
    return from.containsKey("after") ? number(from, "after") : seq - 1;
  }
}
