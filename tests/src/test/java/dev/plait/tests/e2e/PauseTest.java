package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.PathInfo;
import dev.plait.peer.core.ArrivedBy;
import dev.plait.peer.core.PeerEvent;
import dev.plait.tests.e2e.World.Person;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a conversation stands still when its direct path dies without a word. */
@Tag("waits")
class PauseTest {
  private static final int TRIALS = 20;
  private static final long EVERY_MS = 50;

  /** Messages in a row that come directly before the next cut: by then the relay has no part. */
  private static final int CALM = 20;

  /** What a person may notice: the limits of the path leave 100 ms for the machine (PTH-3). */
  private static final long PAUSE_MS = 500;

  /** A message goes from thread to thread as often until it is heard; each may have to wait. */
  private static final int HANDOVERS = 8;

  /** A machine that stands still for so long kills channels by itself. */
  private static final long STALL_MS = 1_000;

  @TempDir Path folder;

  private volatile long lastNanos = System.nanoTime();

  private final Map<String, Long> saidNanos = new ConcurrentHashMap<>();
  private final AtomicLong longestMs = new AtomicLong();
  private final AtomicInteger byRelay = new AtomicInteger();
  private final AtomicInteger inARow = new AtomicInteger();
  private final AtomicLong stalledMs = new AtomicLong();
  private final AtomicLong stalledAtAllMs = new AtomicLong();
  private final AtomicInteger heard = new AtomicInteger();

  @Test
  void theRelayHelpsWithinHalfASecondAndTheChannelIsKept() throws Exception {
    try (World world = new World(folder, Map.of());
        Person ada = world.join("ada", world.uri(), true);
        Person grace = world.join("grace", world.uri(), true);
        ScheduledExecutorService talking = Executors.newSingleThreadScheduledExecutor()) {
      UUID conversation = World.introduce(ada, grace);
      grace.peer().addListener(this::measure);
      AtomicInteger said = new AtomicInteger();
      var _ =
          talking.scheduleAtFixedRate(
              () -> {
                watchMachine();
                String text = "m" + said.incrementAndGet();
                saidNanos.put(text, System.nanoTime());
                ada.say(conversation, text);
              },
              0,
              EVERY_MS,
              TimeUnit.MILLISECONDS);
      List<Long> pausesMs = new ArrayList<>();
      for (int trial = 0; trial < TRIALS; trial++) {
        pausesMs.add(cut(ada, grace, conversation));
      }
      talking.shutdown();
      assertThat(pausesMs.stream().filter(pauseMs -> pauseMs < PAUSE_MS).count())
          .as("%s", pausesMs)
          .isGreaterThanOrEqualTo(TRIALS * 95 / 100);
      World.awaitTrue(World.A_WHILE, () -> heard.get() == said.get());
      PathInfo info = ada.peer().paths(conversation).getFirst();
      if (stalledAtAllMs.get() < STALL_MS) {
        assertThat(info.ladder().relay().requested()).as("channels given up").isZero();
        assertThat(info.ladder().iceRestart().requested()).as("restarts").isZero();
      }
    }
  }

  /** Cuts the direct path; returns how late the latest message was until the relay carried on. */
  private long cut(Person ada, Person grace, UUID conversation) {
    inARow.set(0);
    World.awaitTrue(World.A_WHILE, () -> isDirect(ada, conversation) && inARow.get() > CALM);
    longestMs.set(0);
    stalledMs.set(0);
    byRelay.set(0);
    List.of(ada, grace).forEach(side -> side.hole().open(true));
    World.awaitTrue(World.A_WHILE, () -> byRelay.get() > 10);
    List.of(ada, grace).forEach(side -> side.hole().open(false));
    return longestMs.get() - HANDOVERS * stalledMs.get();
  }

  /** How late a timer of this process is says what of a pause is the machine's. */
  private void watchMachine() {
    long nowNanos = System.nanoTime();
    long lateMs = TimeUnit.NANOSECONDS.toMillis(nowNanos - lastNanos) - EVERY_MS;
    lastNanos = nowNanos;
    stalledMs.accumulateAndGet(lateMs, Math::max);
    stalledAtAllMs.accumulateAndGet(lateMs, Math::max);
  }

  private static boolean isDirect(Person ada, UUID conversation) {
    return ada.peer().paths(conversation).stream().anyMatch(info -> info.via().equals("direct"));
  }

  private void measure(PeerEvent event) {
    if (event instanceof PeerEvent.MessageArrived arrived) {
      heard.incrementAndGet();
      long nanos =
          System.nanoTime()
              - Objects.requireNonNull(saidNanos.get(arrived.entry().body().toUtf8()));
      longestMs.accumulateAndGet(TimeUnit.NANOSECONDS.toMillis(nanos), Math::max);
      if (arrived.by() == ArrivedBy.RELAY) {
        byRelay.incrementAndGet();
        inARow.set(0);
      } else {
        inARow.incrementAndGet();
      }
    }
  }
}
