package dev.plait.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.relay.driver.RelayDriver;
import dev.plait.relay.driver.RelayObserver;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the driver makes good when the store was away, and what it cannot. */
class RelayDriverTest {
  private static final SessionId ADA = new SessionId(Rig.account(Rig.ADA), Rig.ADA, 1);
  private static final SessionId GRACE = new SessionId(Rig.account(Rig.GRACE), Rig.GRACE, 1);
  private static final Duration A_WHILE = Duration.ofMinutes(1);

  private final SimQueueStore store = new SimQueueStore(1_000);
  private final List<ServerFrame> ada = new CopyOnWriteArrayList<>();
  private final RelayDriver driver =
      new RelayDriver(store, Rig.SMALL, RelayObserver.NONE, System::currentTimeMillis);

  @BeforeEach
  void adaIsThereAndGraceIsNot() {
    driver.start();
    driver.connected(ADA, true, ada::add);
    driver.post(
        ADA,
        new Frame.Post(1, Rig.CONVERSATION, 7, 3, List.of(Rig.posted(1, Rig.GRACE))),
        Rig.roster(3));
    await().atMost(A_WHILE).until(() -> has(Frame.Receipt.class));
  }

  @AfterEach
  void end() {
    driver.close();
  }

  @Test
  void aCancelThatTheStoreCouldNotDoIsDoneBeforeItIsAnswered() {
    store.down = true;
    driver.cancel(ADA, new Frame.Cancel(5, Rig.CONVERSATION, 7, Rig.GRACE, 1));
    await().atMost(A_WHILE).until(() -> !driver.healthy());
    store.down = false;

    await().atMost(A_WHILE).until(() -> ada.contains(new Frame.Told(5, Rig.STREAM)));

    assertThat(store.holds(Rig.GRACE, Rig.STREAM, 1)).isFalse();
  }

  @Test
  void aCancelThatCameLateTakesNothingThatWasPostedAfterIt() {
    store.down = true;
    driver.cancel(ADA, new Frame.Cancel(5, Rig.CONVERSATION, 7, Rig.GRACE, 1));
    await().atMost(A_WHILE).until(() -> !driver.healthy());
    ada.clear();
    store.down = false;
    driver.post(
        ADA,
        new Frame.Post(2, Rig.CONVERSATION, 7, 3, List.of(Rig.posted(1, Rig.GRACE))),
        Rig.roster(3));

    await()
        .atMost(A_WHILE)
        .until(() -> ada.contains(new Frame.Told(5, Rig.STREAM)) && has(Frame.Receipt.class));

    assertThat(store.holds(Rig.GRACE, Rig.STREAM, 1)).isTrue();
  }

  @Test
  void aSenderWithManyCancelsLeavesRoomForThoseOfOthers() {
    driver.connected(GRACE, true, _ -> {});
    store.down = true;
    for (int i = 0; i < 16_384; i++) {
      driver.cancel(GRACE, new Frame.Cancel(1, Rig.CONVERSATION, 8, new UUID(2, i), 1));
    }
    driver.cancel(ADA, new Frame.Cancel(5, Rig.CONVERSATION, 7, Rig.GRACE, 1));
    await().atMost(A_WHILE).until(() -> store.cancelsAsked.get() > 100);
    store.down = false;

    await().atMost(A_WHILE).until(() -> ada.contains(new Frame.Told(5, Rig.STREAM)));

    assertThat(store.holds(Rig.GRACE, Rig.STREAM, 1)).isFalse();
  }

  /** Half a relay would take posts and answer none. */
  @Test
  void aBugOnTheThreadOfTheStoreStopsAllWithItsReason() {
    Buggy observer = new Buggy();
    try (RelayDriver broken =
        new RelayDriver(new SimQueueStore(1_000), Rig.SMALL, observer, System::currentTimeMillis)) {
      broken.start();
      broken.connected(ADA, true, _ -> {});
      broken.post(
          ADA,
          new Frame.Post(1, Rig.CONVERSATION, 7, 3, List.of(Rig.posted(1, Rig.GRACE))),
          Rig.roster(3));

      await().atMost(A_WHILE).until(() -> observer.stopped.get() != null);

      assertThat(observer.stopped.get()).hasMessage("a bug");
      assertThat(broken.healthy()).isFalse();
    }
  }

  private static final class Buggy implements RelayObserver {
    final AtomicReference<@Nullable Throwable> stopped = new AtomicReference<>();

    @Override
    public void committed(int rows, long tookNanos) {
      throw new AssertionError("a bug");
    }

    @Override
    public void stopped(Throwable cause) {
      stopped.set(cause);
    }
  }

  private boolean has(Class<? extends ServerFrame> type) {
    return ada.stream().anyMatch(type::isInstance);
  }
}
