package dev.plait.tests.sim;

import dev.plait.protocol.clock.TranscriptOrder;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What a disk has of every conversation, own entries and others', each message once (DLV-21). */
final class SimTranscripts {
  private final Map<UUID, TreeMap<TranscriptOrder, Entry>> rows = new LinkedHashMap<>();

  /** Ids by speaker: the key is a stream without its epoch. */
  private final Map<StreamId, Set<UUID>> ids = new LinkedHashMap<>();

  /** Everything is as there. */
  void become(SimTranscripts other) {
    rows.clear();
    other.rows.forEach((conversation, all) -> rows.put(conversation, new TreeMap<>(all)));
    ids.clear();
    other.ids.forEach((of, known) -> ids.put(of, new HashSet<>(known)));
  }

  NavigableMap<TranscriptOrder, Entry> of(UUID conversation) {
    return rows.computeIfAbsent(conversation, _ -> new TreeMap<>());
  }

  Set<UUID> conversations() {
    return rows.keySet();
  }

  /** Those of all conversations. */
  List<NavigableMap<TranscriptOrder, Entry>> all() {
    return new ArrayList<>(rows.values());
  }

  /** Whether a device has said that here, under whatever number. */
  boolean has(StreamId stream, UUID message) {
    return ids(stream).contains(message);
  }

  /** Ids of everything that a device has said. */
  Set<UUID> saidBy(UUID device) {
    Set<UUID> said = new HashSet<>();
    ids.forEach((of, known) -> said.addAll(of.device().equals(device) ? known : Set.of()));
    return said;
  }

  void add(StreamId stream, Entry entry) {
    ids(stream).add(entry.id());
    of(stream.conversation())
        .put(new TranscriptOrder(entry.hlc(), stream.device(), entry.seq()), entry);
  }

  /** An entry says something else. */
  void reword(StreamId stream, Entry entry) {
    of(stream.conversation())
        .replace(new TranscriptOrder(entry.hlc(), stream.device(), entry.seq()), entry);
  }

  private Set<UUID> ids(StreamId stream) {
    return ids.computeIfAbsent(
        new StreamId(stream.conversation(), stream.device(), 0), _ -> new HashSet<>());
  }
}
