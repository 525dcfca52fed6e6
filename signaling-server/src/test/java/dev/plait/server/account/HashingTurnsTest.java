package dev.plait.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.server.account.Caller.KnownDevice;
import dev.plait.server.account.Caller.Stranger;
import dev.plait.server.admission.Outcome;
import dev.plait.server.admission.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever is first in these tests holds the only turn until all others wait. */
class HashingTurnsTest {
  private static final Caller FIRST = new Stranger("192.0.2.250");

  private final HashingTurns turns = new HashingTurns(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch go = new CountDownLatch(1);
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void oneNetworkLeavesRoomForOthersHoweverMuchItAsks() throws Exception {
    hold();
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 200; i++) {
      var _ = waits(new Stranger("192.0.2.1"), "flood", refused);
    }
    int kept = HashingTurns.WAITING / 2;
    await().until(() -> refused.get() == 200 - kept);
    List<Future<?>> others = new ArrayList<>();
    for (int i = 2; i < 7; i++) {
      others.add(waits(new Stranger("192.0.2." + i), "other", refused));
    }
    await().until(() -> turns.waiting() == kept + 5);

    go.countDown();

    for (Future<?> other : others) {
      other.get();
    }
    await().until(() -> done.size() == kept + 5);
    assertThat(done.subList(0, 7))
        .as("each network has a turn before one has two")
        .contains("other");
    assertThat(done.lastIndexOf("other")).isLessThan(7);
    assertThat(refused).hasValue(200 - kept);
  }

  @Test
  void aKnownDeviceHasEveryOtherTurnHoweverManyNetworksWait() throws Exception {
    hold();
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 200; i++) {
      var _ = waits(new Stranger("198.51.100." + i), "flood", refused);
    }
    await().until(() -> refused.get() == 200 - HashingTurns.WAITING);
    for (int i = 0; i < 5; i++) {
      var _ = waits(new KnownDevice(new UUID(1, i)), "known", refused);
    }
    await().until(() -> turns.waiting() == HashingTurns.WAITING + 5);

    go.countDown();

    await().until(() -> done.size() == HashingTurns.WAITING + 5);
    assertThat(done.lastIndexOf("known")).isLessThan(10);
  }

  /** Two that run at once meet; one that ran alone would wait for the other in vain. */
  @Test
  void asManyRunAtATimeAsMay() throws Exception {
    HashingTurns two = new HashingTurns(2);
    CyclicBarrier meeting = new CyclicBarrier(2);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Outcome<Integer>>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Caller caller = new Stranger("203.0.113." + i);
      all.add(
          threads.submit(
              () ->
                  two.take(
                      caller,
                      () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        meet(meeting);
                        return running.decrementAndGet();
                      })));
    }
    for (Future<Outcome<Integer>> one : all) {
      assertThat(one.get()).isInstanceOf(Outcome.Done.class);
    }
    assertThat(most).hasValue(2);
  }

  private static void meet(CyclicBarrier meeting) {
    try {
      meeting.await(1, TimeUnit.MINUTES);
    } catch (Exception alone) {
      throw new IllegalStateException(alone);
    }
  }

  /** The turn of whoever waited and went away is not lost. */
  @Test
  void whoIsInterruptedLeavesHisTurnToTheNext() throws Exception {
    hold();
    AtomicInteger refused = new AtomicInteger();
    Future<?> gone = waits(FIRST, "gone", refused);
    var _ = waits(FIRST, "next", refused);
    await().until(() -> turns.waiting() == 2);
    gone.cancel(true);
    await().until(() -> turns.waiting() == 1);

    go.countDown();

    await().until(() -> done.equals(List.of("next")));
    assertThat(turns.take(FIRST, () -> 1)).isEqualTo(Outcome.done(1));
  }

  private void hold() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    threads.execute(
        () ->
            turns.take(
                FIRST,
                () -> {
                  begun.countDown();
                  try {
                    go.await();
                  } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                  }
                  return 0;
                }));
    begun.await();
  }

  private Future<?> waits(Caller caller, String name, AtomicInteger refused) {
    return threads.submit(
        () -> {
          if (turns.take(caller, () -> done.add(name)).equals(Outcome.refused(Refusal.BUSY))) {
            refused.incrementAndGet();
          }
        });
  }
}
