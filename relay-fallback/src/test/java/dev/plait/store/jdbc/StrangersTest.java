package dev.plait.store.jdbc;

import static dev.plait.store.jdbc.QueueStoreTest.seqs;
import static dev.plait.store.jdbc.QueueStoreTest.store;
import static dev.plait.store.jdbc.Rows.row;
import static dev.plait.store.jdbc.Rows.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.StreamId;
import dev.plait.store.CommitResult.Outcome;
import dev.plait.store.QueueRow;
import dev.plait.store.QueueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a queue keeps of conversations that its account has not accepted, or is out of. */
class StrangersTest {
  private final UUID alice = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();

  /** H1 of the audit: a request filled the whole queue, and a friend found it full. */
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whoHasNotAcceptedKeepsAFewEntriesOfEachSender(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stranger = stream();
    StreamId another = new StreamId(stranger.conversation(), UUID.randomUUID(), 1);
    StreamId anotherEpoch = new StreamId(stranger.conversation(), stranger.device(), 99);
    List<QueueRow> rows = new ArrayList<>();
    for (long seq = 1; seq <= 15; seq++) {
      rows.add(Rows.request(alice, stranger, seq, "hi"));
    }
    assertThat(store.commit(rows).outcomes()).containsOnly(Outcome.INSERTED);
    rows.clear();
    for (long seq = 1; seq <= 6; seq++) {
      rows.add(Rows.request(alice, anotherEpoch, seq, "hi"));
    }

    assertThat(store.commit(rows).outcomes())
        .startsWith(Outcome.INSERTED)
        .endsWith(Outcome.INSERTED, Outcome.QUEUE_FULL);
    assertThat(store.commit(List.of(Rows.request(alice, another, 1, "hi"))).outcomes())
        .containsExactly(Outcome.INSERTED);
    // Said again it is what is there; once accepted the rest fits.
    assertThat(store.commit(List.of(Rows.request(alice, stranger, 1, "hi"))).outcomes())
        .containsExactly(Outcome.ALREADY_THERE);
    assertThat(store.commit(List.of(row(alice, anotherEpoch, 6, "hi", Rows.NOW_MS))).outcomes())
        .containsExactly(Outcome.INSERTED);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aRequestKeepsFewBytes(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId stranger = stream();
    String half = "x".repeat(32 << 10);

    assertThat(
            store
                .commit(
                    List.of(
                        Rows.request(alice, stranger, 1, half),
                        Rows.request(alice, stranger, 3, half),
                        Rows.request(alice, stranger, 5, "x")))
                .outcomes())
        .containsExactly(Outcome.INSERTED, Outcome.INSERTED, Outcome.QUEUE_FULL);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWaitsInAConversationThatADeviceIsOutOfIsGone(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId left = stream();
    StreamId other = stream();
    store.commit(
        List.of(row(alice, left, 1), row(alice, left, 2), row(bob, left, 1), row(alice, other, 3)));

    assertThat(store.deleteOf(left.conversation(), alice, Rows.NOW_MS)).isEqualTo(2);

    assertThat(seqs(store, alice)).containsExactly(3L);
    assertThat(seqs(store, bob)).containsExactly(1L);
    assertThat(store.usage(alice).entries()).isOne();
  }

  /**
   * Somebody left, was asked again and accepted before the store came to delete what had waited.
   */
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatCameAfterADeviceWasOutOfAConversationStays(Dialect dialect) {
    QueueStore store = store(dialect);
    StreamId left = stream();
    store.commit(
        List.of(
            row(alice, left, 1, "before", Rows.NOW_MS),
            row(alice, left, 2, "after", Rows.NOW_MS + 1)));

    assertThat(store.deleteOf(left.conversation(), alice, Rows.NOW_MS)).isOne();

    assertThat(seqs(store, alice)).containsExactly(2L);
  }
}
