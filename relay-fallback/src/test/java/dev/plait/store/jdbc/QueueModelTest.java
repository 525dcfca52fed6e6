package dev.plait.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.StreamId;
import dev.plait.store.AckedThrough;
import dev.plait.store.CommitResult.Outcome;
import dev.plait.store.QueueLimits;
import dev.plait.store.QueueRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random commits, acks and cancels against the simplest thing that could be right. */
class QueueModelTest {
  private static final int LIMIT = 12;

  private final Map<StreamTarget, NavigableSet<Long>> queues = new HashMap<>();
  private final Map<StreamTarget, Long> delivered = new HashMap<>();

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void theStoreAgreesWithANaiveModel(Dialect dialect) {
    for (long seed = 1; seed <= 3; seed++) {
      run(dialect, new Random(seed), "seed " + seed);
    }
  }

  private void run(Dialect dialect, Random random, String seed) {
    JdbcQueueStore store =
        new JdbcQueueStore(
            TestDatabases.of(dialect),
            new QueueLimits(LIMIT, 1 << 20, LIMIT, 1 << 20, LIMIT, LIMIT, 1 << 20));
    List<UUID> targets = List.of(UUID.randomUUID(), UUID.randomUUID());
    List<StreamId> streams = List.of(Rows.stream(), Rows.stream());
    for (int step = 0; step < 60; step++) {
      StreamId stream = streams.get(random.nextInt(2));
      UUID target = targets.get(random.nextInt(2));
      StreamTarget key = new StreamTarget(stream, target);
      long seq = 1L + random.nextInt(30);
      switch (random.nextInt(4)) {
        case 0 -> {
          store.deleteThrough(List.of(new AckedThrough(stream, target, seq)));
          ack(key, seq);
        }
        case 1 -> {
          store.cancel(List.of(new AckedThrough(stream, target, seq)));
          queue(key).headSet(seq, true).clear();
        }
        default -> {
          List<QueueRow> batch = new ArrayList<>();
          for (long next = seq; next < seq + 4; next++) {
            batch.add(Rows.row(target, stream, next));
          }
          assertThat(store.commit(batch).outcomes()).as(seed).isEqualTo(commit(key, batch));
        }
      }
      targets.forEach(device -> compare(store, device, streams, seed));
    }
  }

  private NavigableSet<Long> queue(StreamTarget key) {
    return queues.computeIfAbsent(key, none -> new TreeSet<Long>());
  }

  private void ack(StreamTarget key, long seq) {
    NavigableSet<Long> acked = queue(key).headSet(seq, true);
    if (!acked.isEmpty()) {
      delivered.merge(key, acked.getLast(), Math::max);
      acked.clear();
    }
  }

  private List<Outcome> commit(StreamTarget key, List<QueueRow> batch) {
    List<Outcome> outcomes = new ArrayList<>();
    for (QueueRow row : batch) {
      long seq = row.entry().seq();
      if (seq <= delivered.getOrDefault(key, 0L)) {
        outcomes.add(Outcome.DELIVERED);
      } else if (queue(key).contains(seq)) {
        outcomes.add(Outcome.ALREADY_THERE);
      } else if (size(key.target()) >= LIMIT) {
        outcomes.add(Outcome.QUEUE_FULL);
      } else {
        queue(key).add(seq);
        outcomes.add(Outcome.INSERTED);
      }
    }
    return outcomes;
  }

  private int size(UUID target) {
    return queues.entrySet().stream()
        .filter(queue -> queue.getKey().target().equals(target))
        .mapToInt(queue -> queue.getValue().size())
        .sum();
  }

  private void compare(JdbcQueueStore store, UUID device, List<StreamId> streams, String seed) {
    var entries = store.page(device, 0, 100, 1 << 20).entries();
    for (StreamId stream : streams) {
      assertThat(entries)
          .as(seed)
          .filteredOn(entry -> entry.stream().equals(stream))
          .extracting(entry -> entry.entry().entry().seq())
          .containsExactlyElementsOf(queue(new StreamTarget(stream, device)));
    }
    assertThat(store.usage(device).entries()).as(seed).isEqualTo(size(device));
  }
}
