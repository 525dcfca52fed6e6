package dev.plait.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Marks;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Limits of holding, and what the owner must not do; the rest is in the vectors. */
class ReceiverTest {
  private static final StreamId STREAM = new StreamId(new UUID(0, 9), new UUID(0, 1), 7);

  private final Receiver receiver = new Receiver(STREAM, ReceiverLimits.DEFAULT, 0, Marks.NONE);

  @Test
  void atMost2048EntriesArePending() {
    for (long seq = 2; seq <= 3_000; seq++) {
      take(receiver, seq, 1);
    }

    assertThat(receiver.pendingEntries()).isEqualTo(2_048);
    assertThat(receiver.position().held()).containsExactly(new Range(2, 2_049));
  }

  @Test
  void atMost4MebibytesArePending() {
    for (long seq = 2; seq <= 200; seq++) {
      take(receiver, seq, Limits.BODY_BYTES);
    }

    assertThat(receiver.pendingBytes()).isEqualTo(4 << 20);
  }

  @Test
  void whatIsHandedOverCountsUntilItIsCommitted() {
    take(receiver, 1, 1_000);
    assertThat(receiver.pendingBytes()).isEqualTo(1_000);

    receiver.handleCommitted(1, null);

    assertThat(receiver.pendingEntries()).isZero();
    assertThat(receiver.pendingBytes()).isZero();
  }

  @Test
  void theNextEntryIsTakenHoweverLarge() {
    Receiver narrow = new Receiver(STREAM, new ReceiverLimits(10, 100), 0, Marks.NONE);

    take(narrow, 1, 1_000);

    assertThat(handedOver(narrow)).containsExactly(1L);
  }

  @Test
  void aFullHoldBufferNeverKeepsOutWhatFillsTheHole() {
    Receiver narrow = new Receiver(STREAM, new ReceiverLimits(3, 100), 0, Marks.NONE);
    for (long seq : new long[] {4, 3, 2, 5, 6, 1}) {
      take(narrow, seq, 1);
    }

    assertThat(handedOver(narrow)).startsWith(1L, 2L);
  }

  @Test
  void atMost64HeldRunsAreNamed() {
    for (long seq = 2; seq <= 400; seq += 2) {
      take(receiver, seq, 1);
    }

    assertThat(receiver.position().held()).hasSize(Limits.RANGES);
    assertThat(receiver.position().held().getLast()).isEqualTo(new Range(128, 128));
    assertThat(receiver.hasHoles()).isTrue();
  }

  @Test
  void onlyWhatWasHandedOverCanBeCommitted() {
    take(receiver, 2, 1);

    assertThatThrownBy(() -> receiver.handleCommitted(2, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void take(Receiver receiver, long seq, int bodyBytes) {
    Entry entry = new Entry(seq, new UUID(5, seq), seq, Bytes.of(new byte[bodyBytes]));
    receiver.handleEntries(List.of(new AddressedEntry(entry, seq - 1, null)), Path.RELAY, 1);
  }

  private static List<Long> handedOver(Receiver receiver) {
    List<Long> seqs = new ArrayList<>();
    for (ReceiveEffect effect; (effect = receiver.poll()) != null; ) {
      if (effect instanceof ReceiveEffect.HandOver(var entries, var _, long _)) {
        entries.forEach(entry -> seqs.add(entry.entry().seq()));
      }
    }
    return seqs;
  }
}
