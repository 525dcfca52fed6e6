package dev.plait.server.ops;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import dev.plait.relay.Effect;
import dev.plait.relay.driver.RelayObserver;
import dev.plait.store.QueueTotals;
import dev.plait.turn.program.DatabaseFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the relay in {@code /metrics} and its troubles in the log. Safe from any thread. */
public final class RelayMeters implements RelayObserver {
  private static final Logger LOG = LoggerFactory.getLogger(RelayMeters.class);

  private final Metrics metrics;
  private final Timer commitTime;
  private final DistributionSummary commitRows;
  private final Map<Effect.Outcome, Timer> custody = new EnumMap<>(Effect.Outcome.class);
  private final Counter fetched;
  private final AtomicInteger mailbox = new AtomicInteger();
  private final CompletableFuture<Throwable> stopped = new CompletableFuture<>();
  private final AtomicReference<QueueTotals> queued =
      new AtomicReference<>(new QueueTotals(0, 0, 0, 0));

  /** Registers its meters. */
  public RelayMeters(Metrics metrics) {
    this.metrics = metrics;
    MeterRegistry registry = metrics.registry();
    this.commitTime = Timer.builder("plait.custody.commit").register(registry);
    this.commitRows = DistributionSummary.builder("plait.custody.commit.rows").register(registry);
    for (Effect.Outcome outcome : Effect.Outcome.values()) {
      String word = outcome.name().toLowerCase(Locale.ROOT);
      custody.put(outcome, Timer.builder("plait.custody").tag("outcome", word).register(registry));
    }
    this.fetched = registry.counter("plait.queues.fetched");
    registry.gauge("plait.relay.mailbox", mailbox);
    registry.gauge("plait.queues", queued, totals -> totals.get().queues());
    registry.gauge("plait.queues.entries", queued, totals -> totals.get().entries());
    registry.gauge("plait.queues.bytes", queued, totals -> totals.get().bytes());
    registry.gauge("plait.queues.deepest.entries", queued, totals -> totals.get().deepestEntries());
  }

  @Override
  public void sent(ServerFrame frame) {
    switch (frame) {
      case Frame.Entries entries ->
          metrics
              .registry()
              .counter("plait.entries.sent", "from", entries.stored() ? "store" : "relay")
              .increment(entries.entries().size());
      case Frame.Receipt receipt ->
          metrics.count(
              "plait.receipts", "outcome", receipt.stored().isEmpty() ? "delivered" : "stored");
      case Frame.Refused refused ->
          metrics.count("plait.refusals", "code", refused.code().name().toLowerCase(Locale.ROOT));
      default -> LOG.trace("another frame went out");
    }
  }

  @Override
  public void committed(int rows, long tookNanos) {
    commitTime.record(tookNanos, TimeUnit.NANOSECONDS);
    commitRows.record(rows);
  }

  @Override
  public void left(Effect.Left left) {
    Timer timer = custody.get(left.outcome());
    if (timer != null) {
      timer.record(left.afterMs(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void fetched(int rows) {
    fetched.increment(rows);
  }

  @Override
  public void queued(QueueTotals totals) {
    queued.set(totals);
  }

  @Override
  public void storeFailed(String operation, RuntimeException cause) {
    metrics.count("plait.store.failures", "operation", operation);
    LOG.warn("the store could not {}: {}", operation, DatabaseFailure.words(cause));
  }

  @Override
  public void writerFailed(RuntimeException cause) {
    LOG.warn("a session could not take a frame", cause);
  }

  @Override
  public void stopped(Throwable cause) {
    LOG.error("the relay has stopped", cause);
    stopped.complete(cause);
  }

  /** Completes with the reason when the relay has stopped for good; perhaps never. */
  public CompletionStage<Throwable> whenStopped() {
    return stopped;
  }

  @Override
  public void mailbox(int waiting) {
    mailbox.set(waiting);
  }
}
