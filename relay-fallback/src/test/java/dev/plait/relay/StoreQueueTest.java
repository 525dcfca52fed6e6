package dev.plait.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.StreamId;
import dev.plait.relay.StoreQueue.Work;
import dev.plait.store.AckedThrough;
import dev.plait.store.QueueRow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose turn it is at the store, and what must not change places. */
class StoreQueueTest {
  private static final UUID ADA = new UUID(3, 1);
  private static final UUID EVE = new UUID(3, 3);
  private static final UUID TARGET = new UUID(1, 2);
  private static final StreamId STREAM = new StreamId(new UUID(9, 9), new UUID(1, 1), 7);

  private final StoreQueue queue = new StoreQueue();

  @Test
  void aCommitWaitsForOneQuestionOfEachAccount() {
    for (int i = 0; i < 100; i++) {
      queue.add(question(EVE, stream(i)));
    }
    queue.add(question(ADA, STREAM));
    queue.add(commit());

    assertThat(nextKinds(3)).containsExactly("question", "question", "commit");
  }

  @Test
  void aCommitWaitsForSomeCancelsHoweverManyThereAre() {
    for (int i = 0; i < 1_000; i++) {
      queue.add(new Effect.CancelRows(EVE, new AckedThrough(stream(i), TARGET, 1)));
    }
    queue.add(commit());

    assertThat(nextKinds(2)).containsExactly("cancels 64", "commit");
  }

  @Test
  void cancelsOfAllAreDoneTogetherAndTheirAccountsTakeTurns() {
    for (int i = 0; i < 1_000; i++) {
      queue.add(new Effect.CancelRows(EVE, new AckedThrough(stream(i), TARGET, 1)));
    }
    queue.add(new Effect.CancelRows(ADA, new AckedThrough(STREAM, TARGET, 1)));

    assertThat(queue.poll().cancels()).extracting(AckedThrough::stream).contains(STREAM);
  }

  @Test
  void deletesOfAllAreDoneTogetherAndTheirAccountsTakeTurns() {
    for (int i = 0; i < 2_000; i++) {
      queue.add(new Effect.DeleteThrough(EVE, new AckedThrough(stream(i), TARGET, 1)));
    }
    queue.add(new Effect.DeleteThrough(ADA, new AckedThrough(STREAM, TARGET, 1)));

    assertThat(queue.poll().deletes())
        .hasSize(128)
        .extracting(AckedThrough::stream)
        .contains(STREAM);
  }

  @Test
  void whatOneAccountHasToDeleteIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      queue.add(new Effect.DeleteThrough(EVE, new AckedThrough(stream(i), TARGET, 1)));
    }
    int deleted = 0;
    while (!queue.isEmpty()) {
      deleted += queue.poll().deletes().size();
    }

    assertThat(deleted).isEqualTo(4_096);
  }

  /** Or it would take what was posted anew after it (DLV-12). */
  @Test
  void aCancelComesBeforeTheCommitThatWasAskedForAfterIt() {
    moreThanFitsOneTurn();
    queue.add(new Effect.CancelRows(ADA, new AckedThrough(STREAM, TARGET, 5)));
    queue.add(new Effect.DeleteThrough(ADA, new AckedThrough(STREAM, TARGET, 2)));
    queue.add(commit());

    assertThat(takenOutUntil("commit"))
        .contains(new AckedThrough(STREAM, TARGET, 5), new AckedThrough(STREAM, TARGET, 2));
  }

  @Test
  void whatIsAskedOfAStreamSeesWhatWasTakenOutBefore() {
    moreThanFitsOneTurn();
    queue.add(new Effect.CancelRows(ADA, new AckedThrough(STREAM, TARGET, 5)));
    queue.add(new Effect.DeleteThrough(ADA, new AckedThrough(STREAM, EVE, 2)));
    queue.add(question(ADA, STREAM));

    assertThat(takenOutUntil("question"))
        .contains(new AckedThrough(STREAM, TARGET, 5), new AckedThrough(STREAM, EVE, 2));
  }

  /** Or the commit would write what was taken back, and a question in between would find it. */
  @Test
  void aCancelThatCameAfterTheCommitOfItsRowsComesAfterIt() {
    moreThanFitsOneTurn();
    queue.add(commit());
    queue.add(new Effect.CancelRows(EVE, new AckedThrough(STREAM, TARGET, 5)));
    queue.add(question(EVE, STREAM));

    assertThat(takenOutUntil("commit")).doesNotContain(new AckedThrough(STREAM, TARGET, 5));
    assertThat(takenOutUntil("question")).contains(new AckedThrough(STREAM, TARGET, 5));
  }

  @Test
  void aQuestionWithManyDeletesBeforeItLetsOthersHaveTheirTurn() {
    for (int i = 0; i < 300; i++) {
      queue.add(new Effect.DeleteThrough(EVE, new AckedThrough(stream(1), new UUID(7, i), 1)));
    }
    queue.add(question(EVE, stream(1)));
    queue.add(commit());

    assertThat(nextKinds(3)).containsExactly("deletes", "deletes", "commit");
    assertThat(takenOutUntil("question")).hasSize(300 - 2 * 128);
  }

  /** Of the same account: what it adds later would come in a later turn. */
  private void moreThanFitsOneTurn() {
    for (int i = 0; i < 200; i++) {
      queue.add(new Effect.CancelRows(ADA, new AckedThrough(stream(i), TARGET, 1)));
      queue.add(new Effect.DeleteThrough(ADA, new AckedThrough(stream(i), TARGET, 1)));
    }
  }

  @Test
  void aQuestionWithManyCancelsBeforeItLetsOthersHaveTheirTurn() {
    for (int i = 0; i < 200; i++) {
      queue.add(new Effect.CancelRows(EVE, new AckedThrough(stream(1), new UUID(7, i), 1)));
    }
    queue.add(question(EVE, stream(1)));
    queue.add(commit());

    assertThat(nextKinds(3)).containsExactly("cancels 64", "cancels 64", "commit");
    assertThat(takenOutUntil("question")).hasSize(72);
  }

  @Test
  void whatIsSaidOfTheSameRowsGoesTogether() {
    for (long through : List.of(1L, 3L, 2L)) {
      queue.add(new Effect.CancelRows(ADA, new AckedThrough(STREAM, TARGET, through)));
    }

    assertThat(queue.poll().cancels()).containsExactly(new AckedThrough(STREAM, TARGET, 3));
    assertThat(queue.isEmpty()).isTrue();
  }

  private List<String> nextKinds(int count) {
    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kinds.add(kind(queue.poll()));
    }
    return kinds;
  }

  private List<AckedThrough> takenOutUntil(String kind) {
    List<AckedThrough> out = new ArrayList<>();
    while (true) {
      Work work = queue.poll();
      out.addAll(work.deletes());
      out.addAll(work.cancels());
      if (kind(work).equals(kind)) {
        return out;
      }
      assertThat(queue.isEmpty()).as("no " + kind).isFalse();
    }
  }

  private static String kind(Work work) {
    @Nullable Effect then = work.then();
    return switch (then) {
      case null -> work.cancels().isEmpty() ? "deletes" : "cancels " + work.cancels().size();
      case Effect.Commit _ -> "commit";
      case Effect.ReadPositions _ -> "question";
      default -> "other";
    };
  }

  private static Effect question(UUID account, StreamId stream) {
    return new Effect.ReadPositions(account, stream.device(), 1, 0, List.of(stream));
  }

  private static Effect commit() {
    Entry entry = new Entry(1, new UUID(5, 1), 1, Bytes.utf8("text"));
    return new Effect.Commit(
        1, List.of(new QueueRow(TARGET, null, STREAM, entry, 0, null, false, 0)));
  }

  private static StreamId stream(long epoch) {
    return new StreamId(new UUID(9, 8), new UUID(1, 3), epoch);
  }
}
