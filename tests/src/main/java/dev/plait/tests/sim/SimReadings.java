package dev.plait.tests.sim;

import dev.plait.protocol.clock.TranscriptOrder;
import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.transcript.Item;
import dev.plait.protocol.transcript.Reading;
import dev.plait.protocol.transcript.Said;
import dev.plait.protocol.transcript.Transcript;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Holds in the end that a message reads the same on every disk that knows the same about it (I6,
 * CNT-4).
 */
final class SimReadings {
  /** A message, and what a disk knows about it. */
  private record Known(UUID message, Set<UUID> amendments) {}

  private final Collection<SimDisk> disks;
  private final Predicate<UUID> without;
  private final Map<Known, Reading> readings = new HashMap<>();

  /** {@code without}: messages that may rightly say one thing here and another there. */
  SimReadings(Collection<SimDisk> disks, Predicate<UUID> without) {
    this.disks = disks;
    this.without = without;
  }

  void check() {
    disks.forEach(disk -> disk.conversations().forEach(of -> check(disk, of)));
  }

  private void check(SimDisk disk, UUID conversation) {
    Transcript transcript = new Transcript(device -> device, new UUID(0, 0));
    Map<UUID, Set<UUID>> amendments = new HashMap<>();
    disk.transcript(conversation)
        .forEach(
            (order, entry) -> {
              if (entry.body().size() > 0 && entry.body().toArray()[0] == '{') {
                Content content = ContentCodec.decode(entry.body());
                transcript.add(said(conversation, order, entry, content));
                if (content instanceof Content.Edit(var message, var _)) {
                  amendments.computeIfAbsent(message, _ -> new HashSet<>()).add(entry.id());
                } else if (content instanceof Content.Delete(var message)) {
                  amendments.computeIfAbsent(message, _ -> new HashSet<>()).add(entry.id());
                }
              }
            });
    for (Item item : transcript.items()) {
      UUID message = item.said().id();
      Known known = new Known(message, amendments.getOrDefault(message, Set.of()));
      Reading other = readings.putIfAbsent(known, item.reading());
      if (other != null && !other.equals(item.reading()) && !without.test(message)) {
        throw new SimViolation(
            "CNT-4 reads otherwise", message + ": " + item.reading() + " and " + other);
      }
    }
  }

  private static Said said(UUID conversation, TranscriptOrder at, Entry entry, Content content) {
    StreamId stream = new StreamId(conversation, at.device(), 0);
    return new Said(stream, entry.seq(), entry.id(), entry.hlc(), content);
  }
}
