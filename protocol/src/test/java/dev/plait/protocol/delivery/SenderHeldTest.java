package dev.plait.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a peer says it holds is a hint: it may drop it, and then it must come again (DLV). */
class SenderHeldTest {
  private static final UUID TARGET = new UUID(0, 2);
  private static final StreamId STREAM = new StreamId(new UUID(0, 9), new UUID(0, 1), 7);

  private final Sender sender = new Sender(STREAM, SenderLimits.DEFAULT, 1);
  private final Map<Long, Entry> transcript = new HashMap<>();

  @Test
  void whatTheServerStoredButThePeerLacksIsSentDirectly() {
    storedAtTheServer(3);
    sender.handlePath(TARGET, Path.DIRECT, 2, 20);

    assertThat(sentDirectly()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatThePeerHoldsIsNotSentWhileItHoldsIt() {
    storedAtTheServer(3);
    sender.handleAck(TARGET, position(0, new Range(2, 3)), 19);

    sender.handlePath(TARGET, Path.DIRECT, 2, 20);

    assertThat(sentDirectly()).containsExactly(1L);
  }

  @Test
  void whatThePeerHeldAndDroppedIsSentAgain() {
    storedAtTheServer(3);
    sender.handleAck(TARGET, position(0, new Range(2, 3)), 19);
    sender.handlePath(TARGET, Path.DIRECT, 2, 20);
    sentDirectly();

    sender.handleAck(TARGET, position(1), 22);

    assertThat(sentDirectly()).containsExactly(2L, 3L);
  }

  @Test
  void onTheRelayWhatTheServerStoredIsNotSentAgain() {
    storedAtTheServer(2);
    sender.handlePath(TARGET, Path.DIRECT, 2, 20);

    sender.handlePath(TARGET, Path.RELAY, 3, 21);

    assertThat(posted()).isEmpty();
  }

  private void storedAtTheServer(int entries) {
    sender.handlePath(TARGET, Path.RELAY, 1, 10);
    Map<UUID, Bytes> targets = new HashMap<>();
    targets.put(TARGET, Bytes.EMPTY);
    for (int i = 1; i <= entries; i++) {
      Prepared prepared = sender.prepare(new UUID(5, i), i, Bytes.utf8("text " + i), targets);
      assertThat(prepared).isInstanceOf(Prepared.Accepted.class);
      if (prepared instanceof Prepared.Accepted(var posted)) {
        transcript.put(posted.entry().seq(), posted.entry());
      }
    }
    sender.handleCommitted(entries, 11);
    sentDirectly();
    sender.handleStored(TARGET, List.of(new Range(1, entries)), mark(entries), 12);
    sentDirectly();
  }

  private static StreamPosition position(long cursorSeq, Range... held) {
    return new StreamPosition(STREAM, cursorSeq, mark(cursorSeq), List.of(held));
  }

  private static long mark(long throughSeq) {
    long mark = Marks.NONE;
    for (long seq = 1; seq <= throughSeq; seq++) {
      mark = Marks.next(mark, seq, new UUID(5, seq));
    }
    return mark;
  }

  private List<Long> sentDirectly() {
    return drain().getOrDefault(Path.DIRECT, List.of());
  }

  private List<Long> posted() {
    return drain().getOrDefault(Path.RELAY, List.of());
  }

  /** Drains the effects as a driver does, and returns what goes over which path. */
  private Map<Path, List<Long>> drain() {
    Map<Path, List<Long>> seqs = new EnumMap<>(Path.class);
    for (SendEffect effect = sender.poll(); effect != null; effect = sender.poll()) {
      switch (effect) {
        case SendEffect.SendDirect(var _, var _, var entries) ->
            entries.forEach(e -> sent(seqs, Path.DIRECT).add(e.entry().seq()));
        case SendEffect.Post(var entries) ->
            entries.forEach(e -> sent(seqs, Path.RELAY).add(e.entry().seq()));
        case SendEffect.NeedFromTranscript(var ranges) ->
            sender.handleTranscript(
                transcript.values().stream()
                    .filter(e -> ranges.stream().anyMatch(range -> range.contains(e.seq())))
                    .toList(),
                30);
        default -> {
          // Statuses and custody are not this test's.
        }
      }
    }
    return seqs;
  }

  private static List<Long> sent(Map<Path, List<Long>> seqs, Path path) {
    return seqs.computeIfAbsent(path, _ -> new ArrayList<>());
  }
}
